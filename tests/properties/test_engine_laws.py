"""Laws of the engine over a small world: whatever comes twice, shuffled or at odd times."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db.tables import Attempt, Contact, ContactState, Wave
from outbound.clock import VirtualClock
from outbound.dialing.attempt import OVER, State
from outbound.dialing.port import Declined, NotTaken, Uncertain
from outbound.engine.attempts import suppression_list
from outbound.engine.campaigns import lifecycle
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.lists.build import build
from outbound.errors import RefusedError
from tests.world import START, World

FEW = settings(
    max_examples=10,
    stateful_step_count=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

REPLIES = (
    None, None, None,
    NotTaken(timedelta(seconds=20), "throttled"),
    Uncertain("no answer"),
    Declined(21211, "invalid"),
    Declined(99999, "never heard of"),
)  # fmt: skip

_files: dict[str, Path] = {}


@pytest.fixture(scope="session", autouse=True)
def files(workspace_files: Path, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # fmt: skip
    """A workspace and store in which two campaigns have begun, for every example to copy."""
    folder = tmp_path_factory.mktemp("laws")
    shutil.copytree(workspace_files, folder / "centre")
    shutil.copyfile(migrated_sqlite, folder / "store.sqlite")
    world = opened(folder)
    world.launch("texts", "pulse")
    world.tick()
    world.engine.store.close()
    _files["begun"] = folder
    return folder


def opened(folder: Path) -> World:
    return World.open(
        folder / "centre", f"sqlite:///{folder / 'store.sqlite'}", VirtualClock(START)
    )


def in_a_copy(act: Callable[[World], Any]) -> Any:
    """What `act` tells of a fresh world at nine."""
    with TemporaryDirectory(prefix="outbound-law-") as folder:
        shutil.copytree(_files["begun"], folder, dirs_exist_ok=True)
        world = opened(Path(folder))
        world.at("09:00")
        try:
            return act(world)
        finally:
            world.engine.store.close()


def picture(world: World) -> list[tuple[Any, ...]]:
    """What the store says of every attempt and contact, but for when it was written."""
    attempts = [
        (a.subscriber_id, a.kind, a.slot, a.turn, a.state, a.outcome, a.holds, a.machine)
        for a in world.everything(Attempt)
    ]
    contacts = [
        (c.subscriber_id, c.state, c.step, c.spent, c.outcome, c.confirmed)
        for c in world.everything(Contact)
    ]
    return sorted(attempts, key=str) + sorted(contacts, key=str)


LIVES = st.sampled_from(
    [
        ("initiated", "ringing", "no-answer"),
        ("initiated", "ringing", "busy"),
        ("ringing", "in-progress", "completed"),
        ("initiated", "failed"),
        ("initiated", "ringing", "canceled"),
    ]
)


@given(life=LIVES, data=st.data())
@FEW
def test_callbacks_doubled_and_shuffled_end_in_the_same_state(
    life: tuple[str, ...], data: st.DataObject
) -> None:
    doubled = data.draw(st.permutations([*life, *life]))

    def run(order: tuple[str, ...]) -> Callable[[World], list[tuple[Any, ...]]]:
        def act(world: World) -> list[tuple[Any, ...]]:
            world.tick()
            attempt = world.attempt("P1")
            for status in order:
                world.call_event(attempt, status)
            return picture(world)

        return act

    # A cancelled call that rang before we heard of it counts as rung, however late we hear.
    first_end = [s for s in doubled if s in ("canceled",)]
    rang_late = first_end and doubled.index("ringing") > doubled.index("canceled")
    if not rang_late:
        assert in_a_copy(run(tuple(doubled))) == in_a_copy(run(life))


@given(hours=st.lists(st.integers(0, 30), min_size=1, max_size=4))
@FEW
def test_building_a_moment_twice_adds_nothing(hours: list[int]) -> None:
    def act(world: World) -> None:
        for gap in hours:
            world.later(hours=gap)
            for _ in range(2):
                with suppress(RefusedError):  # the campaign's dates are over
                    build(world.engine, "texts", world.now)
        waves = [wave.moment for wave in world.everything(Wave) if wave.campaign_id == "texts"]
        assert len(waves) == len(set(waves))
        listed = [c.subscriber_id for c in world.everything(Contact) if c.campaign_id == "texts"]
        assert len(listed) == len(set(listed)) == 3

    in_a_copy(act)


SUBSCRIBERS = ("T1", "T2", "T3", "P1", "P2", "P3")
STATUSES = ("ringing", "in-progress", "completed", "busy", "no-answer", "failed", "canceled")
REPORTS = ("sent", "delivered", "undelivered")
WORDS = ("9", "2", "what?", "STOP", "退订", "1")


class Centre(RuleBasedStateMachine):
    """Six customers on two lists; the model remembers who opted out, and when."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory(prefix="outbound-law-")
        shutil.copytree(_files["begun"], self.folder.name, dirs_exist_ok=True)
        self.world = opened(Path(self.folder.name))
        self.world.at("09:00")
        self.opted_out: dict[str, int] = {}

    @rule(minutes=st.sampled_from([0, 1, 11, 61, 240, 1500]), reply=st.sampled_from(REPLIES))
    def time_goes_on(self, minutes: int, reply: Any) -> None:
        self.world.later(minutes=minutes)
        self.world.carrier.next_replies.clear()
        if reply is not None:
            self.world.carrier.next_replies.append(reply)
        self.world.tick()

    @rule(who=st.sampled_from(SUBSCRIBERS), status=st.sampled_from(STATUSES), again=st.booleans())
    def the_carrier_reports_a_call(self, who: str, status: str, again: bool) -> None:
        calls = [a for a in self.world.attempts(who) if a.channel.value == "call" and self._sent(a)]
        for attempt in calls[-1:]:
            for _ in range(1 + again):
                self.world.call_event(attempt, status)

    @rule(who=st.sampled_from(SUBSCRIBERS), status=st.sampled_from(REPORTS))
    def the_carrier_reports_a_text(self, who: str, status: str) -> None:
        texts = [a for a in self.world.attempts(who) if a.channel.value == "sms" and self._sent(a)]
        for attempt in texts[-1:]:
            self.world.message_event(attempt, status)

    @rule(who=st.sampled_from(SUBSCRIBERS))
    def somebody_picks_up(self, who: str) -> None:
        calls = [a for a in self.world.attempts(who) if a.channel.value == "call" and self._sent(a)]
        for attempt in calls[-1:]:
            self.world.answer(attempt)
            self.world.key(attempt, "7")

    @rule(who=st.sampled_from(SUBSCRIBERS), word=st.sampled_from(WORDS))
    def somebody_writes(self, who: str, word: str) -> None:
        number = self.world.contact(who).number
        self.world.text(number, word)
        if word in ("STOP", "退订"):
            self._leaves(number)

    @rule(who=st.sampled_from(SUBSCRIBERS))
    def somebody_complains_at_the_counter(self, who: str) -> None:
        number = self.world.contact(who).number
        suppression_list.add(self.world.engine, number, "all", "asked at the counter")
        self._leaves(number)

    @rule(step=st.sampled_from([lifecycle.Step.PAUSE, lifecycle.Step.RESUME]))
    def somebody_pauses_or_resumes(self, step: lifecycle.Step) -> None:
        with suppress(RefusedError):  # it is in that state already
            lifecycle.change(self.world.engine, "texts", step, COMMAND_LINE)

    @invariant()
    def contacts_are_conserved(self) -> None:
        if not hasattr(self, "world"):
            return
        found = sorted(c.subscriber_id for c in self.world.everything(Contact))
        assert found == sorted(SUBSCRIBERS)

    @invariant()
    def every_contact_has_a_next_moment_or_an_end(self) -> None:
        if not hasattr(self, "world"):
            return
        under_way = {a.contact_id for a in self._attempts() if a.state not in OVER}
        for contact in self.world.everything(Contact):
            match contact.state:
                case ContactState.WAITING:
                    assert contact.next_at is not None
                case ContactState.TRYING:
                    assert contact.id in under_way
                case ContactState.HELD | ContactState.CLOSED:
                    assert contact.reason

    @invariant()
    def every_ended_attempt_says_what_it_meant(self) -> None:
        if hasattr(self, "world"):
            for attempt in self._attempts():
                assert (attempt.outcome is not None) == (attempt.state is State.ENDED)
                assert attempt.holds in (None, attempt.number)

    @invariant()
    def nobody_is_contacted_after_an_opt_out(self) -> None:
        if hasattr(self, "world"):
            for number, sent in self.opted_out.items():
                assert number not in self.world.carrier.numbers[sent:]

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.engine.store.close()
            self.folder.cleanup()

    def _attempts(self) -> list[Attempt]:
        return self.world.everything(Attempt)  # type: ignore[return-value]

    def _sent(self, attempt: Attempt) -> bool:
        return any(o.token.split(".")[0] == attempt.id for o in self.world.carrier.orders)

    def _leaves(self, number: str) -> None:
        """From here on nothing goes to the number; the confirmation has gone out already."""
        self.opted_out.setdefault(number, len(self.world.carrier.orders))


Centre.TestCase.settings = FEW
TestCentre = Centre.TestCase
