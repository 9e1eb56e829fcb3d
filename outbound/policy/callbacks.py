"""Promised callbacks: which windows may be booked, and what follows when one is missed or broken."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from outbound.policy.decision import GiveUp, Wait
from outbound.policy.span import NO_TIME_LEFT, Span, day_begins

_BROKEN: Final = timedelta(minutes=15)

LATE: Final = "callback promised; we are late"
"""Why a contact waits that was to be called in a window which has passed."""

LENGTH: Final = timedelta(hours=1)
"""How long a promised window is."""


@dataclass(frozen=True)
class Window:
    """The time [start, end) in which a person was promised a call."""

    start: datetime
    end: datetime


def why_not(window: Window, now: datetime, within: timedelta, span: Span) -> str:
    """Why a window cannot be promised; empty if it can."""
    if window.end <= window.start:
        return "the window ends before it begins"
    if window.end <= now:
        return "the window is over"
    if window.end > now.astimezone(UTC) + within:
        return "the window is further ahead than the campaign promises"
    if window.end > span.until:
        return "the campaign is over before the window is"
    first = span.first_from(max(now, window.start))
    if first is None or first >= window.end:
        return "nobody may be called in that window"
    return ""


def due(window: Window, now: datetime, span: Span) -> Wait | GiveUp:
    """When to call: in the window; if we missed it, first thing until closing, then the next
    callable day."""
    first = span.first_from(max(now, window.start))
    if first is None:
        return GiveUp(NO_TIME_LEFT)
    if first < window.end:
        return Wait(first, "callback promised")
    return Wait(first, LATE)


def broken(ended_at: datetime, nth: int, span: Span, zone: tzinfo) -> Wait | GiveUp | None:
    """What follows the n-th call in a row to a promised callback that was not answered.

    Again after 15 minutes, again on the next callable day, then None: ordinary retry.
    """
    if nth == 1:
        again = span.hours.add_open(ended_at, _BROKEN)
        said = "broken appointment: again after 15m"
    elif nth == 2:
        again, said = _tomorrow(ended_at, zone), "broken appointment: again the next callable day"
    else:
        return None
    moment = span.first_from(again) if again else None
    return Wait(moment, said) if moment else GiveUp(NO_TIME_LEFT)


def _tomorrow(t: datetime, zone: tzinfo) -> datetime:
    return day_begins(t.astimezone(zone).date() + timedelta(days=1), zone)
