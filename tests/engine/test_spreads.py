"""Optimal allocation: last year's answers in the store lead the list that is built and the plan alike."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.tables import Answer, Contact, ContactState, Response, ResponseState
from outbound.audience.importing import import_base
from outbound.campaign.schema import Mode
from outbound.engine.lists.build import build
from outbound.engine.lists.planning import plan
from outbound.engine.lists.spreads import last_year, text_of
from tests.rows import a_contact, a_wave
from tests.world import World

GOLD, BASIC = (3, 6), (1, 10)
"""What thirty each of a tier answered: a third as far apart as the other's."""


def many(world: World, people: int = 400) -> None:
    """A base of people in two tiers, and a survey that shares its sample by their spread."""
    head = "subscriber_id,phone,name,language,region,tier,status,plan,activated_on,balance,agreed"
    lines = [
        f"P{n:03d},1391{n:07d},P,zh,North,{'gold' if n % 2 else 'basic'},active,survey,2024-01-15,1.5,true"
        for n in range(people)
    ]
    file = world.engine.workspace.path / "many.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    import_base(file, world.engine.workspace, world.now, lambda rows: None)
    asked = world.engine.workspace.campaign_file("survey")
    body = asked.read_text(encoding="utf-8")
    sample = "sample: {contacts: 200, per: [tier], allocation: optimal, expect: 100%}"
    asked.write_text(
        body.replace("order: [subscriber_id]", f"order: [subscriber_id], {sample}"), "utf-8"
    )


def answers(world: World, tier: str, values: tuple[int, int], at: datetime, each: int = 30) -> None:
    """So many people of a tier, asked by an earlier campaign, gave each of the values."""
    with world.engine.store.write() as session:
        first = 1000 * (1 + len(session.exec(select(Contact.id)).all()))
        wave = a_wave(session, "pulse", id=f"pulse@{first}", moment=at - timedelta(days=first))
        for n in range(2 * each):
            contact = a_contact(
                session, "pulse", wave_id=wave.id, subscriber_id=f"Q{first + n}",
                number=f"+86138{first + n:08d}", facts={"tier": tier},
                state=ContactState.CLOSED,
            )  # fmt: skip
            _answer(session, contact, values[n % 2], at)


def _answer(session: Session, contact: Contact, value: int, at: datetime) -> None:
    common: dict[str, Any] = {"contact_id": contact.id, "campaign_id": "pulse", "mode": Mode.SMS}
    session.add(
        Response(
            **common, subscriber_id=contact.subscriber_id, state=ResponseState.COMPLETE,
            conversation={}, started_at=at, completed_at=at,
        )
    )  # fmt: skip
    session.flush()
    session.add(Answer(**common, question="overall", value=value, number=value, at=at))
    session.add(Answer(**common, question="recommend", value=0, number=0, at=at))


def listed(world: World) -> dict[str, int]:
    """How many of each tier the wave lists, which the plan must have said before."""
    planned = plan(world.engine, "survey", world.now)
    built = build(world.engine, "survey", world.now)
    cells = {cell["cell"]["tier"]: cell["listed"] for cell in built.cells}
    assert {c.values["tier"]: c.listed for c in planned.cells} == cells
    return cells


def test_a_tier_whose_answers_differ_three_times_as_much_gets_three_times_as_many(
    world: World,
) -> None:
    many(world)
    world.launch("pulse", "survey")
    answers(world, "gold", GOLD, world.now - timedelta(days=30))
    answers(world, "basic", BASIC, world.now - timedelta(days=300))
    assert listed(world) == {"basic": 150, "gold": 50}


def test_without_answers_of_the_last_year_the_list_is_proportional_and_the_plan_says_so(
    world: World,
) -> None:
    many(world)
    world.launch("pulse", "survey")
    answers(world, "gold", GOLD, world.now - timedelta(days=366))
    answers(world, "basic", BASIC, world.now - timedelta(days=366))
    told = plan(world.engine, "survey", world.now)
    assert "spread-unknown" in [remark.kind for remark in told.notes]
    assert listed(world) == {"basic": 100, "gold": 100}


def test_under_sixty_answers_a_tier_takes_what_all_have_in_common(small_world: World) -> None:
    """Basic 29.5 of its own; gold, of whom 20 answered, the pooled one of all 80."""
    world = small_world
    many(world)
    world.launch("pulse", "survey")
    answers(world, "gold", BASIC, world.now - timedelta(days=30), each=10)
    answers(world, "basic", GOLD, world.now - timedelta(days=30))
    with world.engine.store.read() as session:
        running = world.engine.running
        survey = running.named("survey").campaign
        found = last_year(session, survey, world.now, running)
    assert found is not None
    basic, gold = 60 * (100 / 6) ** 2, 20 * 50**2
    assert found.own == {"basic": pytest.approx((basic / 59) ** 0.5)}
    assert found.of("gold") == pytest.approx(((basic + gold) / 78) ** 0.5)
    (told,) = [r for r in plan(world.engine, "survey", world.now).notes if r.kind == "spread"]
    assert (told.values["responses"], told.values["own"], told.values["pooled"]) == (80, 1, 1)


def test_facts_are_named_as_the_base_names_cells() -> None:
    facts = (None, True, 5, "North", 2.5)
    assert [text_of(fact) for fact in facts] == ["-", "true", "5", "North", "2.5"]
