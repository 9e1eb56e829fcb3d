"""Laws of pausing: whatever happens, and in whatever order, a pause starts nothing and loses nobody."""

import shutil
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db.tables import Attempt, CampaignRow, CampaignState, Contact, ContactState, Kind
from outbound.dialing.attempt import OVER
from outbound.dialing.port import Uncertain
from outbound.engine.campaigns import lifecycle
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.life.history import steps
from outbound.engine.life.transitions import Step
from outbound.errors import RefusedError
from tests.properties.test_engine_laws import FEW, opened

CAMPAIGNS = ("texts", "pulse")
AT_WORK = (CampaignState.RUNNING, CampaignState.PAUSED)

_files: dict[str, Path] = {}


@pytest.fixture(scope="session", autouse=True)
def begun_twice(
    workspace_files: Path, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A workspace and store in which two campaigns have begun, for every example to copy."""
    folder = tmp_path_factory.mktemp("pausing")
    shutil.copytree(workspace_files, folder / "centre")
    shutil.copyfile(migrated_sqlite, folder / "store.sqlite")
    world = opened(folder)
    world.launch(*CAMPAIGNS)
    world.tick()
    world.engine.store.close()
    _files["begun"] = folder


class Pauses(RuleBasedStateMachine):
    """Two campaigns that are paused, resumed and stopped while their calls and messages come and go."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory(prefix="outbound-pauses-")
        shutil.copytree(_files["begun"], self.folder.name, dirs_exist_ok=True)
        self.world = opened(Path(self.folder.name))
        self.world.at("09:00")

    @rule(minutes=st.sampled_from([0, 1, 11, 61, 240, 1500]))
    def time_goes_on(self, minutes: int) -> None:
        self.world.later(minutes=minutes)
        self.ticks()

    @rule(
        campaign=st.sampled_from(CAMPAIGNS),
        minutes=st.sampled_from([0, 61, 240, 1500]),
        placed=st.integers(0, 2),
    )
    def somebody_pauses_while_a_batch_is_being_placed(
        self, campaign: str, minutes: int, placed: int
    ) -> None:
        """The pause commits while the carrier answers to a create, the last that may still go out."""
        world, orders = self.world, self.world.carrier.orders
        world.later(minutes=minutes)
        last = len(orders) + placed + 1

        def pause(order: object) -> None:
            if len(orders) == last:
                self.change(campaign, Step.PAUSE)

        world.carrier.before_reply = pause
        before = self.sent()
        world.tick()
        world.carrier.before_reply = None
        if len(orders) >= last and self.state(campaign) is not CampaignState.RUNNING:
            late = {a for a in self.sent() - before if self.place_of(a) > last}
            assert campaign not in {self.campaign_of(a) for a in late}

    @rule(
        campaign=st.sampled_from(CAMPAIGNS),
        step=st.sampled_from([Step.PAUSE, Step.PAUSE, Step.RESUME, Step.RESUME, Step.RESUME, Step.STOP]),
    )  # fmt: skip
    def somebody_acts(self, campaign: str, step: Step) -> None:
        self.change(campaign, step)

    @rule(ends=st.booleans(), lost=st.booleans())
    def an_attempt_goes_on(self, ends: bool, lost: bool) -> None:
        if lost:
            self.world.carrier.next_replies.append(Uncertain("reset"))
        for attempt in self.under_way()[:1]:
            self.report(attempt, ends)

    @invariant()
    def no_contact_is_attempted_twice_in_a_slot(self) -> None:
        if hasattr(self, "world"):
            tokens = Counter(order.token for order in self.world.carrier.orders)
            assert not tokens or max(tokens.values()) == 1
            slots = Counter((a.contact_id, a.slot, a.turn) for a in self.attempts())
            assert not slots or max(slots.values()) == 1

    @invariant()
    def nobody_is_lost(self) -> None:
        """Each has a next moment, an attempt under way, evidence to come, or an end with its reason."""
        if hasattr(self, "world"):
            under_way = {attempt.contact_id for attempt in self.under_way()}
            for contact in self.contacts():
                assert (
                    (contact.state is ContactState.WAITING and contact.next_at is not None)
                    or (contact.state is ContactState.TRYING and contact.id in under_way)
                    or (
                        contact.state in (ContactState.HELD, ContactState.CLOSED) and contact.reason
                    )
                )

    @invariant()
    def every_step_of_a_life_begins_where_the_one_before_ended(self) -> None:
        if hasattr(self, "world"):
            for campaign in CAMPAIGNS:
                taken = steps(self.world.engine, campaign)
                for one, after in pairwise(taken):
                    assert one.after == after.before
                assert taken[-1].after == self.state(campaign).value

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.comes_to_an_end()
        finally:
            self.world.engine.store.close()
            self.folder.cleanup()

    def comes_to_an_end(self) -> None:
        """Whatever happened: once both are stopped and all attempts are over, no contact is open."""
        for campaign in CAMPAIGNS:
            self.change(campaign, Step.STOP)
        for attempt in self.under_way():
            self.report(attempt, ends=True)
        for _ in range(2):
            self.world.later(days=2)
            self.world.tick()
        assert {self.state(c) for c in CAMPAIGNS} <= {CampaignState.STOPPED, CampaignState.FINISHED}
        assert all(contact.state is ContactState.CLOSED for contact in self.contacts())

    def change(self, campaign: str, step: Step) -> None:
        with suppress(RefusedError):  # its state does not allow it
            lifecycle.change(self.world.engine, campaign, step, COMMAND_LINE)

    def ticks(self) -> None:
        """Nothing starts for a campaign that rests."""
        resting = {c for c in CAMPAIGNS if self.state(c) is not CampaignState.RUNNING}
        before = self.sent()
        self.world.tick()
        assert not {self.campaign_of(a) for a in self.sent() - before} & resting

    def report(self, attempt: Attempt, ends: bool) -> None:
        if attempt.channel.value == "call":
            self.world.call_event(attempt, "no-answer" if ends else "ringing")
        else:
            self.world.message_event(attempt, "undelivered" if ends else "sent")

    def sent(self) -> set[str]:
        """The contacts' attempts that the carrier was asked for."""
        asked = {order.token.split(".")[0] for order in self.world.carrier.orders}
        return {a.id for a in self.attempts() if a.id in asked and a.kind is Kind.CONTACT}

    def place_of(self, attempt_id: str) -> int:
        """The place of its create among all creates, from 1."""
        asked = [order.token.split(".")[0] for order in self.world.carrier.orders]
        return asked.index(attempt_id) + 1

    def campaign_of(self, attempt_id: str) -> str:
        return self.world.attempt_by_id(attempt_id).campaign_id

    def state(self, campaign: str) -> CampaignState:
        rows: list[CampaignRow] = self.world.everything(CampaignRow)  # type: ignore[assignment]
        return next(row.state for row in rows if row.id == campaign)

    def attempts(self) -> list[Attempt]:
        return self.world.everything(Attempt)  # type: ignore[return-value]

    def contacts(self) -> list[Contact]:
        return self.world.everything(Contact)  # type: ignore[return-value]

    def under_way(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts() if attempt.state not in OVER]


Pauses.TestCase.settings = settings(FEW, max_examples=6)
TestPauses = Pauses.TestCase
