"""A model of delivery: two workers, deaths at any point, clocks that jump; the model is a plain dictionary."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from db.tables import InboxRow, Message
from outbound import failpoints
from outbound.clock import VirtualClock
from outbound.dialing.attempt import State
from outbound.engine.attempts import suppression_list
from outbound.engine.tick import tick, work
from outbound.errors import RefusedError
from outbound.ids import seeded_ids
from tests.properties import test_engine_laws as laws
from tests.properties.test_engine_laws import SUBSCRIBERS, Centre
from tests.world import START, World


class KilledError(BaseException):
    """The process is gone: nothing below may catch it, and what was not committed never was."""


class JumpingClock(VirtualClock):
    """A machine's clock that somebody sets."""

    def jump(self, by: timedelta) -> None:
        self._now += by


class Delivery(Centre):
    """The small centre, with all that can happen to its machines."""

    @initialize(point=st.integers(1, 20))
    def open(self, point: int) -> None:
        """The first tick has the most in hand, so a process dies in it."""
        super().open()
        self.lives = 0
        self.clock = JumpingClock(START)
        self.clock.advance_to(self.world.now)
        self.world.engine.store.close()
        self.line = self.world.carrier
        self.world = self._started()
        self.model: dict[str, str] = {}  # what was acknowledged: message ids, and who wrote
        self._dies(point, lambda: tick(self.world.engine, self.world.now))

    @rule(point=st.integers(1, 14), minutes=st.sampled_from([0, 1, 11, 240]))
    def a_process_dies_in_a_tick(self, point: int, minutes: int) -> None:
        self.world.later(minutes=minutes)
        self._dies(point, lambda: tick(self.world.engine, self.world.now))

    @rule(point=st.integers(1, 8), who=st.sampled_from(SUBSCRIBERS), word=st.sampled_from(["9", "STOP"]))  # fmt: skip
    def a_process_dies_while_it_hears(self, point: int, who: str, word: str) -> None:
        number, sid = self.world.contact(who).number, f"SM{len(self.model) + 1:032d}"
        heard = self._dies(point, lambda: self.world.text(number, word, sid=sid))
        if not heard:  # the carrier got no answer, so it asks again
            self.world.text(number, word, sid=sid)
        self.model[sid] = number
        if word == "STOP":
            self._leaves(number)

    @rule(who=st.sampled_from(SUBSCRIBERS), point=st.integers(1, 4))
    def a_process_dies_while_it_suppresses(self, who: str, point: int) -> None:
        number = self.world.contact(who).number
        if self._dies(point, lambda: suppression_list.add(self.world.engine, number, "all", "asked")):  # fmt: skip
            self._leaves(number)

    @rule(by=st.sampled_from([-86_400, -3_600, -40, 40, 3_600, 86_400]))
    def the_clock_jumps(self, by: int) -> None:
        self.clock.jump(timedelta(seconds=by))
        tick(self.world.engine, self.world.now)

    @rule()
    def what_was_left_behind_is_found(self) -> None:
        self.world.later(minutes=1)
        tick(self.world.engine, self.world.now)

    @rule(minutes=st.sampled_from([0, 1, 61]))
    def a_second_worker_works(self, minutes: int) -> None:
        self.world.later(minutes=minutes)
        second = self._started()
        work(second.engine, second.now)
        work(self.world.engine, self.world.now)
        second.engine.store.close()

    @rule()
    def a_campaign_is_launched_beside(self) -> None:
        try:
            self.world.launch("notice")
        except RefusedError:
            return  # it runs already, or its days are over

    @invariant()
    def no_create_is_made_twice(self) -> None:
        if hasattr(self, "model"):
            made = Counter(order.token for order in self.world.carrier.orders)
            assert all(count == 1 for count in made.values())

    @invariant()
    def what_the_carrier_took_is_never_thought_unsent(self) -> None:
        if hasattr(self, "model"):
            canceled = {
                row.token for row in self.world.everything(InboxRow)  # type: ignore[attr-defined]
                if row.payload["heard"]["progress"] == "canceled"  # type: ignore[attr-defined]
            }  # fmt: skip
            unsent = {a.id for a in self._attempts() if a.state is State.WITHDRAWN}
            assert not unsent & set(self.world.carrier.taken) - canceled

    @invariant()
    def no_number_has_two_open_attempts(self) -> None:
        if hasattr(self, "model"):
            holding = [a.holds for a in self._attempts() if a.holds is not None]
            assert len(holding) == len(set(holding))

    @invariant()
    def every_acknowledged_message_is_kept_once(self) -> None:
        if hasattr(self, "model"):
            kept = {m.sid: m.number for m in self.world.everything(Message)}  # type: ignore[attr-defined]
            assert self.model.items() <= kept.items()

    @invariant()
    def contacts_are_conserved(self) -> None:
        if hasattr(self, "model"):
            found = {contact.subscriber_id for contact in self.world.everything(laws.Contact)}  # type: ignore[attr-defined]
            assert set(SUBSCRIBERS) <= found

    def _dies(self, point: int, act: Any) -> bool:
        """Do something in a process that is killed at its n-th point; whether it lived through it."""
        left = [point]

        def count(name: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise KilledError(name)

        failpoints.listen(count)
        try:
            act()
        except KilledError:
            failpoints.listen(None)
            self.world.engine.store.close()
            self.world = self._started()
            return False
        finally:
            failpoints.listen(None)
        return True

    def _started(self) -> World:
        """A new process over the same store, the same network and the same clock on the wall."""
        self.lives += 1
        folder = Path(self.folder.name)
        world = World.open(folder / "centre", f"sqlite:///{folder / 'store.sqlite'}", self.clock)
        line = getattr(self, "line", world.carrier)
        ids = seeded_ids(f"life {self.lives}")
        heard = self.world.heard + 100
        return World(replace(world.engine, carrier=line, new_id=ids), line, heard)


Delivery.TestCase.settings = settings(laws.FEW, max_examples=30, stateful_step_count=20)
TestDelivery = Delivery.TestCase
files = laws.files


def test_a_killed_process_leaves_nothing_uncommitted(small_world: World) -> None:
    """The model's deaths are real enough: what was not committed is not there."""

    def at_once(name: str) -> None:
        if name == "before commit":
            raise KilledError

    failpoints.listen(at_once)
    try:
        with pytest.raises(KilledError):
            suppression_list.add(small_world.engine, "+8613800138099", "all", "asked")
    finally:
        failpoints.listen(None)
    assert suppression_list.standing_now(small_world.engine) == []
