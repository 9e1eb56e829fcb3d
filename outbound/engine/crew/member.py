"""A member of the crew: one process, which says that it lives, leads when it is its turn, and tells what it saw."""

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Final

from db.server import shared_time
from outbound.engine.context import Engine
from outbound.engine.crew import alarm_book, lease, register
from outbound.engine.crew.duty import Duty, Me
from outbound.engine.crew.lease import LEADER, Held
from outbound.engine.crew.watchdog import Watchdog
from outbound.errors import StoreError

log = logging.getLogger(__name__)

SWEEP_EVERY: Final = 30
"""How many rounds pass between two sweeps of what is old."""


@dataclass
class Member:
    """One process of the service. `round` is called every two seconds by one thread, the rest by its loops."""

    engine: Engine
    me: Me
    watchdog: Watchdog
    ttl: timedelta = lease.TTL
    _held: Held | None = None
    _leading: Engine | None = None
    _rounds: int = 0
    _without_store: set[str] = field(default_factory=set)

    @classmethod
    def join(cls, engine: Engine, duty: Duty, patience: timedelta) -> "Member":
        """A new member, which has not said anything yet."""
        me = Me.now(duty, engine.new_id(), engine.clock.now())
        return cls(engine, me, Watchdog(patience))

    def round(self) -> None:
        """Renew or take the lease, say that we live, write down alarms. Raises StoreError."""
        if self.me.duty.may_lead:
            self._hold(self._take_or_keep())
        with self.engine.store.write() as session:
            now = shared_time(session, self.engine.clock)
            if self.watchdog.idle() < register.LATE:
                register.say_alive(session, self.me, now, leads=self._held is not None)
            if self._rounds % SWEEP_EVERY == 0:
                register.sweep(session, now)
                alarm_book.sweep(session, now)
        self._rounds += 1
        alarm_book.write_down(self.engine.store, self.engine.heartbeat, self.me.id)

    @property
    def held(self) -> Held | None:
        """The lease, as far as we know."""
        return self._held

    def leading(self) -> Engine | None:
        """The engine as the leader has it, while we lead: whatever it writes proves first that we still do."""
        return self._leading

    def lost(self) -> None:
        """The lease was found to be another's; the next round tells whether it is ours again."""
        self._hold(None)

    def leave(self) -> None:
        """Let the lease go and strike ourselves out, so that nobody waits for us. Raises StoreError."""
        held = self._held
        self._hold(None)
        alarm_book.write_down(self.engine.store, self.engine.heartbeat, self.me.id)
        with self.engine.store.write() as session:
            if held is not None:
                lease.let_go(session, held)
            register.leave(session, self.me)

    def store_failed(self, loop: str, failure: StoreError) -> None:
        """An alarm when the store begins to fail; what only goes on is not told again."""
        if not self._without_store:
            self.engine.heartbeat.alarm(self.engine.clock.now(), failure.code, failure.message)
        self._without_store.add(loop)

    def store_worked(self, loop: str) -> None:
        """The loop could use the store; told where none could before."""
        if loop in self._without_store:
            self._without_store.discard(loop)
            if not self._without_store:
                log.warning("The store can be used again.")

    def _take_or_keep(self) -> Held | None:
        """The lease, if it is ours now; a holder who was stopped in the middle of a transaction loses that."""
        store, clock, mine = self.engine.store, self.engine.clock, self.me.id
        try:
            with store.write() as session:
                return lease.take_or_keep(
                    session, LEADER, mine, shared_time(session, clock), self.ttl
                )
        except StoreError:
            with store.write() as session:
                now = shared_time(session, clock)
                if not lease.end_last_transaction(session, LEADER, now, self.ttl):
                    raise
        with store.write() as session:
            return lease.take_or_keep(session, LEADER, mine, shared_time(session, clock), self.ttl)

    def _hold(self, held: Held | None) -> None:
        if held == self._held:
            return
        if (held is None) != (self._held is None):
            log.info("This process leads now." if held else "Another process leads now.")
        self._held = held
        if held is None:
            self._leading = None
        else:
            guarded = self.engine.store.guarded(partial(lease.prove, held=held))
            self._leading = replace(self.engine, store=guarded)
