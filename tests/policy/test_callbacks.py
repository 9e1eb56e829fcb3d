"""Promised callbacks: what may be promised, our misses, and appointments they break."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.policy.callbacks import Window, broken, due, why_not
from outbound.policy.decision import GiveUp, Wait
from outbound.policy.hours import OpenHours
from outbound.policy.span import Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = OpenHours.parse("Mo-Sa 09:00-12:00,14:00-20:00; PH off", "CN", SHANGHAI)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


SPAN = Span(HOURS, at(29, 0), timedelta(seconds=55))
WEEK = timedelta(days=7)
NOW = at(23, 10)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (at(24, 10), at(24, 11), ""),
        (at(23, 9), at(23, 11), ""),
        (at(24, 11), at(24, 10), "the window ends before it begins"),
        (at(23, 8), at(23, 10), "the window is over"),
        (at(24, 12), at(24, 14), "nobody may be called in that window"),
        (at(24, 12), at(24, 14, 30), ""),
        (at(29, 10), at(29, 11), "the campaign is over before the window is"),
        (at(28, 23, 30), at(29, 0, 30), "the campaign is over before the window is"),
        (at(30, 9, 30), at(30, 10, 30), "the window is further ahead than the campaign promises"),
        (at(30, 11), at(30, 12), "the window is further ahead than the campaign promises"),
    ],
)
def test_what_may_be_promised(start: datetime, end: datetime, reason: str) -> None:
    assert why_not(Window(start, end), NOW, WEEK, SPAN) == reason


def test_a_callback_is_due_in_its_window() -> None:
    window = Window(at(24, 10), at(24, 11))
    assert due(window, NOW, SPAN) == Wait(at(24, 10), "callback promised")
    assert due(window, at(24, 10, 30), SPAN) == Wait(at(24, 10, 30), "callback promised")


def test_the_one_we_missed_comes_first_until_closing_then_the_next_callable_day() -> None:
    window = Window(at(24, 18), at(24, 19))
    late = "callback promised; we are late"
    assert due(window, at(24, 19, 30), SPAN) == Wait(at(24, 19, 30), late)
    assert due(window, at(24, 20), SPAN) == Wait(at(25, 9), late)
    assert due(Window(at(28, 18), at(28, 19)), at(28, 21), SPAN) == GiveUp("no time left")


def test_a_broken_appointment_gets_two_more_calls_before_ordinary_retry() -> None:
    assert broken(at(24, 10, 5), 1, SPAN, SHANGHAI) == Wait(
        at(24, 10, 20), "broken appointment: again after 15m"
    )
    assert broken(at(24, 10, 21), 2, SPAN, SHANGHAI) == Wait(
        at(25, 9), "broken appointment: again the next callable day"
    )
    assert broken(at(25, 9, 1), 3, SPAN, SHANGHAI) is None


def test_a_broken_appointment_on_the_last_day_ends() -> None:
    assert broken(at(28, 19, 50), 1, SPAN, SHANGHAI) == GiveUp("no time left")
