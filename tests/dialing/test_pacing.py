"""How many calls to start, and the bound that no unreserved call may break."""

from fractions import Fraction

import pytest

from outbound.dialing.pacing import may_place_unreserved, power, progressive


@pytest.mark.parametrize(("free", "flying", "lines"), [(3, 0, 3), (3, 2, 1), (3, 3, 0), (1, 4, 0), (0, 0, 0)])  # fmt: skip
def test_progressive_reserves_an_agent_for_each_call(free: int, flying: int, lines: int) -> None:
    assert progressive(free, flying) == lines


def test_power_keeps_a_fixed_ratio() -> None:
    assert power(Fraction(3, 2), 4, 0) == 6
    assert power(Fraction(3, 2), 4, 5) == 1
    assert power(Fraction(3, 2), 4, 9) == 0


def test_nothing_is_unreserved_before_34_live_answers() -> None:
    assert not may_place_unreserved(0, 33, 0)
    assert may_place_unreserved(0, 34, 0)
    assert not may_place_unreserved(1, 34, 0)
    assert not may_place_unreserved(0, 34, 1)


def test_where_no_share_is_permitted_nothing_is_unreserved() -> None:
    assert not may_place_unreserved(0, 10_000, 0, None)
    assert not may_place_unreserved(0, 10_000, 0, 0)
