"""Sharing a sample: whole people, no cell above what it has, nobody lost."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.audience.sample import allocate, contacts_needed
from outbound.campaign.schema import Sample

SIZES = st.dictionaries(st.text("abcdef/", min_size=1, max_size=4), st.integers(0, 500), max_size=8)


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
    assert allocate(sample("optimal"), 30, sizes, {"a": 10.0, "b": 20.0}) == {"a": 10, "b": 20}


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
