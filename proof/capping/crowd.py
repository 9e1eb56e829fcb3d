"""Who crowds around the people of a round: workers that contact them, and the town that answers."""

import random
import time
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlmodel import col, select

from db.tables import Attempt
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.engine.context import Engine
from outbound.engine.tick import lead, work
from proof.capping.exchange import Exchange, Taken, is_out, sid_of
from proof.capping.floor import Floor
from proof.forked.post import Post

IDLE: Final = 0.01
"""Seconds that a process rests which found nothing to do."""

LEADS_EVERY: Final = timedelta(minutes=50)
"""How often reply windows are closed, and the like."""

PATIENCE: Final = 20.0
"""Seconds after which time goes on though somebody is still at work: what they hold is then too late."""

LOOKS_EVERY: Final = 0.1
"""Seconds after which the town looks again, while others work."""

PASSING: Final = 0.05
"""How often time passes while others are at work, so that they differ in what time it is."""

AT_ONCE: Final = 60
"""How many attempts the town tells of before it looks again who works."""

UNREACHABLE, NOT_IN_SERVICE = 30003, 13224

_TOLD: Final = (
    State.PLACED, State.RINGING, State.ANSWERED, State.CONNECTED, State.UNKNOWN,
)  # fmt: skip


class Worker:
    """Reserves and hands over, beat after beat; one of them leads besides."""

    def __init__(self, floor: Floor, name: str, place: int) -> None:
        self._floor, self._place = floor, place
        self._exchange = Exchange(random.Random(name), floor.clock.now)
        self._engine = floor.engine(name, self._exchange)
        self._led_at: datetime | None = None

    def run(self) -> list[Taken]:
        """Work until the end; what the carrier took from this process."""
        while not self._floor.over:
            now = self._engine.clock.now()
            if self._floor.has_rested(self._place, now) or not self._beat(now):
                self._floor.rest(self._place, now)
                time.sleep(IDLE)
        return self._exchange.taken

    def work_once(self) -> None:
        """One beat of a worker that does not lead."""
        work(self._engine, self._engine.clock.now())

    def _beat(self, now: datetime) -> bool:
        if self._place == 0 and (self._led_at is None or now - self._led_at >= LEADS_EVERY):
            self._led_at = now
            lead(self._engine, now)
        done = work(self._engine, now)
        return bool(done.applied or done.placed or done.served)


class Callbacks(Post):
    """The carrier's callbacks, and those of calls that came to nothing for a reason."""

    def failed(self, attempt: Attempt, code: int) -> str:
        """A call that could not be connected."""
        given = self._of_call(attempt, "failed") | {"ErrorCode": str(code)}
        return self._about("status", attempt, given)


class Town:
    """What becomes of calls and messages, while workers make more of them; and the hours that pass."""

    def __init__(self, floor: Floor, name: str, until: datetime, willing: float = 0.5) -> None:
        self._floor, self._until, self._willing = floor, until, willing
        self._chance = random.Random(name)
        self._engine: Engine = floor.engine(name, Exchange(self._chance, floor.clock.now))
        self._post = Callbacks(self._engine, name)

    def run(self) -> list[Taken]:
        """Answer and let time pass, until the end of the last day."""
        while self._floor.clock.now() < self._until:
            self._beat()
            self._floor.clock.advance(self._step())
        self._floor.end()
        return []

    def look_once(self) -> None:
        """Tell of a few attempts."""
        for one in self._open():
            self._go_on(one)

    def _beat(self) -> None:
        """Tell of each attempt once, until nobody has anything more to do at this moment."""
        told, waits_until = set[str](), time.monotonic() + PATIENCE
        while time.monotonic() < waits_until:
            rested = self._floor.all_rest(self._floor.clock.now())  # before we look
            fresh = [one for one in self._open() if one.id not in told]
            for one in fresh:
                told.add(one.id)
                if self._chance.random() < 0.8:
                    self._go_on(one)
            if rested and not fresh:
                return
            if not rested and self._chance.random() < PASSING:
                self._floor.clock.advance(timedelta(seconds=2))
            self._wait(waits_until)

    def _wait(self, until: float) -> None:
        """A little while, or until nobody is at work any more."""
        until = min(until, time.monotonic() + LOOKS_EVERY)
        while time.monotonic() < until and not self._floor.all_rest(self._floor.clock.now()):
            time.sleep(IDLE)

    def _step(self) -> timedelta:
        """Mostly as long as retries wait; longer where nobody may be contacted anyway."""
        hour = self._floor.clock.now().astimezone(self._engine.zone).hour
        quiet = hour in (12, 13, 20) or 3 <= hour < 9
        return timedelta(minutes=60 - self._floor.clock.now().minute if quiet else self._chance.randint(20, 55))  # fmt: skip

    def _open(self) -> list[Attempt]:
        asked = select(Attempt).where(col(Attempt.state).in_(_TOLD))
        with self._engine.store.read() as session:
            found = list(session.exec(asked.order_by(func.random()).limit(AT_ONCE)))
        return [one for one in found if one.state is not State.UNKNOWN or is_out(one.id)]

    def _go_on(self, attempt: Attempt) -> None:
        """The next that the carrier tells of an attempt; of one without a reply, under the id it gave it."""
        is_call = attempt.channel is Channel.CALL
        attempt.sid = attempt.sid or sid_of(attempt.id, "CA" if is_call else "SM")
        if is_call:
            self._called(attempt)
        else:
            self._texted(attempt)

    def _called(self, attempt: Attempt) -> None:
        drawn, post = self._chance.random(), self._post
        if attempt.state in (State.ANSWERED, State.CONNECTED):
            post.call(attempt, "completed")
        elif drawn < 0.5:
            post.call(attempt, "no-answer")
        elif drawn < 0.8:
            post.call(attempt, "busy")
        elif drawn < 0.9:
            post.failed(attempt, NOT_IN_SERVICE)
        else:
            post.picked_up(attempt)

    def _texted(self, attempt: Attempt) -> None:
        drawn, post = self._chance.random(), self._post
        if self._chance.random() < self._willing and attempt.campaign_id != "notice":
            post.text(attempt.number, attempt.sender, "9")
        elif attempt.state not in (State.PLACED, State.RINGING, State.UNKNOWN):
            return
        elif drawn < 0.5:
            post.message(attempt, "delivered")
        else:
            post.message(attempt, "undelivered", UNREACHABLE)
