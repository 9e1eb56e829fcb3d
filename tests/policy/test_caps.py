"""Frequency caps: rolling windows, the strictest, what happens on breach."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.policy.caps import (
    NUMBER_LIMIT,
    Breach,
    CapCount,
    Counted,
    Whose,
    binds,
    breach,
    breach_of,
    limits,
    strictest,
)
from outbound.policy.decision import AGAIN

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def contacts(allowed: int, *ago: timedelta, **more: object) -> CapCount:
    cap = Cap.model_validate({"contacts": allowed, "per": "7d", **more})
    return CapCount(cap, Counted.CONTACTS, tuple(NOW - t for t in ago))


def test_below_the_count_there_is_no_breach() -> None:
    assert breach(2, WEEK, [NOW - DAY], NOW) is None


def test_the_count_falls_below_when_the_oldest_in_the_way_leaves_the_window() -> None:
    times = [NOW - 6 * DAY, NOW - 2 * DAY]
    assert breach(2, WEEK, times, NOW) == NOW + DAY
    assert breach(1, WEEK, times, NOW) == NOW + 5 * DAY
    assert breach(2, WEEK, times, NOW + DAY) is None


def test_the_window_excludes_its_oldest_moment_and_includes_now() -> None:
    assert breach(1, WEEK, [NOW - WEEK], NOW) is None
    assert breach(1, WEEK, [NOW], NOW) == NOW + WEEK
    assert breach(1, WEEK, [NOW - WEEK + timedelta(microseconds=1)], NOW) is not None


def test_what_is_yet_to_come_does_not_count() -> None:
    assert breach(1, WEEK, [NOW + DAY], NOW) is None


def test_zero_forbids_for_ever() -> None:
    found = breach_of(contacts(0), NOW)
    assert found == Breach(None, drop=True, reason="the centre allows 0 contacts in 1w")


def test_a_breach_says_who_allows_what() -> None:
    found = breach_of(contacts(1, DAY, purpose="survey"), NOW)
    assert found == Breach(
        NOW + 6 * DAY, drop=False, reason="the centre allows 1 contact in 1w (survey)"
    )


def test_a_cap_may_drop_instead_of_waiting() -> None:
    found = breach_of(contacts(1, DAY, then="drop"), NOW)
    assert found
    assert found.drop


def test_what_is_under_way_is_waited_for_a_little_and_never_dropped_for() -> None:
    count = replace(contacts(2, DAY, then="drop"), pending=1)
    assert breach_of(count, NOW) == Breach(NOW + AGAIN, False, "the centre allows 2 contacts in 1w")
    assert breach_of(replace(count, pending=0), NOW) is None
    assert breach_of(replace(contacts(2), pending=2), NOW) is not None
    reached = breach_of(replace(contacts(1, DAY), pending=1), NOW)
    assert reached
    assert reached.until == NOW + 6 * DAY


def test_the_strictest_breach_is_the_one_that_holds_longest() -> None:
    soon, late = Breach(NOW + DAY, False, "soon"), Breach(NOW + WEEK, False, "late")
    never = Breach(None, True, "never")
    assert strictest([soon, late]) is late
    assert strictest([never, late]) is never
    assert strictest([late, Breach(NOW + DAY, True, "drop")]) == Breach(NOW + DAY, True, "drop")
    assert strictest([]) is None


def test_a_cap_binds_its_own_purpose_and_channel() -> None:
    cap = Cap.model_validate({"contacts": 1, "per": "90d", "purpose": "survey"})
    assert binds(cap, Purpose.SURVEY, Channel.SMS)
    assert not binds(cap, Purpose.CARE, Channel.SMS)
    calls = Cap.model_validate({"attempts": 1, "per": "1d", "channel": "call"})
    assert binds(calls, Purpose.CARE, Channel.CALL)
    assert not binds(calls, Purpose.CARE, Channel.SMS)


def test_a_cap_says_what_it_counts() -> None:
    per = {"per": "30d"}
    assert limits(Cap.model_validate({"contacts": 2, **per})) == ((Counted.CONTACTS, 2),)
    assert limits(Cap.model_validate({"attempts": 5, **per})) == ((Counted.ATTEMPTS, 5),)
    assert limits(Cap.model_validate({"completes": 0, **per})) == ((Counted.COMPLETES, 0),)


def test_a_number_gets_three_attempts_a_day_over_all_campaigns() -> None:
    times = tuple(NOW - timedelta(hours=h) for h in (1, 2, 23))
    found = breach_of(CapCount(NUMBER_LIMIT, Counted.ATTEMPTS, times, Whose.NUMBER), NOW)
    assert found
    assert found.until == NOW + timedelta(hours=1)
    assert found.reason == "the number allows 3 attempts in 1d"
