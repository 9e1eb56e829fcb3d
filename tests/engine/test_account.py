"""How a campaign turned out: beside its plan, beside its holdout, with what happened meanwhile."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.tables import CampaignRow, Contact, Holdout
from outbound.audience.importing import import_base
from outbound.engine.campaigns import lifecycle
from outbound.engine.figures.reporting import report
from outbound.engine.life.actor import COMMAND_LINE
from outbound.score.evaluation import Verdict
from tests.world import World

EVALUATED = "evaluate: {success: status = 'active', after: 3d}\n"


def edit(world: World, campaign: str, old: str, new: str) -> None:
    file = world.engine.workspace.campaign_file(campaign)
    body = file.read_text(encoding="utf-8")
    assert old in body
    file.write_text(body.replace(old, new), encoding="utf-8")


def evaluated(world: World, holdout: str = "40%") -> None:
    """Everybody is in the audience; the wave of Monday morning is built."""
    edit(
        world, "texts", "audience: {where: plan = 'texts', order: [subscriber_id]}",
        f"audience: {{where: true, holdout: {holdout}}}",
    )  # fmt: skip
    file = world.engine.workspace.campaign_file("texts")
    file.write_text(file.read_text(encoding="utf-8") + EVALUATED, encoding="utf-8")
    world.launch("texts")
    world.tick()


def import_again(world: World, left: set[str]) -> None:
    """A newer base, in which some have left."""
    people: Path = world.engine.workspace.path / "people.csv"
    rows = people.read_text(encoding="utf-8").splitlines()
    rows = [row.replace(",active,", ",left,") if row.split(",")[0] in left else row for row in rows]
    people.write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_base(people, world.engine.workspace, world.now, lambda done: None)


def test_the_effect_waits_for_its_time_and_for_a_base_from_after_it(small_world: World) -> None:
    world = small_world
    evaluated(world)
    first = report(world.engine, "texts").evaluation
    assert first is not None
    assert first.verdict is Verdict.NOT_YET
    assert first.until == world.now + timedelta(days=3)
    world.at("12:00", date(2026, 11, 27))
    still = report(world.engine, "texts").evaluation
    assert still is not None
    assert still.verdict is Verdict.NOT_YET  # the base is as old as the campaign


def test_everyone_counts_as_assigned_whoever_was_reached(small_world: World) -> None:
    world = small_world
    evaluated(world)
    contacted = {contact.subscriber_id for contact in world.everything(Contact)}
    held_out = {one.subscriber_id for one in world.everything(Holdout)}
    assert len(contacted) + len(held_out) == 18
    world.at("12:00", date(2026, 11, 27))
    import_again(world, left=held_out)
    found = report(world.engine, "texts").evaluation
    assert found is not None
    assert found.verdict is Verdict.MEASURED
    assert found.effect is not None
    assert (found.effect.contacted, found.effect.held_out) == (len(contacted), len(held_out))
    assert found.effect.difference == pytest.approx(1.0)
    assert found.effect.is_real


def test_without_holdout_nothing_can_be_told(small_world: World) -> None:
    evaluated(small_world, "0%")
    found = report(small_world.engine, "texts").evaluation
    assert found is not None
    assert found.verdict is Verdict.NO_HOLDOUT


def test_a_base_that_lost_the_column_says_so(small_world: World) -> None:
    world = small_world
    evaluated(world)
    world.at("12:00", date(2026, 11, 27))
    people = world.engine.workspace.path / "people.csv"
    head, *rows = people.read_text(encoding="utf-8").splitlines()
    people.write_text(
        "\n".join([head.replace("status", "standing"), *rows]) + "\n", encoding="utf-8"
    )
    import_base(people, world.engine.workspace, world.now, lambda done: None)
    found = report(world.engine, "texts").evaluation
    assert found is not None
    assert found.verdict is Verdict.UNREADABLE
    assert "status" in found.note


def test_a_campaign_that_asks_for_no_evaluation_has_none(small_world: World) -> None:
    small_world.launch("texts")
    assert report(small_world.engine, "texts").evaluation is None


def test_the_report_tells_the_steps_and_the_edits_that_are_not_acted_on(world: World) -> None:
    world.launch("survey")
    world.later(minutes=5)
    lifecycle.change(world.engine, "survey", lifecycle.Step.PAUSE, COMMAND_LINE, "billing is wrong")
    edit(
        world,
        "survey",
        "approvals: [care]",
        "approvals: [care]\npriority: 77",
    )
    told = report(world.engine, "survey")
    assert [(step.step, step.reason) for step in told.life][-1] == ("pause", "billing is wrong")
    assert [step.step for step in told.life] == ["approve", "launch", "pause"]
    assert told.files_changed == ("campaigns/survey.yaml",)


def test_the_plan_at_launch_stands_beside_what_came_of_it(world: World) -> None:
    world.launch("texts")
    world.tick()
    ranges = {
        name: {"expected": 3.0, "low": 2.0, "high": 3.0}
        for name in ("completes", "contacts", "attempts", "agent_hours", "call_minutes", "sms_segments", "cost")
    }  # fmt: skip
    with world.engine.store.write() as session:
        session.get_one(CampaignRow, "texts").plan = {"forecast": {"ranges": ranges}}
    world.at("09:00")
    world.tick()
    figures = {figure.name: figure for figure in report(world.engine, "texts").planned}
    assert figures["attempts"].actual == 3
    assert figures["attempts"].is_inside
    assert figures["completes"].actual == 0
    assert not figures["completes"].is_inside
