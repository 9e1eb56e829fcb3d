"""Differences between two figures, and what a change is made of."""

from math import inf, sqrt

import pytest

from outbound.score.change import Decomposition, Estimate, adjusted, difference, is_real, kitagawa


def test_two_estimates_differ_by_t() -> None:
    found = difference(Estimate(74, 4, 50), Estimate(68, 5, 40))
    assert found.change == 6
    assert found.t == pytest.approx(6 / 3)
    assert found.df == pytest.approx(81 / (16 / 50 + 25 / 40))
    assert found.p == pytest.approx(0.0487, abs=5e-4)


def test_overlapping_people_make_a_difference_surer() -> None:
    alone = difference(Estimate(74, 4), Estimate(68, 4))
    assert difference(Estimate(74, 4), Estimate(68, 4), covariance=2).p < alone.p
    assert alone.t == pytest.approx(6 / sqrt(8))


def test_two_censuses_differ_or_do_not() -> None:
    assert difference(Estimate(70, 0), Estimate(60, 0)).p == 0
    same = difference(Estimate(70, 0), Estimate(70, 0))
    assert (same.p, same.df) == (1, inf)


def test_benjamini_hochberg_raises_p_in_order() -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert adjusted([]) == []


def test_a_change_needs_certainty_and_two_points() -> None:
    assert is_real(2.0, 0.09)
    assert not is_real(1.9, 0.01)
    assert not is_real(-5.0, 0.10)


def test_kitagawa_splits_a_change_into_mix_and_real() -> None:
    before = {"vip": (0.5, 80.0), "rest": (0.5, 60.0)}
    after = {"vip": (0.25, 82.0), "rest": (0.75, 61.0)}
    found = kitagawa(before, after)
    assert found.mix == pytest.approx(-0.25 * 81 + 0.25 * 60.5)
    assert found.real == pytest.approx(2 * 0.375 + 1 * 0.625)


def test_a_group_absent_before_changes_the_mix_only() -> None:
    found = kitagawa({"a": (1.0, 70.0)}, {"a": (0.5, 70.0), "b": (0.5, 50.0)})
    assert found == Decomposition(mix=pytest.approx(-10.0), real=0.0)
