"""Planning: the list that would be built, told without building it."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from outbound.cli.output import people
from outbound.cli.planning import show
from outbound.engine.lists.build import build
from outbound.engine.lists.planning import plan
from outbound.errors import NotFoundError
from tests.engine.conftest import Begin
from tests.world import World

GOLDENS = Path(__file__).parents[1] / "goldens" / "plans"


def rows(world: World) -> dict[str, int]:
    """How many rows every table has."""
    with world.engine.store.read() as session:
        return {
            table.name: int(session.execute(select(func.count()).select_from(table)).scalar_one())
            for table in SQLModel.metadata.sorted_tables
            if not table.name.startswith("bench_")
        }


def edit(world: World, campaign: str, old: str, new: str) -> None:
    file = world.engine.workspace.campaign_file(campaign)
    body = file.read_text(encoding="utf-8")
    assert old in body
    file.write_text(body.replace(old, new), encoding="utf-8")


def test_the_plan_of_a_draft_is_the_list_that_is_then_built(small_world: World) -> None:
    made = plan(small_world.engine, "survey", small_world.now)
    small_world.launch("survey")
    built = build(small_world.engine, "survey", small_world.now)
    assert (made.wave, made.moment, made.base) == (built.wave, built.moment, built.base)
    assert [asdict(drop) for drop in made.waterfall] == built.waterfall
    assert (made.holdout, made.listed, dict(made.by_segment)) == (
        built.holdout,
        built.listed,
        built.by_segment,
    )


def test_everyone_in_the_base_counts_once(small_world: World) -> None:
    edit(small_world, "survey", "order: [subscriber_id]", "holdout: 30%, sample: {contacts: 2}")
    made = plan(small_world.engine, "survey", small_world.now)
    assert sum(d.count for d in made.waterfall) + made.holdout + made.listed == made.base == 18


def test_nothing_is_stored_and_nobody_is_contacted(begun: Begin) -> None:
    world = begun("survey")
    before = rows(world)
    for campaign in ("survey", "pulse", "notice", "retention"):
        plan(world.engine, campaign, world.now)
    assert rows(world) == before
    assert world.carrier.orders == []


def test_a_launched_campaign_is_planned_on_its_own_content(begun: Begin) -> None:
    world = begun("survey")
    before = plan(world.engine, "survey", world.now)
    edit(world, "survey", "plan = 'survey'", "plan = 'pulse'")
    assert plan(world.engine, "survey", world.now) == before
    assert before.moment.date() == date(2026, 11, 30)  # the first Monday's wave is built
    assert before.waves == 3


def test_contacts_under_way_are_part_of_the_forecast(begun: Begin) -> None:
    world = begun("survey")
    made = plan(world.engine, "survey", world.now)
    assert {d.reason: d.count for d in made.waterfall}["already on this campaign's list"] == 6
    assert made.listed == 0
    assert made.forecast.contacts.expected >= 6


def test_more_agents_are_told_to_whoever_has_too_few(small_world: World) -> None:
    made = plan(small_world.engine, "survey", small_world.now, agents=0.0001)
    assert [refused.kind for refused in made.refusals] == ["few-agents"]
    more = made.refusals[0].values["more"]
    assert plan(small_world.engine, "survey", small_world.now, agents=0.0001 + more).feasible


def test_a_goal_beyond_its_people_is_refused(small_world: World) -> None:
    edit(small_world, "survey", "order: [subscriber_id]", "sample: {completes: 5, expect: 50%}")
    (refused,) = plan(small_world.engine, "survey", small_world.now).refusals
    most = refused.values["completes"]
    assert (refused.key, most) == ("audience.sample.completes", 3)
    edit(small_world, "survey", "completes: 5", f"completes: {most}")
    assert plan(small_world.engine, "survey", small_world.now).feasible


def test_a_goal_where_nobody_is_in_the_audience_is_refused(small_world: World) -> None:
    sample = "sample: {completes: 5, per: [language], expect: 50%}"
    edit(small_world, "survey", "order: [subscriber_id]", sample)
    edit(small_world, "survey", "plan = 'survey'", "plan = 'none'")
    assert [r.key for r in plan(small_world.engine, "survey", small_world.now).refusals] == ["audience.where"]  # fmt: skip


def test_hours_that_the_country_forbids_are_refused_with_some_it_allows(small_world: World) -> None:
    edit(small_world, "survey", '"Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-12:00; PH off"', '"02:00-04:00"')  # fmt: skip
    (refused,) = plan(small_world.engine, "survey", small_world.now).refusals
    assert refused.key == "contact.hours"
    edit(small_world, "survey", "02:00-04:00", refused.values["hours"])
    assert plan(small_world.engine, "survey", small_world.now).feasible


def test_a_campaign_that_is_over_is_refused_with_a_later_end(small_world: World) -> None:
    late = small_world.at("10:00", date(2026, 12, 29))
    (refused,) = plan(small_world.engine, "survey", late).refusals
    assert (refused.key, refused.values["day"]) == ("schedule.until", date(2027, 1, 4))
    edit(small_world, "survey", "until: 2026-12-20", f"until: {refused.values['day']}")
    assert not [r for r in plan(small_world.engine, "survey", late).refusals if r.kind == "no-wave"]


def test_messages_are_counted_by_their_real_texts(small_world: World) -> None:
    made = plan(small_world.engine, "notice", small_world.now)
    assert made.forecast.sms_segments.expected > 0
    assert made.forecast.agent_hours.expected == 0
    assert not [note for note in made.notes if note.kind == "unrendered"]


def test_no_such_campaign_is_told_with_the_nearest(small_world: World) -> None:
    with pytest.raises(NotFoundError) as told:
        plan(small_world.engine, "survye", small_world.now)
    assert "survey" in told.value.hint


def kept(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Compare with the golden; `pytest tests/script tests/engine --update-golden` rewrites it."""
    file = GOLDENS / name
    if request.config.getoption("--update-golden", default=False):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_a_plan_reads_as_kept(small_world: World, request: pytest.FixtureRequest) -> None:
    sample = "holdout: 30%, sample: {completes: 1, per: [language], expect: 50%}"
    edit(small_world, "survey", "order: [subscriber_id]", sample)
    made = plan(small_world.engine, "survey", small_world.now, agents=1)
    kept("plan.json", json.dumps(made.as_json(), ensure_ascii=False, indent=1) + "\n", request)
    width, people.width = people.width, 100
    with people.capture() as said:
        show(made)
    people.width = width
    text = "\n".join(line.rstrip() for line in said.get().splitlines()) + "\n"
    kept("plan.txt", text, request)
    assert {file.name for file in GOLDENS.iterdir()} == {"plan.json", "plan.txt"}
