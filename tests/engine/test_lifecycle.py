"""What people do to campaigns, and what ends them by itself."""

from datetime import date

import pytest

from db.tables import (
    Approval,
    Attempt,
    CampaignRow,
    CampaignState,
    ContactState,
    Content,
    DeskState,
)
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Declined, Uncertain
from outbound.engine.attempts.reserve import reserve
from outbound.engine.campaigns import lifecycle
from outbound.engine.desk import acts
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.life.transitions import Step
from outbound.errors import NotFoundError, RefusedError
from tests.engine.conftest import Begin
from tests.world import World


def state(world: World, campaign: str = "texts") -> CampaignState:
    [row] = [row for row in world.everything(CampaignRow) if row.id == campaign]
    return row.state


# Approval and launch


def test_a_campaign_is_launched_once_all_have_signed_what_it_is_now(small_world: World) -> None:
    world = small_world
    with pytest.raises(RefusedError, match="not approved by care") as refused:
        lifecycle.launch(world.engine, "survey", COMMAND_LINE)
    assert refused.value.hint == "outbound approve survey --as care"
    signed = lifecycle.approve(world.engine, "survey", "care", COMMAND_LINE)
    assert lifecycle.launch(world.engine, "survey", COMMAND_LINE) == signed
    assert state(world, "survey") is CampaignState.RUNNING


def test_a_change_after_the_signature_asks_for_another(small_world: World) -> None:
    world = small_world
    lifecycle.approve(world.engine, "survey", "care", COMMAND_LINE)
    script = world.engine.workspace.scripts_dir / "satisfaction" / "agent.zh.md.j2"
    script.write_text(script.read_text(encoding="utf-8") + "\n改", encoding="utf-8")
    with pytest.raises(RefusedError, match="not approved by care"):
        lifecycle.launch(world.engine, "survey", COMMAND_LINE)


def test_signing_twice_is_signing_once(small_world: World) -> None:
    for _ in range(2):
        lifecycle.approve(small_world.engine, "survey", "care", COMMAND_LINE)
    assert len(small_world.everything(Approval)) == 1


def test_a_department_that_is_not_asked_cannot_sign(small_world: World) -> None:
    with pytest.raises(RefusedError, match="does not ask network") as refused:
        lifecycle.approve(small_world.engine, "survey", "network", COMMAND_LINE)
    assert "care" in refused.value.hint


def test_a_running_campaign_is_neither_approved_nor_launched_again(begun: Begin) -> None:
    world = begun("survey")
    with pytest.raises(RefusedError, match="Cannot approve survey: it is running"):
        lifecycle.approve(world.engine, "survey", "care", COMMAND_LINE)
    with pytest.raises(RefusedError, match="Cannot launch survey: it is running"):
        lifecycle.launch(world.engine, "survey", COMMAND_LINE)


def test_a_campaign_that_does_not_exist_is_not_found(small_world: World) -> None:
    with pytest.raises(NotFoundError, match="surevy") as missing:
        lifecycle.launch(small_world.engine, "surevy", COMMAND_LINE)
    assert "survey" in missing.value.hint


def test_a_draft_cannot_be_paused(small_world: World) -> None:
    with pytest.raises(RefusedError, match="survey is a draft"):
        lifecycle.change(small_world.engine, "survey", Step.PAUSE, COMMAND_LINE)


def test_later_edits_of_the_files_touch_nothing_that_runs(begun: Begin) -> None:
    world = begun("texts")
    script = world.engine.workspace.scripts_dir / "satisfaction" / "sms.zh.txt.j2"
    script.write_text("{% block opening %}另一句{% endblock %}", encoding="utf-8")
    world.tick()
    assert world.carrier.texts[0].startswith("海港：几个问题。")
    assert len(world.everything(Content)) == 1


# Stopping


