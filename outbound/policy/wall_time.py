"""The clock on a person's wall: its offsets from UTC, and the same time on another day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from outbound.policy.intervals import Intervals

_DAY = 86_400


def same_local_time(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The moment `days` later by the calendar, at the same time of day in `zone`, in UTC.

    A time that the clocks skip becomes the time they then show (02:30 becomes 03:30); of one
    that comes twice, the first.
    """
    local = moment.astimezone(zone)
    return (local + timedelta(days=days)).replace(fold=0).astimezone(UTC)


def on_the_wall(open_by_wall: Intervals, zone: tzinfo, low: int, high: int) -> Intervals:
    """The moments in [low, high) at which a clock in `zone` shows a time in `open_by_wall`.

    Both are seconds since 1970, the wall's read as if it were UTC. A time that comes twice counts
    twice, one that never comes not at all.
    """
    return Intervals.of(
        (start - offset, end - offset)
        for begin, finish, offset in _offsets(zone, low, high)
        for start, end in open_by_wall.clipped(begin + offset, finish + offset)
    )


@lru_cache(maxsize=1024)
def _offsets(zone: tzinfo, low: int, high: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches of [low, high) during which the zone's offset stays the same, with it."""
    return tuple(_stretches(zone, low, high))


def _stretches(zone: tzinfo, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    begin, offset, probe = low, _offset(zone, low), low
    while probe < high:
        later = min(probe + _DAY, high)
        if _offset(zone, later) != offset:
            change = _change(zone, probe, later)
            yield begin, change, offset
            begin, offset = change, _offset(zone, change)
            later = change
        probe = later
    yield begin, high, offset


def _change(zone: tzinfo, before: int, after: int) -> int:
    """The first second whose offset is not that of `before`; `after` is known to be such."""
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: tzinfo, second: int) -> int:
    shift = datetime.fromtimestamp(second, zone).utcoffset()
    return 0 if shift is None else round(shift.total_seconds())
