"""How far scores lie apart in a cell: by hand, pooled where few answered, never nothing for no reason."""

from math import sqrt

import pytest

from outbound.audience.spread import ENOUGH, Given, spread_of


def given(cell: str, *scores: float, process: str = "overall", first: int = 0) -> list[Given]:
    return [Given(cell, process, first + n, score) for n, score in enumerate(scores)]


def test_cells_with_enough_answers_have_their_own() -> None:
    """North: sixty of 40 and 60, squares 60*100; south: sixty of 0 and 100, squares 60*2500."""
    north, south = given("n", *[40, 60] * 30), given("s", *[0, 100] * 30, first=100)
    found = spread_of([*north, *south])
    assert found is not None
    assert found.of("n") == pytest.approx(sqrt(60 * 100 / 59))
    assert found.of("s") == pytest.approx(sqrt(60 * 2500 / 59))
    assert found.pooled == pytest.approx(sqrt(60 * 2600 / 118))
    assert found.responses == 120


def test_fewer_take_what_all_have_in_common_and_so_does_a_cell_without_any() -> None:
    many, few = given("n", *[40, 60] * 30), given("s", 0, 100, first=100)
    found = spread_of([*many, *few])
    assert found is not None
    pooled = sqrt((60 * 100 + 2 * 2500) / 60)
    assert (found.of("s"), found.of("west")) == (pytest.approx(pooled), pytest.approx(pooled))
    assert set(found.own) == {"n"}


def test_sixty_is_people_not_answers() -> None:
    twice = [*given("n", *[0, 100] * 20), *given("n", *[0, 100] * 20, process="network")]
    found = spread_of(twice)
    assert found is not None
    assert found.own == {}
    assert found.responses == 40 < ENOUGH


def test_a_cell_whose_answers_are_all_alike_takes_the_common_one() -> None:
    found = spread_of([*given("n", *[100] * 60), *given("s", *[0, 100] * 30, first=100)])
    assert found is not None
    assert found.of("n") == found.pooled > 0


def test_processes_that_lie_apart_do_not_count_as_spread() -> None:
    """Each process is compared with itself: 20 against 80 is no spread among people."""
    apart = [*given("n", *[20] * 60), *given("n", *[80] * 60, process="network")]
    assert spread_of(apart) is None


def test_several_questions_of_a_process_are_averaged_first() -> None:
    assert spread_of([*given("n", 0, 100), *given("n", 100, 0)]) is None


def test_nothing_is_known_where_nobody_answered_or_one_alone() -> None:
    assert spread_of([]) is None
    assert spread_of(given("n", 40)) is None