def test_stopping_withdraws_what_is_reserved_and_lets_talks_finish(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    world.agent()
    world.agent("mei")
    world.ready()
    talking = world.attempt("S1")
    world.answer(talking)
    world.ready("mei")
    reserve(world.engine, [world.contact("S3").id], world.now)
    lifecycle.change(world.engine, "survey", Step.STOP, COMMAND_LINE, "enough")
    assert state(world, "survey") is CampaignState.STOPPING
    assert world.attempt("S3").state is State.WITHDRAWN
    assert [world.contact(f"S{n}").state for n in (1, 2, 3, 4, 5, 6)] == [
        ContactState.TRYING, ContactState.TRYING, *[ContactState.CLOSED] * 4,
    ]  # fmt: skip
    world.tick()
    assert state(world, "survey") is CampaignState.STOPPING
    world.call_event(talking, "completed")
    world.call_event(world.attempt("S2"), "busy")

    acts.finish(world.engine, "lin", talking.id, "refused", "", None)
    world.tick()
    assert state(world, "survey") is CampaignState.STOPPED  # the busy one is not tried again
    assert world.contact("S2").state is ContactState.CLOSED


def test_stopping_frees_the_agent_whose_call_was_not_placed_yet(begun: Begin) -> None:
    world = begun("survey")
    world.agent()

    def stop(order: object) -> None:
        lifecycle.change(world.engine, "survey", Step.STOP, COMMAND_LINE)

    world.carrier.before_reply = stop
    world.ready()
    attempt = world.attempt("S1")
    assert world.carrier.hung_up == [(attempt.sid, False)]  # it went out in the same moment
    world.call_event(attempt, "canceled")
    world.tick()
    assert world.attempt("S1").state is State.WITHDRAWN
    assert world.desk_row().state is DeskState.READY
    assert world.contact("S1").state is ContactState.CLOSED


def test_whoever_was_never_attempted_is_told_why(begun: Begin) -> None:
    world = begun("texts")
    lifecycle.change(world.engine, "texts", Step.STOP, COMMAND_LINE, "wrong price")
    assert world.contact("T1").reason == "campaign stopped"
    assert world.ledger("T1")[-1] == ("closed", "no outcome")


def test_nothing_is_finished_while_anything_is_unknown(begun: Begin) -> None:
    world = begun("texts")
    world.carrier.next_replies.append(Uncertain("reset"))
    world.tick()
    lifecycle.change(world.engine, "texts", Step.STOP, COMMAND_LINE)
    for n in (2, 3):
        world.message_event(world.attempt(f"T{n}"), "undelivered", ErrorCode="30003")
    world.later(hours=30)
    world.tick()
    assert state(world) is CampaignState.STOPPING
    world.message_event(world.attempt("T1"), "undelivered", ErrorCode="30003")
    world.tick()
    assert state(world) is CampaignState.STOPPED


# Finishing by itself


def test_after_its_last_day_a_campaign_finishes(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", at="08:30")
    world.at("00:00", date(2026, 12, 21))
    world.tick()
    world.tick()
    assert state(world) is CampaignState.FINISHED
    assert world.contact("T1").reason == "no time left"
    assert world.carrier.orders == []


def test_a_talk_over_the_end_is_waited_for(begun: Begin) -> None:
    world = begun("texts")
    world.at("19:00", date(2026, 12, 18))
    world.tick()
    world.message_event(world.attempt("T1"), "delivered")
    world.at("00:00", date(2026, 12, 21))
    world.tick()
    attempt = world.attempt("T1")
    assert attempt.outcome in (Outcome.DELIVERED, Outcome.UNDELIVERED)
    assert all(a.state in (State.ENDED, State.WITHDRAWN) for a in world.everything(Attempt))
    world.tick()
    assert state(world) is CampaignState.FINISHED


def test_a_campaign_whose_list_is_spent_goes_on_while_waves_are_to_come(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    for n in (1, 2, 3):
        world.text(world.contact(f"T{n}").number, "STOP")
    world.tick()
    assert state(world) is CampaignState.RUNNING


def test_a_paused_campaign_ends_with_its_dates_too(begun: Begin) -> None:
    world = begun("texts", at="08:30")
    lifecycle.change(world.engine, "texts", Step.PAUSE, COMMAND_LINE)
    world.at("00:00", date(2026, 12, 21))
    world.tick()
    assert state(world) is CampaignState.FINISHED


def test_a_contact_held_for_a_cause_does_not_hold_the_end(begun: Begin) -> None:

    world = begun("texts")
    world.carrier.next_replies.append(Declined(99999, "who knows"))
    world.tick()
    assert world.contact("T1").state is ContactState.HELD
    world.at("00:00", date(2026, 12, 21))
    world.tick()
    world.tick()
    assert world.contact("T1").state is ContactState.CLOSED
    assert state(world) is CampaignState.FINISHED


# The plan at launch


def test_a_launch_keeps_the_plan_to_compare_with(world: World) -> None:
    lifecycle.launch(world.engine, "texts", COMMAND_LINE)
    [row] = world.everything(CampaignRow)
    assert (row.plan["campaign"], row.plan["feasible"], row.plan["listed"]) == ("texts", True, 3)


def test_what_its_plan_says_cannot_be_met_is_launched_only_if_somebody_insists(
    small_world: World,
) -> None:
    world = small_world
    file = world.engine.workspace.campaign_file("texts")
    asked = "order: [subscriber_id], sample: {completes: 900, expect: 50%}"
    text = file.read_text(encoding="utf-8").replace("order: [subscriber_id]", asked)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match="The plan of texts cannot be met") as refused:
        lifecycle.launch(world.engine, "texts", COMMAND_LINE)
    assert "--despite-plan" in refused.value.hint
    lifecycle.launch(world.engine, "texts", COMMAND_LINE, lifecycle.Planning.ADVISORY)
    [row] = world.everything(CampaignRow)
    assert not row.plan["feasible"]
    assert lifecycle.steps(world.engine, "texts")[-1].reason.startswith("despite its plan: ")


def test_a_plan_that_cannot_be_made_hinders_no_launch(small_world: World) -> None:
    world = small_world
    (world.engine.workspace.base_dir / "CURRENT").unlink()
    lifecycle.launch(world.engine, "texts", COMMAND_LINE)
    [row] = world.everything(CampaignRow)
    assert row.plan is None
    assert lifecycle.steps(world.engine, "texts")[-1].reason.startswith("without a plan: ")
