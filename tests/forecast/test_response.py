"""What is expected of people asked, by hand."""

from fractions import Fraction

import pytest

from outbound.forecast.response import Rate, around
from outbound.forecast.totals import detectable


def test_the_expectation_is_worth_fifty_contacts() -> None:
    assert Rate.of(0.2) == Rate(10, 40)
    assert Rate.of(0.2, completes=30, closed=100).mean == pytest.approx(40 / 150)


def test_one_contact_answers_as_often_as_the_rate_says() -> None:
    assert Rate.of(0.2).chance(1, 1) == pytest.approx(0.2)


def test_two_contacts_by_the_beta_binomial() -> None:
    rate = Rate.of(0.2)
    assert rate.chance(2, 2) == pytest.approx(float(Fraction(10 * 11, 50 * 51)))
    assert rate.chance(2, 1) == pytest.approx(1 - float(Fraction(40 * 41, 50 * 51)))


def test_nothing_wanted_is_sure_and_more_than_everybody_never_comes() -> None:
    assert Rate.of(0.2).chance(0, 0) == 1
    assert Rate.of(0.9).chance(10, 11) == 0


def test_nobody_asked_yields_nothing() -> None:
    found = Rate.of(0.2).completes(0)
    assert (found.expected, found.low, found.high) == (0, 0, 0)


def test_nine_in_ten_outcomes_lie_between_the_bounds() -> None:
    rate = Rate.of(0.3, completes=60, closed=200)
    found = rate.completes(100)
    within = rate.chance(100, int(found.low)) - rate.chance(100, int(found.high) + 1)
    assert found.expected == pytest.approx(30)
    assert 0.9 <= within < 0.95


def test_large_lists_go_on_where_small_ones_end() -> None:
    rate = Rate.of(0.25)
    assert rate.chance(20_001, 4_500) == pytest.approx(rate.chance(20_000, 4_500), abs=1e-3)


def test_an_expectation_of_nothing_or_of_all_is_no_fault() -> None:
    assert Rate.of(0).chance(100, 1) == pytest.approx(0, abs=1e-4)
    assert Rate.of(1).chance(100, 100) == pytest.approx(1, abs=1e-3)


def test_a_range_holds_its_figure_and_what_other_rates_make_of_it() -> None:
    found = around(100, [80, 130], 0.05)
    assert found.low < 80
    assert found.high > 130


def test_the_effect_of_a_holdout_agrees_with_the_table() -> None:
    """5 % to 4 % needs 33,629 contacted and 3,737 held out; 10 % to 8 % in halves 3,205 each."""
    assert detectable(33_629, 3_737, 0.05) == pytest.approx(0.01, abs=1e-5)
    assert detectable(3_205, 3_205, 0.10) == pytest.approx(0.02, abs=1e-5)


def test_around_one_half_392_in_each_arm_show_ten_points() -> None:
    assert detectable(392, 392) == pytest.approx(0.10, abs=2e-4)


def test_without_a_holdout_no_effect_can_be_shown() -> None:
    assert detectable(1000, 0) is None
