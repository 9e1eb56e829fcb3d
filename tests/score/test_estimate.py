"""Stratified means against formulas written out by hand."""

from math import sqrt
from statistics import mean, variance

import numpy as np
import pytest
from scipy.special import stdtrit

from outbound.score.estimate import Estimates, estimates, strata


def _estimate(
    y: list[float],
    stratum: list[int],
    population: list[int | None],
    *,
    w: list[float] | None = None,
    domain: list[int] | None = None,
) -> Estimates:
    """Each answer from its own response; a negative domain is a response without an answer."""
    of = domain or [0] * len(y)
    over, _ = strata(np.array(stratum), [0] * len(population), population)
    has = np.array([d >= 0 for d in of])
    return estimates(
        np.array(of)[has],
        np.arange(len(y))[has],
        np.array(y)[has],
        np.array(w or [1.0] * len(y))[has],
        max(of) + 1,
        over,
    )


def test_one_stratum_without_population_is_the_textbook_mean() -> None:
    y = [10.0, 40.0, 70.0, 100.0]
    found = _estimate(y, [0] * 4, [None])
    assert found.mean[0] == mean(y)
    assert found.se[0] == pytest.approx(sqrt(variance(y) / 4))
    assert found.df[0] == pytest.approx(3)
    half = stdtrit(3, 0.975) * sqrt(variance(y) / 4)
    assert found.interval()[0][0] == pytest.approx(mean(y) - half)


def test_a_finite_population_narrows_the_interval_and_a_census_has_none() -> None:
    y = [10.0, 40.0, 70.0, 100.0]
    assert _estimate(y, [0] * 4, [8]).variance[0] == pytest.approx(variance(y) / 4 / 2)
    assert _estimate(y, [0] * 4, [4]).variance[0] == 0


def test_two_strata_add_up_as_the_textbook_says() -> None:
    first, second = [50.0, 60.0, 70.0], [10.0, 30.0]
    w = [30 / 3] * 3 + [10 / 2] * 2
    found = _estimate([*first, *second], [0, 0, 0, 1, 1], [30, 10], w=w)
    v1 = 0.75**2 * (1 - 3 / 30) * variance(first) / 3
    v2 = 0.25**2 * (1 - 2 / 10) * variance(second) / 2
    assert found.mean[0] == pytest.approx(0.75 * 60 + 0.25 * 20)
    assert found.variance[0] == pytest.approx(v1 + v2)
    assert found.df[0] == pytest.approx((v1 + v2) ** 2 / (v1**2 / 2 + v2**2 / 1))


def test_responses_outside_the_domain_count_with_z_zero() -> None:
    found = _estimate([20.0, 60.0, 0.0, 0.0], [0] * 4, [None], domain=[0, 0, -1, -1])
    z = [(20 - 40) / 2, (60 - 40) / 2, 0, 0]
    assert found.base[0] == 2
    assert found.variance[0] == pytest.approx(4 / 3 * sum(v * v for v in z))


def test_a_stratum_of_one_response_joins_the_next() -> None:
    over, target = strata(np.array([0, 1, 1, 2]), [0, 0, 0], [10, 20, 30])
    assert target.tolist() == [1 - 1, 0, 0]
    assert over.sampled.tolist() == [4, 0, 0]
    assert over.fraction[0] == pytest.approx(4 / 60)


def test_a_single_joins_within_its_campaign_before_another() -> None:
    over, target = strata(np.array([0, 0, 1, 2, 2]), [7, 7, 8], [10, 20, 30])
    assert target[1] == target[0] != target[2]
    assert over.sampled[target].tolist() == [3, 3, 2]


def test_a_campaign_of_one_response_joins_another_campaign() -> None:
    _, target = strata(np.array([0, 1, 1]), [7, 8], [10, 20])
    assert target[0] == target[1]


def test_an_unknown_population_makes_no_correction() -> None:
    over, _ = strata(np.array([0, 0, 1]), [0, 0], [10, None])
    assert over.fraction.tolist() == [0, 0]


def test_equal_answers_lean_on_the_parents_spread() -> None:
    found = _estimate([80.0] * 9, [0] * 9, [None])
    assert found.variance[0] == 0
    leaning = found.leaning_on(np.array([15.0]))
    assert leaning.se[0] == pytest.approx(15 / 3)
    assert leaning.df[0] == pytest.approx(8)


def test_effective_base_of_a_plain_sample_is_its_base() -> None:
    found = _estimate([0.0, 100.0] * 20, [0] * 40, [400])
    assert found.n_eff[0] == pytest.approx(40)


def test_effective_base_shrinks_with_uneven_weights() -> None:
    y = [0.0, 100.0, 0.0, 100.0] * 10
    found = _estimate(y, [0] * 40, [None], w=[1.0, 1.0, 5.0, 5.0] * 10)
    assert found.n_eff[0] < 30


def test_a_cluster_is_one_unit() -> None:
    over, _ = strata(np.array([0, 0, 0]), [0], [None])
    found = estimates(
        np.zeros(4, dtype=int),
        np.array([0, 0, 1, 2]),
        np.array([10.0, 10.0, 50.0, 90.0]),
        np.ones(4),
        1,
        over,
    )
    z = [(10 - 40) / 4 * 2, (50 - 40) / 4, (90 - 40) / 4]
    assert found.variance[0] == pytest.approx(3 / 2 * sum(v * v for v in z))
