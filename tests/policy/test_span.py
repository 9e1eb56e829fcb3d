"""When an attempt may be placed, and how long a message stays valid."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outbound.campaign.schema import Step
from outbound.policy.hours import OpenHours
from outbound.policy.span import LONGEST_VALIDITY, Span, dates_of, last_callable, needed_by

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYTIME = OpenHours.parse("Mo-Su 09:00-20:00", "CN", SHANGHAI)
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI)


def test_both_dates_of_a_campaign_are_inclusive() -> None:
    begins, ends = dates_of(date(2026, 11, 23), date(2026, 11, 24), SHANGHAI)
    assert begins == at(23, 0)
    assert ends == at(25, 0)


def test_a_call_needs_queue_and_ring_and_a_message_its_shortest_validity() -> None:
    call = Step.model_validate({"call": {"from": "survey", "ring": "25s"}})
    sms = Step.model_validate({"sms": {"from": "survey"}})
    assert needed_by(call) == timedelta(seconds=55)
    assert needed_by(sms) == timedelta(seconds=60)


def test_the_end_cuts_open_hours_short() -> None:
    span = Span(DAYTIME, at(23, 15), timedelta(seconds=55))
    assert span.may_place(at(23, 14, 59, 5))
    assert not span.may_place(at(23, 14, 59, 6))
    assert span.first_from(at(23, 14, 59, 6)) is None


def test_validity_ends_with_the_hours_the_campaign_and_the_carriers_limit() -> None:
    assert Span(DAYTIME, at(30, 0), HOUR).validity(at(23, 18)) == 2 * HOUR
    assert Span(DAYTIME, at(23, 19), HOUR).validity(at(23, 18)) == HOUR
    assert Span(DAYTIME, at(30, 0), HOUR).validity(at(23, 9)) == LONGEST_VALIDITY
    assert Span(DAYTIME, at(30, 0), HOUR).validity(at(23, 9), 4 * HOUR) == 4 * HOUR
    assert Span(DAYTIME, at(30, 0), HOUR).validity(at(23, 21)) == timedelta()


def test_validity_of_what_never_closes_ends_with_the_campaign() -> None:
    always = OpenHours.parse("24/7", "CN", SHANGHAI)
    assert Span(always, at(23, 12), HOUR).validity(at(23, 9)) == 3 * HOUR


def test_the_last_callable_moment_leaves_room_for_the_ring() -> None:
    ring = timedelta(seconds=55)
    assert last_callable(Span(DAYTIME, at(24, 0), ring)) == at(23, 19, 59, 5)
    assert last_callable(Span(DAYTIME, at(23, 15), ring)) == at(23, 14, 59, 5)
    mondays = OpenHours.parse("Mo 09:00-12:00", "CN", SHANGHAI)
    assert last_callable(Span(mondays, at(29, 0), ring)) == at(23, 11, 59, 5)


def test_hours_that_never_come_have_no_last_moment() -> None:
    never = OpenHours.parse("off", "CN", SHANGHAI)
    assert last_callable(Span(never, at(29, 0), HOUR)) is None


def test_the_last_callable_moment_is_the_last_that_may_be_placed() -> None:
    for day in range(20, 30):
        span = Span(DAYTIME, at(day, 13, 7), HOUR)
        last = last_callable(span)
        assert last is not None
        assert span.may_place(last)
        assert span.first_from(last + timedelta(seconds=1)) is None
