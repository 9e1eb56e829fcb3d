"""What the supervisor's floor counts for each campaign."""

from decimal import Decimal

import pytest

from outbound.engine.pages.campaign_book import CampaignBook
from outbound.engine.pages.floor import floor
from tests.engine.conftest import Begin
from tests.world import World


def test_a_campaign_that_only_tells_counts_what_arrived(begun: Begin) -> None:
    world = begun("notice")
    world.at("09:30")
    world.tick()
    world.tick()
    for subscriber in ("N1", "N2"):
        world.message_event(world.attempt(subscriber), "delivered")
    world.message_event(world.attempt("N3"), "undelivered", ErrorCode="30003")
    [band] = floor(world.engine).bands
    assert (band.counts, band.completes, band.target, band.calls) == ("delivered", 2, None, False)
    goal = CampaignBook(world.engine).progress("notice").goal
    assert (goal.counts, goal.done) == (band.counts, band.completes)


@pytest.mark.parametrize(("country", "bound"), [("CN", "0.03"), ("GB", "0")])
def test_the_bound_on_abandoned_calls_is_the_countrys(
    small_world: World, country: str, bound: str
) -> None:
    file = small_world.engine.workspace.centre_file
    text = file.read_text(encoding="utf-8").replace("country: CN", f"country: {country}")
    file.write_text(text, encoding="utf-8")
    small_world.launch("survey")
    assert floor(small_world.engine).bands[0].bound == Decimal(bound)


@pytest.mark.parametrize("campaign", ["survey", "pulse"])
def test_a_campaign_that_asks_counts_complete_responses(begun: Begin, campaign: str) -> None:
    [band] = floor(begun(campaign).engine).bands
    assert (band.counts, band.completes, band.calls) == ("completes", 0, True)
