"""How many calls may be promised for an hour: what the agents have time for."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from outbound.policy.callbacks import Window
from outbound.policy.hours import OpenHours
from outbound.policy.promised_time import Promise, Roster, Worker

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
BOTH, CHINESE, ENGLISH = frozenset({"zh", "en"}), frozenset({"zh"}), frozenset({"en"})
FULL = "as many calls are promised for then as there is time for"
OWN = "the agent has as many calls to make then as they can keep"


def hour(begins: int, minute: int = 0) -> Window:
    start = datetime(2026, 11, 24, begins, minute, tzinfo=SHANGHAI)
    return Window(start, start + HOUR)


def promises(count: int, language: str = "zh", agent: str | None = None) -> tuple[Promise, ...]:
    return (Promise(hour(10), language, agent),) * count


LIN, MEI = Worker("lin", BOTH), Worker("mei", CHINESE)
ROSTER = Roster((LIN, MEI), (), timedelta(minutes=12), Decimal("0.8"))


def test_promised_calls_take_up_no_more_than_their_part_of_the_agents_time() -> None:
    """Two agents have 120 minutes, 96 of them for promises: eight calls of 12 minutes."""
    almost, full = replace(ROSTER, promises=promises(7)), replace(ROSTER, promises=promises(8))
    assert almost.why_full(hour(10), "zh", "") == ""
    assert full.why_full(hour(10), "zh", "") == FULL
    assert full.why_full(hour(11), "zh", "") == ""
    assert replace(full, capacity=Decimal("0.9")).why_full(hour(10), "zh", "") == ""


def test_only_those_who_speak_the_language_count() -> None:
    english = replace(ROSTER, promises=promises(4, "en"))
    assert english.why_full(hour(10), "en", "") == FULL  # Lin alone speaks it
    assert english.why_full(hour(10), "zh", "") == ""
    assert replace(english, promises=promises(8, "zh")).why_full(hour(10), "en", "") == FULL
    assert ROSTER.why_full(hour(10), "fr", "") == "nobody who speaks fr is at work then"


def test_who_names_no_language_speaks_any() -> None:
    assert replace(ROSTER, workers=(Worker("ann", frozenset()),)).why_full(hour(10), "fr", "") == ""


def test_agents_count_for_the_time_that_they_are_at_work() -> None:
    mornings = OpenHours.parse("Mo-Fr 09:00-10:30", "CN", SHANGHAI)
    roster = replace(ROSTER, workers=(replace(LIN, hours=mornings),))
    two = replace(roster, promises=promises(1))
    assert two.why_full(hour(10), "zh", "") == ""  # 24 of 30 minutes: two calls
    assert replace(roster, promises=promises(2)).why_full(hour(10), "zh", "") == FULL
    assert roster.why_full(hour(11), "zh", "") == "nobody who speaks zh is at work then"


def test_an_agent_keeps_their_own_limit() -> None:
    roster = replace(ROSTER, workers=(replace(LIN, most=2), MEI), promises=promises(2, agent="lin"))
    assert roster.why_full(hour(10), "zh", "lin") == OWN
    assert roster.why_full(hour(10), "zh", "mei") == ""
    assert roster.why_full(hour(11), "zh", "lin") == ""
    busy = replace(ROSTER, promises=promises(4, agent="lin"))
    assert busy.why_full(hour(10), "zh", "lin") == OWN  # 48 of their own 60 minutes
    assert busy.why_full(hour(10), "zh", "mei") == ""


def test_who_is_not_at_work_then_keeps_no_call() -> None:
    mornings = OpenHours.parse("Mo-Fr 09:00-10:00", "CN", SHANGHAI)
    roster = replace(ROSTER, workers=(replace(LIN, hours=mornings, most=0), MEI))
    assert roster.why_full(hour(9), "zh", "lin") == OWN
    assert roster.keeper(hour(10), "lin") is None
    assert roster.why_full(hour(10), "zh", "lin") == ""


def test_a_promise_that_begins_at_another_minute_counts_for_the_part_that_it_shares() -> None:
    half = replace(ROSTER, workers=(LIN,), promises=promises(6))
    assert half.why_full(hour(10, 30), "zh", "") == ""  # three of the six, and one more: 48 minutes
    assert replace(half, promises=promises(7)).why_full(hour(10, 30), "zh", "") == FULL
