"""Which of several campaigns goes first with one person."""

from datetime import UTC, datetime

from outbound.policy.arbitration import Claim, first_claim, held_by

EARLY, LATE = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)


def test_the_higher_priority_goes_first() -> None:
    low, high = Claim("a", 10, EARLY), Claim("b", 90, LATE)
    assert first_claim([low, high]) is high
    assert held_by(low, [high]) == "b"
    assert held_by(high, [low]) is None


def test_then_the_one_with_less_time_left() -> None:
    assert held_by(Claim("a", 50, LATE), [Claim("b", 50, EARLY)]) == "b"


def test_then_the_id() -> None:
    assert held_by(Claim("b", 50, LATE), [Claim("a", 50, LATE)]) == "a"


def test_nobody_claims_nobody_holds() -> None:
    assert first_claim([]) is None
    assert held_by(Claim("a", 0, LATE), []) is None
