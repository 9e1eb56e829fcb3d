"""When a person may be contacted: opening hours in their zone, and the hours that all allow."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache, reduce
from operator import and_
from typing import Final
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours

from outbound.policy.hours_text import HoursError, open_by_wall, read_hours
from outbound.policy.intervals import Intervals
from outbound.policy.rules import public_holidays
from outbound.policy.wall_time import on_the_wall

__all__ = ["Everywhere", "HoursError", "OpenHours", "Opening"]

_BLOCK: Final = 366 * 86_400
_YEAR: Final = timedelta(days=366)
_DAY: Final = 86_400


class Opening(ABC):
    """Moments at which something may happen, in half-open intervals.

    Answers look at most a year (366 days) ahead. Moments are aware; those returned are in UTC.
    """

    def is_open(self, t: datetime) -> bool:
        """Whether `t` lies in an open interval: its start does, its end does not."""
        second = t.timestamp()
        return second in self.block(int(second // _BLOCK))

    def next_open(self, t: datetime) -> datetime | None:
        """The first open moment not before `t`; None if there is none within a year."""
        return next((start for start, _ in self._ahead(t)), None)

    def closes_at(self, t: datetime) -> datetime | None:
        """When the interval that is open at `t` ends; None if closed, or open for a year on end."""
        for start, end in self._ahead(t):
            return end if start <= t and end - t <= _YEAR else None
        return None

    def fits(self, t: datetime, needed: timedelta) -> bool:
        """Whether all of [t, t + needed] lies before the close of an interval open at `t`."""
        start, end = next(self._ahead(t), (None, None))
        return start is not None and end is not None and start <= t and start + needed <= end

    def next_fit(self, t: datetime, needed: timedelta) -> datetime | None:
        """The first moment not before `t` that `fits`; None if there is none within a year."""
        return next((start for start, end in self._ahead(t) if start + needed <= end), None)

    def open_between(self, a: datetime, b: datetime) -> timedelta:
        """How much of [a, b) is open."""
        a, b, total = a.astimezone(UTC), b.astimezone(UTC), timedelta()
        while a < b:
            upto = min(b, a + _YEAR)
            spans = (min(end, upto) - start for start, end in self._ahead(a) if start < upto)
            total += sum(spans, timedelta())
            a = upto
        return total

    def add_open(self, t: datetime, duration: timedelta) -> datetime | None:
        """The first open moment by which `duration` of open time has passed since `t`.

        Closed time does not count. None if that is more than a year away.
        """
        for start, end in self._ahead(t):
            if duration < end - start:
                return start + duration
            duration -= end - start
        return None

    @abstractmethod
    def block(self, number: int) -> Intervals:
        """The open intervals from the start of the numbered block on, for more than two blocks."""

    def _ahead(self, t: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open intervals of the coming year, the first cut to begin at `t`."""
        t = t.astimezone(UTC)
        second = t.timestamp()
        for start, end in self.block(int(second // _BLOCK)).from_(second):
            begin = t if start <= second else datetime.fromtimestamp(start, UTC)
            if begin - t > _YEAR:
                return
            yield begin, datetime.fromtimestamp(end, UTC)


@dataclass(frozen=True)
class OpenHours(Opening):
    """Opening hours kept by the clock of one zone. Make one with `parse`."""

    text: str
    country: str
    zone: ZoneInfo
    _read: OpeningHours = field(repr=False, compare=False)
    _blocks: dict[int, Intervals] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def parse(text: str, country: str, zone: ZoneInfo) -> "OpenHours":
        """Hours in OpenStreetMap's syntax; `PH` are the public holidays of `country`.

        Raises HoursError, a ValueError with the offset, if the text cannot be kept.
        """
        return _parsed(text, country, zone)

    def block(self, number: int) -> Intervals:
        """The open intervals of the block, told by the wall and remembered."""
        known = self._blocks.get(number)
        if known is None:
            low, high = number * _BLOCK, (number + 2) * _BLOCK + _DAY
            by_wall = open_by_wall(self._read, low - 2 * _DAY, high + 2 * _DAY)
            known = self._blocks[number] = on_the_wall(by_wall, self.zone, low, high)
        return known


@lru_cache(maxsize=4096)
def _parsed(text: str, country: str, zone: ZoneInfo) -> OpenHours:
    return OpenHours(text, country, zone, read_hours(text, country, public_holidays(country)))


@dataclass(frozen=True)
class Everywhere(Opening):
    """Open only when all of `hours` are."""

    hours: tuple[OpenHours, ...]
    _blocks: dict[int, Intervals] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("hours that nobody gave are not hours: an unknown zone is never open")

    def block(self, number: int) -> Intervals:
        """What the blocks of all have in common."""
        known = self._blocks.get(number)
        if known is None:
            blocks = dict.fromkeys(hours.block(number) for hours in dict.fromkeys(self.hours))
            known = self._blocks[number] = reduce(and_, blocks)
        return known
