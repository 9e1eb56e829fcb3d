"""Plans of small campaigns: cells by hand, the laws that hold for all, what is refused and how it is mended."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from outbound.audience.sample import allocate
from outbound.campaign.schema import Sample
from outbound.forecast.agents import AT_WORK, fewest, served
from outbound.forecast.course import AGENT, ATTEMPTS, COLUMNS
from outbound.forecast.forecast import cells_of, plan_of
from outbound.forecast.nouns import CampaignPlan
from outbound.forecast.outlook import CellStart, Outlook, Returning
from outbound.forecast.page import plan_html, plan_sections
from outbound.forecast.reckoned import reckon
from outbound.forecast.refusals import refusals
from outbound.forecast.totals import finishes
from outbound.forecast.words import REFUSED, refused_in
from tests.forecast.outlooks import HOURS, campaign, cell, frame, outlook

FEW = settings(max_examples=5, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def planned(given: Outlook, **about: Any) -> CampaignPlan:
    made, around = reckon(given), frame(given.cells, **about)
    return plan_of(made, around, refusals(made, around), 0)


# Cells by hand


def test_forty_completes_at_one_in_five_take_two_hundred_contacts() -> None:
    (north,) = planned(outlook([cell("north", 1000, 40)])).cells
    assert (north.needed, north.release, north.listed) == (200, 200, 400)
    assert north.chance is not None
    assert north.chance > 0.99


def test_a_cell_yields_its_people_times_the_rate() -> None:
    """150 people, no more than 2 * 100 listed on each of four Mondays: all are asked, 30 answer."""
    (north,) = planned(outlook([cell("north", 150, 20)])).cells
    assert north.completes.expected == pytest.approx(30, abs=0.3)
    assert north.completes.low < 30 < north.completes.high


def test_what_was_observed_sharpens_needs_and_release() -> None:
    """p = (10 + 30) / (50 + 100); (40 - 30) / p = 37.5, of which 8 are under way."""
    seen = cell("north", 0, 40, completes=30, closed=100, still_open=8, unreleased=200)
    (north,) = cells_of(reckon(outlook([replace(seen, listed=0)])))
    assert north.release == 30
    assert north.needed == 100 + 38


def test_a_full_cell_calls_for_nobody() -> None:
    done = cell("north", 500, 40, completes=40, closed=150)
    (north,) = cells_of(reckon(outlook([done])))
    assert (north.release, north.chance) == (0, 1.0)


def test_a_list_without_goal_is_worked_off() -> None:
    plan = planned(outlook([cell("", 100, None)]))
    assert plan.forecast.contacts.expected == pytest.approx(100)
    assert plan.forecast.finishes is not None
    assert plan.forecast.completes.expected == pytest.approx(20, abs=0.3)


def test_people_who_may_be_asked_again_come_back() -> None:
    once = planned(outlook([cell("", 100, None)]))
    weekly = planned(outlook([cell("", 100, None)], returning=Returning(6.0)))
    assert weekly.forecast.contacts.expected > 2 * once.forecast.contacts.expected


def test_those_whose_date_comes_are_contacted_on_their_day() -> None:
    days = {date(2026, 11, 23) + timedelta(days=n): 10.0 for n in range(28)}
    given = outlook([cell("", 10, None)])
    waves = {day: given.waves[date(2026, 11, 23)] + timedelta(days=(day - date(2026, 11, 23)).days) for day in days}  # fmt: skip
    plan = planned(replace(given, arrivals=days, waves=waves))
    assert plan.forecast.contacts.expected == pytest.approx(280)


# Sums


def test_days_add_up_to_the_totals() -> None:
    plan = planned(outlook([cell("north", 900, 40), cell("south", 900, 60)]))
    told = plan.forecast
    assert sum(day.attempts for day in plan.days) == pytest.approx(told.attempts.expected, abs=0.2)
    assert sum(day.agent_hours for day in plan.days) == pytest.approx(told.agent_hours.expected, abs=0.05)  # fmt: skip
    assert sum(plan.cost_parts.values()) == pytest.approx(told.cost.expected)
    assert sum(d.count for d in plan.waterfall) + plan.holdout + plan.listed == plan.base


def test_every_range_holds_its_figure() -> None:
    told = planned(outlook([cell("north", 900, 40)], agents=1)).forecast
    for found in (told.completes, told.contacts, told.attempts, told.agent_hours, told.cost):
        assert found.low <= found.expected <= found.high


# Laws


@FEW
@given(st.integers(10, 400), st.integers(0, 300), st.integers(5, 60))
def test_more_people_never_lower_a_chance(available: int, more: int, target: int) -> None:
    few, many = (
        cells_of(reckon(outlook([cell("north", n, target)])))[0] for n in (available, available + more)
    )  # fmt: skip
    assert many.chance is not None
    assert few.chance is not None
    assert many.chance >= few.chance - 1e-9


@FEW
@given(st.floats(0.05, 3), st.floats(0, 3))
def test_more_agents_never_finish_later(agents: float, more: float) -> None:
    given = outlook([cell("north", 2000, 120)])
    few, many = (finishes(reckon(replace(given, agents=n))) for n in (agents, agents + more))
    assert many is not None or few is None
    assert few is None or (many is not None and many <= few)


def work(hours: list[float]) -> Any:
    figures = np.zeros((len(hours), COLUMNS))
    figures[:, AGENT] = np.array(hours) * 3600
    figures[:, ATTEMPTS] = hours
    return figures


def test_the_fewest_agents_by_hand() -> None:
    """18 hours on the first of two open days of 9 and 1 hours; then 5 more on the second alone."""
    opened = np.array([9.0, 1.0]) * 3600
    assert fewest(work([18, 0]), opened) == pytest.approx(18 / 10 / AT_WORK)
    assert fewest(work([18, 5]), opened) == pytest.approx(5 / AT_WORK)


def test_what_agents_cannot_do_waits_for_the_next_day() -> None:
    opened = np.array([10.0, 10.0, 10.0]) * 3600
    done = served(work([18, 0, 0]), opened, 1)
    assert done[:, AGENT] / 3600 == pytest.approx([7.5, 7.5, 3], abs=1e-4)


@FEW
@given(st.lists(st.floats(0, 50), min_size=1, max_size=8), st.floats(0.1, 5), st.floats(0, 5))
def test_more_agents_have_done_no_less_by_any_day(days: list[float], n: float, more: float) -> None:
    opened = np.full(len(days), 9 * 3600.0)
    few, many = (np.cumsum(served(work(days), opened, a)[:, AGENT]) for a in (n, n + more))
    assert (many >= few - 1e-3).all()


# Refusals


def test_what_can_be_met_is_not_refused() -> None:
    assert planned(outlook([cell("north", 1000, 40)], agents=2)).feasible


@pytest.mark.parametrize(
    ("north", "south", "wanted", "allocation"),
    [(60, 400, 150, "equal"), (100, 40, 90, "proportional"), (33, 47, 80, "equal")],
)
def test_as_many_completes_as_told_can_be_had(
    north: int, south: int, wanted: int, allocation: str
) -> None:
    given = shared({"north": north, "south": south}, wanted, allocation)
    found = [r for r in planned(given).refusals if r.kind == "few-people"]
    assert found
    for refused in found:
        most = refused.values["completes"]
        assert most < wanted
        mended = planned(shared({"north": north, "south": south}, most, allocation))
        assert not {"few-people", "nobody"} & {r.kind for r in mended.refusals}


def shared(sizes: dict[str, int], wanted: int, allocation: str) -> Outlook:
    rules = {"completes": wanted, "per": ["region"], "allocation": allocation, "expect": "20%"}
    parts = allocate(Sample.model_validate(rules), wanted, sizes)
    return outlook([cell(name, sizes[name], parts[name]) for name in sizes], campaign(rules))


@pytest.mark.parametrize(("target", "agents"), [(50, 0.01), (400, 0.1), (3000, 1.0)])
def test_as_many_agents_as_told_are_enough(target: int, agents: float) -> None:
    given = outlook([cell("north", 20 * target, target)], agents=agents)
    (refused,) = planned(given).refusals
    assert refused.kind == "few-agents"
    assert planned(replace(given, agents=agents + refused.values["more"])).feasible


def test_a_goal_that_comes_too_late_is_told_the_day() -> None:
    slow = campaign(
        {"completes": 100, "per": ["region"], "expect": "20%"},
        contact={"hours": HOURS, "channels": [{"call": {"attempts": 2, "from": "survey"}}], "retry": {"no-answer": "5d"}},
        schedule={"from": "2026-11-23", "until": "2026-11-24", "build": "0 8 * * MON"},
    )  # fmt: skip
    given = outlook([cell("north", 700, 100)], slow)
    (refused,) = planned(given).refusals
    assert (refused.kind, refused.key) == ("too-late", "schedule.until")
    day = refused.values["day"]
    assert planned(replace(given, until=day)).feasible
    assert not planned(replace(given, until=day - timedelta(days=1))).feasible


def test_a_cell_with_a_target_of_zero_is_refused_with_enough_completes() -> None:
    sizes = {"north": 1000, "south": 20}
    (refused,) = planned(shared(sizes, 20, "proportional")).refusals
    assert refused.kind == "zero-target"
    mended = shared(sizes, refused.values["completes"], "proportional")
    assert "zero-target" not in {r.kind for r in planned(mended).refusals}


def test_a_cell_that_the_file_names_and_nobody_is_in_is_refused() -> None:
    told = campaign({"completes": 24, "per": ["region"], "allocation": {"north": 20, "moon": 4}, "expect": "20%"})  # fmt: skip
    given = outlook([cell("north", 1000, 20), CellStart({"region": "moon"}, 0, 4, 0)], told)
    assert [(r.kind, r.values["cell"]) for r in planned(given).refusals] == [("empty-cell", "moon")]


def test_a_told_target_is_lowered_to_what_its_people_yield() -> None:
    told = campaign({"completes": 90, "per": ["region"], "allocation": {"north": 90}, "expect": "20%"})  # fmt: skip
    (refused,) = planned(outlook([cell("north", 300, 90)], told)).refusals
    assert (refused.kind, refused.values["completes"]) == ("few-people-told", 60)


def test_nobody_expected_to_answer_is_refused_with_a_rate() -> None:
    silent = campaign({"completes": 50, "per": ["region"], "expect": "0%"})
    (refused,) = planned(outlook([cell("north", 400, 50)], silent, expect=0.0)).refusals
    assert (refused.key, refused.values["percent"]) == ("audience.sample.expect", ceil(12.5))


def test_hours_that_never_open_are_refused_with_some_that_do() -> None:
    shut = campaign(
        {"completes": 10, "per": ["region"], "expect": "20%"},
        contact={"hours": "PH 09:00-10:00", "channels": [{"call": {"from": "survey"}}]},
    )
    given = outlook([cell("north", 400, 10)], shut)
    assert [r.key for r in planned(given, open_hours_text=lambda: HOURS).refusals] == ["contact.hours"]  # fmt: skip
    (later,) = planned(given).refusals
    mended = planned(replace(given, until=later.values["day"]))
    assert later.kind == "opens-later"
    assert not {"never-open", "opens-later"} & {r.kind for r in mended.refusals}


def test_no_wave_before_the_end_is_refused_with_the_next() -> None:
    given = outlook([cell("north", 400, 10)])
    late = {day: at for day, at in given.waves.items() if day > given.until}
    (refused,) = planned(replace(given, waves=late)).refusals
    assert refused.values["day"] == min(late)
    assert planned(replace(given, waves={})).refusals[0].kind == "no-wave-ever"


def test_an_offer_beyond_its_budget_is_refused_with_the_sum() -> None:
    offer = {"id": "pack", "script": "pack", "value": "30", "budget": "60"}
    given = outlook([cell("", 100, None)], campaign(None, offers=[offer]))
    (refused,) = planned(given, grants={"pack": 0.5}).refusals
    assert refused.key == "offers.pack.budget"
    enough = campaign(None, offers=[offer | {"budget": str(refused.values["budget"])}])
    assert planned(outlook([cell("", 100, None)], enough), grants={"pack": 0.5}).feasible
    assert Decimal(refused.values["budget"]) > 60


@pytest.mark.parametrize("kind", REFUSED)
def test_every_refusal_is_told_in_both_languages(kind: str) -> None:
    for message, hint in zip(*REFUSED[kind], strict=True):
        assert message
        assert hint


# The page


def test_the_page_needs_nothing_else_and_tells_what_is_refused() -> None:
    plan = planned(outlook([cell("north", 100, 40)], agents=1))
    for language, word in (("zh", "处无法做到"), ("en", "cannot be met")):
        page = plan_html(plan, language)
        assert word in page
        assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
        message, hint = refused_in(plan.refusals[0], language)
        assert message in page
        assert hint in page


def test_sections_say_in_a_sentence_what_they_show() -> None:
    for language in ("zh", "en"):
        sections = plan_sections(planned(outlook([cell("north", 900, 40)])), language)
        assert [s.heading for s in sections if not s.heading or not s.body] == []
        assert len(sections) >= 4


def test_names_from_files_are_escaped_on_the_page() -> None:
    plan = planned(outlook([cell("<b>north", 900, 40)]))
    assert "<b>north" not in plan_html(plan, "en")
