"""Sharing a sample: whole people, no cell above what it has, nobody lost."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.audience.sample import FLOOR, allocate, contacts_needed
from outbound.audience.spread import Spread
from outbound.campaign.schema import Sample

SIZES = st.dictionaries(st.text("abcdef/", min_size=1, max_size=4), st.integers(0, 500), max_size=8)
SDS = st.floats(0.01, 50)


def sample(allocation: str | Mapping[str, int] = "proportional") -> Sample:
    return Sample.model_validate({"completes": 10, "allocation": allocation})


@pytest.mark.parametrize(
    ("allocation", "total", "sizes", "expected"),
    [
        ("proportional", 10, {"a": 70, "b": 30}, {"a": 7, "b": 3}),
        ("proportional", 3, {"b": 10, "a": 10}, {"b": 1, "a": 2}),  # the tie goes by name
        ("proportional", 400, {"a": 3, "b": 1}, {"a": 3, "b": 1}),
        ("equal", 9, {"a": 100, "b": 2, "c": 100}, {"a": 4, "b": 2, "c": 3}),
        ("equal", 9, {"a": 100, "b": 0}, {"a": 9, "b": 0}),
        ("optimal", 10, {"a": 70, "b": 30}, {"a": 7, "b": 3}),  # no spreads are known
        ({"a": 4, "moon": 5}, 10, {"a": 70, "b": 30}, {"a": 4, "b": 0}),
        ("proportional", 10, {}, {}),
        ("proportional", 10, {"a": 0}, {"a": 0}),
    ],
)
def test_shares(
    allocation: str | Mapping[str, int],
    total: int,
    sizes: dict[str, int],
    expected: dict[str, int],
) -> None:
    assert allocate(sample(allocation), total, sizes) == expected


def test_neyman_gives_more_to_the_cell_whose_answers_differ_more() -> None:
    sizes = {"a": 100, "b": 100}
    spread = Spread({"a": 10.0, "b": 20.0}, 15.0, 200)
    assert allocate(sample("optimal"), 30, sizes, spread) == {"a": 10, "b": 20}


def test_neyman_by_hand() -> None:
    """1000*10, 500*40 and 200*25 (pooled) weigh 2 : 4 : 1 of 350."""
    sizes = {"a": 1000, "b": 500, "c": 200}
    spread = Spread({"a": 10.0, "b": 40.0}, 25.0, 400)
    assert allocate(sample("optimal"), 350, sizes, spread) == {"a": 100, "b": 200, "c": 50}


def test_a_cell_keeps_the_floor_and_none_gets_more_than_it_has() -> None:
    """By Neyman alone c would get 10 of 200; b has only 60: the other 110 are left to a."""
    sizes = {"a": 1000, "b": 60, "c": 100}
    spread = Spread({"a": 10.0, "b": 400.0, "c": 18.0}, 10.0, 300)
    assert allocate(sample("optimal"), 200, sizes, spread) == {"a": 110, "b": 60, "c": 30}


def test_a_total_too_small_for_the_floors_has_none() -> None:
    sizes = {"a": 100, "b": 100}
    assert allocate(sample("optimal"), 59, sizes, Spread({"a": 1.0, "b": 58.0}, 1.0, 120)) == {
        "a": 1,
        "b": 58,
    }


def test_a_fixed_list_keeps_as_many_contacts_as_the_floor_is_expected_to_take() -> None:
    """30 answers at one in five are 150 contacts."""
    given = Sample.model_validate({"contacts": 1000, "allocation": "optimal", "expect": "20%"})
    parts = allocate(given, 1000, {"a": 900, "b": 900}, Spread({"a": 1.0, "b": 49.0}, 1.0, 120))
    assert parts == {"a": 150, "b": 850}


@given(
    SIZES, st.integers(0, 1000), st.dictionaries(st.text("abcdef/", min_size=1, max_size=4), SDS), SDS
)  # fmt: skip
def test_neyman_adds_up_keeps_the_floor_and_never_takes_more_than_there_are(
    sizes: dict[str, int], total: int, own: dict[str, float], pooled: float
) -> None:
    parts = allocate(sample("optimal"), total, sizes, Spread(own, pooled, 0))
    assert parts.keys() == sizes.keys()
    assert all(0 <= parts[cell] <= sizes[cell] for cell in sizes)
    assert sum(parts.values()) == min(total, sum(sizes.values()))
    floors = {cell: min(FLOOR, size) for cell, size in sizes.items()}
    if sum(floors.values()) <= total:
        assert all(parts[cell] >= floors[cell] for cell in sizes)


@given(SIZES, st.integers(0, 1000), st.sampled_from(["proportional", "equal"]))
def test_all_is_shared_out_as_far_as_there_are_people(
    sizes: dict[str, int], total: int, allocation: str
) -> None:
    parts = allocate(sample(allocation), total, sizes)
    assert parts.keys() == sizes.keys()
    assert all(0 <= parts[cell] <= sizes[cell] for cell in sizes)
    assert sum(parts.values()) == min(total, sum(sizes.values()))


@pytest.mark.parametrize(
    ("completes", "expect", "contacts"),
    [(18, "0.18", 100), (1, "0.3", 4), (5, "0", None), (0, "1", 0)],
)
def test_contacts_needed(completes: int, expect: str, contacts: int | None) -> None:
    assert contacts_needed(completes, Decimal(expect)) == contacts
