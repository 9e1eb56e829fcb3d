"""Effects: the published example, weighting by cells, and when nothing may be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.score.effect import CellArms, arms_mismatch, effect


def test_hillstroms_email_trial() -> None:
    """Kevin Hillstrom's e-mail trial, women's arm: visits 3,238 of 21,387 against 2,262 of 21,306."""
    found = effect([CellArms(21_387, 3_238, 21_306, 2_262)])
    assert found is not None
    assert found.difference == pytest.approx(0.045233, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.038894, 0.051574), abs=1e-6)
    assert found.is_real


def test_cells_released_at_different_rates_are_compared_alike() -> None:
    """Without any effect inside the cells there is none over all, however unequal the release."""
    cells = [CellArms(900, 90, 50, 5), CellArms(100, 60, 50, 30)]
    found = effect(cells)
    assert found is not None
    assert found.difference == pytest.approx(0.0)
    naive = 150 / 1000 - 35 / 100
    assert naive == pytest.approx(-0.2)


def test_a_cell_without_holdout_is_held_against_the_others() -> None:
    found = effect([CellArms(100, 50, 10, 4), CellArms(100, 50, 0, 0)])
    assert found is not None
    assert found.share_held_out == pytest.approx(0.4)


@pytest.mark.parametrize("cells", [[], [CellArms(10, 1, 0, 0)], [CellArms(0, 0, 10, 1)]])
def test_one_arm_alone_shows_nothing(cells: list[CellArms]) -> None:
    assert effect(cells) is None


def test_arms_that_do_not_fit_their_share_are_noticed() -> None:
    fitting, wrong = arms_mismatch(50, 950, 0.05), arms_mismatch(10, 990, 0.05)
    assert fitting == pytest.approx(1.0)
    assert wrong is not None
    assert wrong < 0.001
    assert arms_mismatch(0, 0, 0.05) is None
    assert arms_mismatch(0, 10, 0.0) is None


def _arms(contacted: int, held_out: int) -> st.SearchStrategy[CellArms]:
    return st.builds(
        CellArms, st.just(contacted), st.integers(0, contacted), st.just(held_out), st.integers(0, held_out)
    )  # fmt: skip


arms = st.tuples(st.integers(0, 60), st.integers(0, 60)).flatmap(lambda n: _arms(*n))


@given(st.lists(arms, min_size=1, max_size=6))
def test_the_interval_holds_its_difference_and_both_stay_possible(cells: list[CellArms]) -> None:
    found = effect(cells)
    if found is not None:
        assert -1 <= found.low <= found.difference + 1e-9
        assert found.difference - 1e-9 <= found.high <= 1
