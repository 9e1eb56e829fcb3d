"""Intervals of shares and of NPS, against the worked examples."""

import pytest

from outbound.score.proportion import newcombe, nps_interval, wilson


def test_wilson_81_of_263() -> None:
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_newcombe_56_of_70_against_48_of_80() -> None:
    assert newcombe(56 / 70, 70, 48 / 80, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_nps_of_60_25_15() -> None:
    low, high = nps_interval(0.60, 0.15, 100)
    assert (low + high) / 2 == pytest.approx(43.69, abs=0.005)
    assert (high - low) / 2 == pytest.approx(14.35, abs=0.005)


def test_wilson_of_nothing_is_everything() -> None:
    assert wilson(0.5, 0) == (0.0, 1.0)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_wilson_at_an_end_keeps_the_end_and_some_doubt(share: float) -> None:
    low, high = wilson(share, 40)
    assert low <= share <= high
    assert 0 < high - low < 0.1
