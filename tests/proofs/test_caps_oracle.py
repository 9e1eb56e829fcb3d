"""What the oracle of caps makes of those who were reached: what may be, and each way of one too many."""

from datetime import UTC, datetime, timedelta

import pytest

from proof.capping.oracle import (
    ATTEMPTS,
    CAMPAIGN,
    CENTRE,
    CONTACTS,
    COUNTRY,
    NUMBER,
    Reached,
    Rule,
    excesses,
)

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TWICE = Rule(CENTRE, ATTEMPTS, 2, 3 * HOUR)


def reached(hours: float, order: int = 0, **more: object) -> Reached:
    values = {
        "order": order or int(hours * 100), "at": NINE + hours * HOUR, "id": f"a{hours}", "number": "+8613800000001",
        "subscriber": "S1", "household": "", "campaign": "menu", "purpose": "survey", "channel": "call",
        "country": "CN",
    } | more  # fmt: skip
    return Reached(**values)  # type: ignore[arg-type]


def test_as_many_as_a_cap_allows() -> None:
    assert excesses([TWICE], [reached(0), reached(1), reached(3), reached(4)]) == []


def test_one_more_within_the_window() -> None:
    found = excesses([TWICE], [reached(0), reached(1), reached(2.99)])
    assert {one.by for one in found} == {"number", "subscriber"}
    assert "allows 2 attempts in 3:00:00: number +8613800000001 was at 3 with a2.99" in str(
        found[0]
    )


def test_an_attempt_leaves_the_window_when_the_time_is_over() -> None:
    assert excesses([TWICE], [reached(0), reached(1), reached(3)]) == []


def test_what_a_clock_ahead_of_others_has_dated_is_counted() -> None:
    ahead = [reached(1, 1), reached(2, 2), reached(1.99, 3)]
    assert {one.count for one in excesses([TWICE], ahead)} == {3}


@pytest.mark.parametrize(
    ("by", "others"),
    [
        ("number", {"subscriber": "S2"}),
        ("subscriber", {"number": "+8613900000001"}),
        ("household", {"subscriber": "S2", "number": "+8613900000001"}),
    ],
)
def test_by_whom_one_too_many_is_counted(by: str, others: dict[str, object]) -> None:
    rule = Rule(CENTRE, ATTEMPTS, 1, HOUR, household=True)
    pair = [reached(0, household="H1"), reached(0.5, household="H1", **others)]
    assert by in {one.by for one in excesses([rule], pair)}


def test_a_number_alone_is_counted_by_the_limit_of_numbers() -> None:
    rule = Rule(NUMBER, ATTEMPTS, 1, HOUR)
    assert excesses([rule], [reached(0), reached(0.5, number="+8613900000001")]) == []
    assert len(excesses([rule], [reached(0), reached(0.5, subscriber="S2")])) == 1


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        (Rule(CENTRE, ATTEMPTS, 1, HOUR, channel="call"), {"channel": "sms"}),
        (Rule(CENTRE, ATTEMPTS, 1, HOUR, purpose="survey"), {"purpose": "care"}),
        (Rule(CAMPAIGN, ATTEMPTS, 1, HOUR, campaign="menu"), {"campaign": "texts"}),
        (Rule(CENTRE, CONTACTS, 1, HOUR), {"first": False}),
        (Rule(CENTRE, ATTEMPTS, 1, HOUR), {"purpose": "follow-up"}),
        (Rule(COUNTRY, ATTEMPTS, 1, HOUR, country="FR"), {}),
    ],
)
def test_what_a_cap_does_not_speak_of(rule: Rule, other: dict[str, object]) -> None:
    assert excesses([rule], [reached(0), reached(0.5, **other)]) == []


def test_what_is_owed_is_counted_and_bound_by_the_number_alone() -> None:
    owed, asked = reached(0, purpose="follow-up"), reached(0.5)
    assert excesses([Rule(CENTRE, ATTEMPTS, 1, HOUR)], [owed, asked])
    again = reached(0.75, purpose="follow-up")
    assert excesses([Rule(NUMBER, ATTEMPTS, 1, HOUR)], [owed, again])
