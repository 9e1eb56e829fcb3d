"""Parts of the day: each contact is tried in several different ones before it is given up."""

from datetime import datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final

from outbound.policy.span import Span, day_begins

_SATURDAY: Final = 5


class DayPart(Enum):
    """A part of the week by the person's own clock."""

    MORNING = "morning"  # before 12
    AFTERNOON = "afternoon"  # 12 to 17
    EVENING = "evening"  # from 17
    WEEKEND = "weekend"


_ENDS: Final = ((time(12), DayPart.MORNING), (time(17), DayPart.AFTERNOON))


def day_part(t: datetime, zone: tzinfo) -> DayPart:
    """The part in which a moment falls for a person in `zone`."""
    local = t.astimezone(zone)
    if local.weekday() >= _SATURDAY:
        return DayPart.WEEKEND
    return next((part for end, part in _ENDS if local.time() < end), DayPart.EVENING)


def next_boundary(t: datetime, zone: tzinfo) -> datetime:
    """The first moment after `t` at which another part may begin: 12:00, 17:00 or midnight."""
    day = t.astimezone(zone).date()
    marks = (datetime.combine(day, end, zone).astimezone(t.tzinfo) for end, _ in _ENDS)
    return next((mark for mark in marks if mark > t), day_begins(day + timedelta(days=1), zone))


def first_untried(
    start: datetime, tried: frozenset[DayPart], span: Span, zone: tzinfo
) -> datetime | None:
    """The first moment not before `start` at which an attempt may be placed in an untried part.

    None if no such part comes before the end.
    """
    moment = span.first_from(start)
    while moment is not None and day_part(moment, zone) in tried:
        moment = span.first_from(next_boundary(moment, zone))
    return moment
