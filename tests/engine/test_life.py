"""The table of a campaign's life is total: every step has a row in every state, and somebody who may take it."""

import itertools

import pytest

from db.tables import CampaignState
from outbound.engine.life.actor import COMMAND_LINE, ENGINE, Actor, Machine, Role
from outbound.engine.life.transitions import (
    BY_PEOPLE,
    TABLE,
    WHO,
    Refused,
    Step,
    may,
    moved,
    permit,
    possible,
)
from outbound.errors import RefusedError

PAIRS = list(itertools.product(CampaignState, Step))


def test_every_step_has_a_row_in_every_state() -> None:
    assert {(state, step) for state, rows in TABLE.items() for step in rows} == set(PAIRS)


@pytest.mark.parametrize(("state", "step"), PAIRS)
def test_every_step_moves_or_is_refused_with_the_states_name(
    state: CampaignState, step: Step
) -> None:
    target = TABLE[state][step]
    if isinstance(target, CampaignState):
        assert moved(state, step, "survey") is target
        return
    with pytest.raises(RefusedError, match=f"it is {state.value}, ") as refused:
        moved(state, step, "survey")
    assert refused.value.hint
    assert "{" not in refused.value.message + refused.value.hint


def test_every_state_is_reached_and_the_last_ones_are_left_by_nothing() -> None:
    leads = {
        state: {target for target in rows.values() if not isinstance(target, Refused)}
        for state, rows in TABLE.items()
    }
    assert {CampaignState.DRAFT}.union(*leads.values()) == set(CampaignState)
    ends = {state for state, targets in leads.items() if targets <= {state}}
    assert ends == {CampaignState.FINISHED, CampaignState.STOPPED}


def test_a_launched_campaign_never_becomes_a_draft_again() -> None:
    before = {CampaignState.DRAFT, CampaignState.CHECKED, CampaignState.APPROVED}
    for state in set(CampaignState) - before:
        assert not before & set(TABLE[state].values())  # type: ignore[arg-type]  # dead ends too


def test_every_step_names_who_may_take_it_and_an_agent_none() -> None:
    assert set(WHO) == set(Step)
    for step, who in WHO.items():
        assert Machine.OPERATOR in who
        assert Role.AGENT not in who
        assert (Machine.ENGINE in who) == (step not in BY_PEOPLE or step is Step.PAUSE) or step is Step.CHANGE  # fmt: skip


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.AGENT, set()),
        (Role.QUALITY, set()),
        (Role.ENGINEER, set()),
        (Role.SUPERVISOR, {Step.PAUSE, Step.RESUME}),
        (Role.APPROVER, {Step.APPROVE, Step.WITHDRAW}),
        (Role.MANAGER, set(BY_PEOPLE)),
    ],
)
def test_what_each_role_may_do_to_a_campaign(role: Role, steps: set[Step]) -> None:
    actor = Actor("somebody", role, "care")
    assert {step for step in BY_PEOPLE if may(actor, step)} == steps


def test_whoever_may_not_is_told_whom_to_ask() -> None:
    with pytest.raises(RefusedError, match="lin may not launch survey: agent") as refused:
        permit(Actor("lin", Role.AGENT), Step.LAUNCH, "survey")
    assert refused.value.hint == "Ask a manager."
    with pytest.raises(RefusedError, match="chen may not settle survey"):
        permit(Actor("chen", Role.MANAGER), Step.SETTLE, "survey")


def test_the_engine_ends_campaigns_and_never_begins_them() -> None:
    assert may(ENGINE, Step.SETTLE)
    assert not may(ENGINE, Step.LAUNCH)
    assert not may(ENGINE, Step.RESUME)
    assert all(may(COMMAND_LINE, step) for step in Step)


def test_what_may_be_done_next_is_in_the_order_of_a_life() -> None:
    assert possible(CampaignState.APPROVED) == (Step.APPROVE, Step.WITHDRAW, Step.LAUNCH)
    assert possible(CampaignState.RUNNING) == (Step.PAUSE, Step.STOP)
    assert possible(CampaignState.FINISHED) == ()
