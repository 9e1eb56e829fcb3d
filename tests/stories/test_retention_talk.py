"""A talk to keep a customer: listen, offer once, stay within the budget."""

from datetime import date
from decimal import Decimal

import pytest

from db.tables import Grant
from outbound.engine.desk import acts
from outbound.engine.pages.person import why
from outbound.errors import RefusedError
from tests.stories.conftest import Story

MON, TUE = date(2026, 11, 23), date(2026, 11, 24)


def test_the_retention_talk_with_an_offer_and_its_budget(story: Story) -> None:
    # ── Monday 09:00: the first customer says it is the price, and takes the pack ─────
    story.world.launch("retention")
    world = story.at(MON, "08:00")
    world.agent()
    world = story.at(MON, "09:00")
    world.ready()
    first = world.attempt("R1")
    world.answer(first)
    seen = acts.answer(world.engine, "lin", first.id, "cause", "price")
    [pack, renewal] = seen.contact.offers
    assert (pack.grantable, renewal.grantable, renewal.why_not) == (True, False, "authority")
    acts.grant(world.engine, "lin", first.id, "data-pack")
    acts.finish(world.engine, "lin", first.id, "completed", "took the data pack", None)

    # ── Monday 09:10: the second takes it too: 60 of 60 yuan are given ────────────────
    world = story.at(MON, "09:10")
    world.ready()
    second = world.attempt("R2")
    world.answer(second)
    acts.grant(world.engine, "lin", second.id, "data-pack")
    acts.answer(world.engine, "lin", second.id, "cause", "price")
    acts.finish(world.engine, "lin", second.id, "completed", "", None)

    # ── Monday 09:20: for the third there is nothing left; listening is still worth it ─
    world = story.at(MON, "09:20")
    shown = world.ready()
    third = world.attempt("R3")
    assert shown.contact.offers[0].why_not == "budget"
    world.answer(third)
    with pytest.raises(RefusedError, match="budget"):
        acts.grant(world.engine, "lin", third.id, "data-pack")
    acts.answer(world.engine, "lin", third.id, "cause", "network")
    acts.finish(world.engine, "lin", third.id, "completed", "", None)

    # ── Tuesday: the grants are on record, each under its customer ────────────────────
    world = story.at(TUE, "10:00")
    grants = world.everything(Grant)
    assert [grant.by for grant in grants] == ["lin", "lin"]
    assert sum(grant.value for grant in grants) == Decimal(60)
    assert ("offer", "granted") in [(d.step, d.result) for d in why(world.engine, "R1")]
    assert ("offer", "granted") not in [(d.step, d.result) for d in why(world.engine, "R3")]
