"""Contacts that are held for a cause are decided again when somebody has cleared it."""

from datetime import timedelta

import pytest

from db.tables import ContactState
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Declined, Uncertain
from outbound.engine.campaigns import lifecycle
from outbound.engine.campaigns.held import retry_held
from outbound.engine.life.actor import COMMAND_LINE, Actor, Role
from outbound.engine.life.transitions import Step
from outbound.errors import RefusedError
from tests.engine.conftest import Begin
from tests.world import World


def refused_by_the_carrier(world: World, times: int = 3) -> None:
    world.carrier.next_replies.extend([Declined(99999, "not on this account")] * times)
    world.tick()


def change(world: World, step: Step) -> None:
    lifecycle.change(world.engine, "texts", step, COMMAND_LINE)


def test_resuming_decides_again_whoever_was_held_for_the_cause(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    refused_by_the_carrier(world)
    assert {world.contact(f"T{n}").state for n in (1, 2, 3)} == {ContactState.HELD}
    change(world, Step.PAUSE)
    world.later(hours=1)
    change(world, Step.RESUME)
    dues = [world.contact(f"T{n}").next_at for n in (1, 2, 3)]
    assert [due - world.now for due in dues] == [timedelta(seconds=n) for n in range(3)]
    assert world.ledger("T1")[-1] == ("released", "waiting")
    for _ in range(3):
        world.tick()
        world.later(seconds=1)
    assert len(world.carrier.orders) == 6
    assert world.contact("T1").state is ContactState.TRYING


def test_without_a_pause_a_person_lets_them_go_on(begun: Begin) -> None:
    world = begun("texts")
    refused_by_the_carrier(world)
    assert retry_held(world.engine, "texts", COMMAND_LINE) == 3
    assert retry_held(world.engine, "texts", COMMAND_LINE) == 0
    assert world.contact("T1").state is ContactState.WAITING


def test_a_refusal_spends_nothing_however_often(begun: Begin) -> None:
    world = begun("texts")
    refused_by_the_carrier(world, 9)
    retry_held(world.engine, "texts", COMMAND_LINE)
    world.later(minutes=1)
    world.tick()
    contact = world.contact("T1")
    assert (contact.state, contact.spent, contact.outcome) == (
        ContactState.HELD, 0, Outcome.CARRIER_REJECTED,
    )  # fmt: skip


def test_whoever_is_held_for_evidence_stays_so(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.carrier.next_replies.extend([Uncertain("no reply")] * 3)
    world.tick()
    assert retry_held(world.engine, "texts", COMMAND_LINE) == 0
    change(world, Step.PAUSE)
    change(world, Step.RESUME)
    assert world.contact("T1").state is ContactState.HELD
    assert world.attempt("T1").state is State.UNKNOWN


def test_only_who_may_resume_a_campaign_may_do_so(begun: Begin) -> None:
    world = begun("texts")
    with pytest.raises(RefusedError):
        retry_held(world.engine, "texts", Actor("qi", Role.AGENT))
    change(world, Step.STOP)
    with pytest.raises(RefusedError):
        retry_held(world.engine, "texts", COMMAND_LINE)
