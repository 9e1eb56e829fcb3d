"""A figure over seeds: its mean, and an interval that more seeds make narrower."""

import random
from datetime import date
from decimal import Decimal

import pytest

from outbound.engine.figures.outturn import Outturn
from outbound.simulation.figures import Figure, cells, figure, outcomes


def came_to(completes: int = 0, **outcome: int) -> Outturn:
    """One seed's figures."""
    return Outturn(
        by_state={"closed": 20}, contacts=10, completes=completes, by_cell={"north": (completes, 5)},
        attempts=sum(outcome.values()), by_outcome=outcome, agent_hours=1.0, call_minutes=30.0,
        messages=0, sms_segments=0, cost=Decimal("64.50"), goal_met=completes >= 5, finished_on=date(2026, 11, 24),
    )  # fmt: skip


def test_a_single_seed_has_no_interval() -> None:
    assert figure([7]) == Figure(7, None, None, 7, 7)


def test_the_interval_is_students() -> None:
    told = figure([1, 2, 3])
    assert told.mean == 2
    assert told.low == pytest.approx(2 - 4.3027 / 3**0.5, abs=1e-4)  # t(0.975, 2) = 4.3027
    assert (told.least, told.most) == (1, 3)


def test_equal_seeds_leave_no_doubt() -> None:
    assert figure([4, 4, 4]) == Figure(4, 4, 4, 4, 4)


def test_intervals_narrow_with_more_seeds() -> None:
    chance = random.Random(1)
    values = [chance.gauss(100, 10) for _ in range(80)]
    widths = []
    for count in (5, 20, 80):
        told = figure(values[:count])
        assert told.low is not None
        assert told.high is not None
        widths.append(told.high - told.low)
    assert widths == sorted(widths, reverse=True)


def test_an_outcome_that_a_seed_lacks_counts_as_none() -> None:
    told = outcomes([came_to(completed=4, busy=1), came_to(completed=2)])
    assert list(told) == ["completed", "busy"]
    assert told["busy"].mean == 0.5


def test_a_cell_tells_in_how_many_seeds_it_was_full() -> None:
    (north,) = cells([came_to(6), came_to(4), came_to(5)])
    assert (north.target, north.met, north.completes.mean) == (5, 2, 5)
