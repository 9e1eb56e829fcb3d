"""Hours that the country's rules cut short: which part of them is lost, and where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from outbound.campaign.problems import Problem
from outbound.check.hours import Lawful, dates_of_campaign, lawful_hours, together
from outbound.check.subject import Subject
from outbound.policy.hours import Everywhere, HoursError, OpenHours
from outbound.policy.intervals import Intervals

_HOURS = ("contact", "hours")
_LOOKED_AT: Final = timedelta(days=28)
"""Rules repeat by the week; holidays, on which whole days are lost, are no mistake of the author's."""

_RANGE: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, order=True)
class _Lost:
    """A stretch of a weekday on which the campaign is open and the rules are not."""

    begins: time
    ends: time
    weekday: int


def lost_hours(subject: Subject) -> Iterator[Problem]:
    """The hours lie inside those of the country's rules; what lies outside is never used."""
    text, centre, dates = subject.text(*_HOURS), subject.world.centre, dates_of_campaign(subject)
    if not text or centre is None or dates is None:
        return
    zone = subject.world.zone
    try:
        hours = OpenHours.parse(text, centre.country, zone)
    except HoursError:
        return  # `contact_hours` tells
    begin, found = dates[0].astimezone(UTC), dict[tuple[_Lost, ...], list[Lawful]]()
    for law in lawful_hours(subject, centre, zone):
        lost = _lost_within(hours, law, begin)
        if lost and together(hours, *law.hours).next_open(begin) is not None:
            found.setdefault(lost, []).append(law)
    for lost, laws in found.items():
        channels = " and ".join(law.channel.value for law in laws)
        message = (
            f"{centre.country} does not allow {channels} at {_stretches(lost)}: nobody is contacted"
            " then."
        )
        hint, place = f"Allowed: {laws[0].text}.", _place(text, lost[0])
        yield subject.inside(_HOURS, place, "hours-lost", message, hint, "warning")


def _stretches(lost: tuple[_Lost, ...]) -> str:
    days: dict[str, list[str]] = {}
    for part in lost:
        ends = "24:00" if part.ends == time() else f"{part.ends:%H:%M}"
        days.setdefault(f"{part.begins:%H:%M}-{ends}", []).append(_DAYS[part.weekday])
    return "; ".join(f"{','.join(names)} {stretch}" for stretch, names in days.items())


def _place(text: str, lost: _Lost) -> int:
    """Where the range of times stands in which the lost stretch lies."""
    minute = lost.begins.hour * 60 + lost.begins.minute
    for found in _RANGE.finditer(text):
        begins = int(found[1]) * 60 + int(found[2])
        ends = int(found[3]) * 60 + int(found[4])
        if begins <= minute < ends:
            return found.start()
    return 0


@lru_cache(maxsize=512)
def _lost_within(hours: OpenHours, law: Lawful, begin: datetime) -> tuple[_Lost, ...]:
    """Looked at once for all campaigns that keep the same hours and begin on the same day."""
    return tuple(sorted(set(_lost(hours, law, (begin, begin + _LOOKED_AT)))))


def _lost(hours: OpenHours, law: Lawful, span: tuple[datetime, datetime]) -> Iterator[_Lost]:
    zone = hours.zone
    allowed = Intervals.of(_seconds(together(*law.hours), span))
    ours = Intervals.of(_seconds(hours, span))
    open_days = {_local(start, zone).date() for start, _ in allowed}
    weekdays = {day.weekday() for day in open_days}
    for start, end in _without(ours, allowed):
        begins, ends = _local(start, zone), _local(end, zone)
        holiday = begins.date() not in open_days and begins.weekday() in weekdays
        if not holiday:
            yield _Lost(begins.time(), ends.time(), begins.weekday())


def _seconds(
    hours: OpenHours | Everywhere, span: tuple[datetime, datetime]
) -> Iterator[tuple[int, int]]:
    """The open intervals between the two moments."""
    moment, until = hours.next_open(span[0]), span[1]
    while moment is not None and moment < until:
        closes = hours.closes_at(moment) or until
        yield int(moment.timestamp()), int(min(closes, until).timestamp())
        moment = hours.next_open(closes) if closes < until else None


def _without(ours: Intervals, others: Intervals) -> Iterator[tuple[int, int]]:
    """The time that lies in the first and not in the second."""
    for start, end in ours:
        at = start
        for begins, ends in others.clipped(start, end):
            if begins > at:
                yield at, begins
            at = ends
        if at < end:
            yield at, end


def _local(second: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone(zone)
