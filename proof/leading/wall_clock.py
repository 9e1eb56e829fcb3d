"""The slow and obvious definition of open hours: what the wall's clock and calendar show at a moment."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"(?:(\w\w)(?:-(\w\w))?) (.+)")

FIXED_HOLIDAYS = {
    "CN": ((1, 1), (5, 1), (10, 1)),
    "FR": ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
    "AU": ((12, 25),),
    "US": ((1, 1), (7, 4), (12, 25)),
}
"""Holidays that fall on the same day every year, as anybody knows them: month and day."""


@dataclass(frozen=True)
class Week:
    """Opening hours by weekday, in minutes of the day; `holidays` are closed all day."""

    open: tuple[tuple[tuple[int, int], ...], ...]
    holidays: tuple[tuple[int, int], ...] = ()

    def shows_open(self, wall: datetime) -> bool:
        """Whether a clock and calendar on the wall that show this are inside the hours."""
        if (wall.month, wall.day) in self.holidays:
            return False
        minute = wall.hour * 60 + wall.minute
        return any(start <= minute < end for start, end in self.open[wall.weekday()])


def read_week(text: str, country: str) -> Week:
    """Hours such as `Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-18:00; PH off`; a later rule replaces a day's."""
    days: list[tuple[tuple[int, int], ...]] = [() for _ in _DAYS]
    holidays: tuple[tuple[int, int], ...] = ()
    for rule in (part.strip() for part in text.split(";")):
        if rule == "PH off":
            holidays = FIXED_HOLIDAYS.get(country, ())
            continue
        found = _RULE.fullmatch(rule)
        assert found, f"not hours that this definition reads: {rule}"
        first = _DAYS.index(found[1])
        last = _DAYS.index(found[2] or found[1])
        for day in range(first, last + 1):
            days[day] = tuple(_span(span) for span in found[3].split(","))
    return Week(tuple(days), holidays)


def all_open(
    weeks: Iterable[Week], zones: Iterable[ZoneInfo], start: datetime, end: datetime
) -> bool:
    """Whether [start, end) is open by every clock: looked at on each minute and each turn of a clock."""
    clocks = tuple(zones)
    kept = tuple(weeks)
    return all(
        week.shows_open(moment.astimezone(zone))
        for moment in _moments(start, end)
        for zone in clocks
        for week in kept
    )


def changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """Every moment from the first year to the last at which the zone's clock is put forward or back."""
    found: list[datetime] = []
    step = timedelta(days=6)
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < end:
        then = at + step
        if _offset(zone, at) != _offset(zone, then):
            found.append(_turn(zone, at, then))
        at = then
    return found


def _moments(start: datetime, end: datetime) -> Iterator[datetime]:
    yield start
    at = start.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while at < end:
        yield at
        at += timedelta(minutes=1)
    yield end - timedelta(seconds=1)


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the new offset."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def _span(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return _minute(start), _minute(end)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
