"""What follows an ended attempt: delays in open time, steps, parts of the day, the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.schema import Contacting
from outbound.policy.day_parts import DayPart
from outbound.policy.decision import GiveUp, Hold, NextStep, Wait
from outbound.policy.hours import OpenHours
from outbound.policy.retry import Ahead, Ended, Finality, Retry, after, jitter

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = OpenHours.parse("Mo-Sa 09:00-12:00,14:00-20:00; PH off", "CN", SHANGHAI)
MINUTES_20, HOUR, DAY = timedelta(minutes=20), timedelta(hours=1), timedelta(days=1)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI)


END = at(30, 0)
CALL_THEN_SMS = {
    "channels": [
        {"call": {"attempts": 3, "from": "survey"}},
        {"sms": {"after": "2d", "attempts": 1, "from": "survey"}},
    ]
}
BUSY = Ended("busy", 1, at(23, 10), step=0, spent=1, retry=Retry((MINUTES_20, HOUR)))


def ahead(now: datetime, **changes: object) -> Ahead:
    return replace(Ahead(HOURS, END, SHANGHAI, now), **changes)  # type: ignore[arg-type]


def contacting(**changes: object) -> Contacting:
    return Contacting.model_validate(CALL_THEN_SMS | changes)


def follow(ended: Ended, **changes: object) -> object:
    return after(ended, contacting(**changes), ahead(ended.at))


def test_the_delay_runs_from_the_end_of_the_attempt() -> None:
    assert follow(BUSY) == Wait(at(23, 10, 20), "busy: again after 20m")


def test_the_second_delay_answers_the_second_time_and_the_last_repeats() -> None:
    assert follow(replace(BUSY, nth=2)) == Wait(at(23, 11), "busy: again after 1h")
    assert follow(replace(BUSY, nth=9)) == Wait(at(23, 11), "busy: again after 1h")


def test_closed_time_does_not_count_for_minutes_and_hours() -> None:
    ended = replace(BUSY, at=at(23, 11, 50))
    assert follow(ended) == Wait(at(23, 14, 10), "busy: again after 20m")
    night = replace(BUSY, nth=2, at=at(23, 19, 30))
    assert follow(night) == Wait(at(24, 9, 30), "busy: again after 1h")


def test_days_are_counted_by_the_calendar_to_the_same_local_time() -> None:
    machine = replace(BUSY, outcome="machine", at=at(23, 10, 5), retry=Retry((DAY,)))
    assert follow(machine) == Wait(at(24, 10, 5), "machine: again after 1d")


def test_a_day_that_ends_on_a_sunday_waits_for_monday() -> None:
    machine = replace(BUSY, outcome="machine", at=at(28, 10, 5), retry=Retry((DAY,)))
    assert after(machine, contacting(), ahead(at(28, 11), until=at(30, 23))) == Wait(
        at(30, 9), "machine: again after 1d"
    )


def test_days_keep_the_local_time_over_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = OpenHours.parse("Mo-Su 09:00-20:00", "DE", berlin)
    ended = replace(
        BUSY, outcome="machine", at=datetime(2026, 10, 24, 12, tzinfo=berlin), retry=Retry((DAY,))
    )
    place = Ahead(hours, datetime(2026, 11, 30, tzinfo=berlin), berlin, ended.at)
    found = after(ended, contacting(), place)
    assert found == Wait(datetime(2026, 10, 25, 12, tzinfo=berlin), "machine: again after 1d")


def test_a_silence_by_law_is_kept_in_full_over_a_clock_change() -> None:
    london = ZoneInfo("Europe/London")
    hours = OpenHours.parse("Mo-Su 09:00-20:00", "GB", london)
    ended = replace(
        BUSY, outcome="abandoned", at=datetime(2026, 3, 27, 12, tzinfo=london),
        retry=Retry((3 * DAY,), elapsed=True),
    )  # fmt: skip
    found = after(
        ended, contacting(), Ahead(hours, datetime(2026, 5, 1, tzinfo=london), london, ended.at)
    )
    assert isinstance(found, Wait)
    assert found.until - ended.at == timedelta(hours=72)  # 13:00 by the clock on the wall


def test_the_campaign_changes_the_delays() -> None:
    found = follow(BUSY, retry={"busy": ["30m", "2h"]})
    assert found == Wait(at(23, 10, 30), "busy: again after 30m")
    assert follow(BUSY, retry={"busy": "1d"}) == Wait(at(24, 10), "busy: again after 1d")


def test_jitter_adds_up_to_a_tenth() -> None:
    found = after(BUSY, contacting(), ahead(at(23, 10), jitter=0.1))
    assert found == Wait(at(23, 10, 22), "busy: again after 20m")


def test_jitter_is_the_same_for_the_same_contact_and_slot() -> None:
    assert jitter(7, 1) == jitter(7, 1)
    assert jitter(7, 1) != jitter(7, 2)
    assert all(0 <= jitter(contact, 0) < 0.1 for contact in range(1000))
    assert 0.045 < sum(jitter(contact, 0) for contact in range(1000)) / 1000 < 0.055


def test_what_is_overdue_is_due_now() -> None:
    assert after(BUSY, contacting(), ahead(at(23, 15))) == Wait(at(23, 15), "busy: again after 20m")


# Steps


def test_when_the_attempts_are_spent_the_next_step_waits_its_time() -> None:
    found = follow(replace(BUSY, spent=3))
    assert found == NextStep(1, at(25, 10), "busy: on to sms, 2d later")


def test_the_last_step_ends_in_giving_up() -> None:
    one = {"channels": [{"call": {"attempts": 1, "from": "survey"}}]}
    assert follow(BUSY, **one) == GiveUp("all attempts are spent")


def test_an_outcome_without_delay_goes_on_at_once() -> None:
    two = {"channels": [{"sms": {"from": "s"}}, {"call": {"from": "s"}}]}
    delivered = Ended("delivered", 1, at(23, 10), step=0, spent=1)
    assert follow(delivered, **two) == NextStep(1, at(23, 10), "delivered: on to call")


def test_the_end_of_a_channel_skips_its_other_steps() -> None:
    three = {"channels": [{"call": {"from": "s"}}, {"call": {"from": "s"}}, {"sms": {"from": "s"}}]}
    fax = Ended("fax", 1, at(23, 10), step=0, spent=1, finality=Finality.CHANNEL)
    assert follow(fax, **three) == NextStep(2, at(23, 10), "fax: on to sms")
    assert follow(fax, channels=[{"call": {"from": "s"}}]) == GiveUp("fax")


def test_an_outcome_may_be_retried_only_so_often() -> None:
    failure = Retry((MINUTES_20,), at_most=2)
    failed = Ended("technical-failure", 2, at(23, 10), step=0, spent=0, retry=failure)
    assert isinstance(follow(failed), Wait)
    assert isinstance(follow(replace(failed, nth=3)), NextStep)


def test_what_waits_for_evidence_is_held() -> None:
    unknown = Ended("unknown", 1, at(23, 10), step=0, spent=1, retry=Retry(held="no reply"))
    assert follow(unknown) == Hold("no reply")
    assert follow(unknown, retry={"unknown": "20m"}) == Hold("no reply")


# Refusals


REFUSED = Ended("refused", 1, at(23, 10), step=0, spent=1, finality=Finality.CONTACT)


def test_a_refusal_ends_the_contact() -> None:
    assert follow(REFUSED) == GiveUp("refused")


def test_a_campaign_may_ask_once_more_after_a_week() -> None:
    end = ahead(at(16, 10), until=END)
    soft = replace(REFUSED, at=at(16, 10))
    once = contacting(retry={"refused": "7d"})
    assert after(soft, once, end) == Wait(at(23, 10), "refused: again after 1w")
    assert after(replace(soft, nth=2), once, end) == GiveUp("refused")


def test_sooner_than_a_week_is_not_asked() -> None:
    assert follow(REFUSED, retry={"refused": "6d"}) == GiveUp("refused")


@pytest.mark.parametrize("outcome", ["refused-hard", "wrong-person", "completed"])
def test_no_delay_brings_back_what_is_final(outcome: str) -> None:
    final = replace(REFUSED, outcome=outcome)
    assert follow(final, retry={outcome: "7d"}) == GiveUp(outcome)


# The end


def test_due_after_the_last_moment_there_is_no_time_left() -> None:
    late = replace(BUSY, at=at(28, 19, 50))  # Saturday; the campaign ends on Sunday night
    assert follow(late) == GiveUp("no time left")
    assert follow(replace(BUSY, spent=3, at=at(28, 9))) == GiveUp("no time left")


def test_the_ring_must_fit_before_the_close() -> None:
    ended = replace(BUSY, at=at(23, 11, 39, 30))
    assert follow(ended) == Wait(at(23, 14), "busy: again after 20m")


# Parts of the day


def parts(**changes: object) -> object:
    ended = replace(BUSY, **changes)
    tried = frozenset({DayPart.MORNING})
    return after(ended, contacting(**{"day-parts": 2}), ahead(ended.at, tried=tried))


def test_while_attempts_are_left_a_busy_line_is_tried_again_as_soon_as_it_says() -> None:
    assert parts(spent=1) == Wait(at(23, 10, 20), "busy: again after 20m")


def test_where_nobody_was_there_another_part_is_next_even_while_attempts_are_left() -> None:
    ended = replace(BUSY, outcome="no-answer", at=at(23, 9, 30))
    place = ahead(ended.at, tried=frozenset({DayPart.MORNING}), missed={DayPart.MORNING: 1})
    assert after(ended, contacting(**{"day-parts": 2}), place) == Wait(
        at(23, 14), "no-answer: again after 20m, in the afternoon, which is still untried"
    )
    assert after(ended, contacting(), place) == Wait(at(23, 9, 50), "no-answer: again after 20m")


def test_the_last_attempt_goes_to_an_untried_part() -> None:
    assert parts(spent=2) == Wait(
        at(23, 14), "busy: again after 20m, in the afternoon, which is still untried"
    )


def test_a_part_that_cannot_come_is_waived_and_says_so() -> None:
    mornings = OpenHours.parse("Mo-Fr 09:00-12:00", "CN", SHANGHAI)
    ended = replace(BUSY, spent=2)
    place = Ahead(mornings, END, SHANGHAI, ended.at, tried=frozenset({DayPart.MORNING}))
    assert after(ended, contacting(**{"day-parts": 2}), place) == Wait(
        at(23, 10, 20), "busy: again after 20m; no other part of the day comes before the end"
    )


def test_a_part_already_untried_is_kept() -> None:
    assert parts(spent=2, at=at(23, 16)) == Wait(at(23, 16, 20), "busy: again after 20m")


def test_once_enough_parts_are_tried_none_is_owed() -> None:
    ended = replace(BUSY, spent=2)
    tried = frozenset({DayPart.MORNING, DayPart.EVENING})
    place = ahead(ended.at, tried=tried)
    assert after(ended, contacting(**{"day-parts": 2}), place) == Wait(
        at(23, 10, 20), "busy: again after 20m"
    )
