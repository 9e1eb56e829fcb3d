"""Parts of the day: each contact is tried in several different ones before it is given up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import lru_cache
from typing import Final

from outbound.policy.span import Span, day_begins

_SATURDAY: Final = 5


class DayPart(Enum):
    """A part of the week by the person's own clock."""

    MORNING = "morning"  # before 12
    AFTERNOON = "afternoon"  # 12 to 17
    EVENING = "evening"  # from 17
    WEEKEND = "weekend"


WEIGHT: Final[Mapping[DayPart, float]] = {
    DayPart.MORNING: 0.58,
    DayPart.AFTERNOON: 0.59,
    DayPart.EVENING: 0.67,
    DayPart.WEEKEND: 0.64,
}
"""The share of working numbers at which a person answers then: a part that answers more bears more attempts."""

_ENDS: Final = ((time(12), DayPart.MORNING), (time(17), DayPart.AFTERNOON))


@dataclass(frozen=True)
class Spread:
    """What a step's attempts so far ask of the next one: `parts` different ones, with `left` attempts.

    `tried` are the parts of all attempts, `missed` how often nobody was there in each: a line that is
    busy says that somebody is, and speaks against no part.
    """

    parts: int
    left: int
    tried: frozenset[DayPart] = frozenset()
    missed: Mapping[DayPart, int] = field(default_factory=dict)


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


def firsts(start: datetime, span: Span, zone: tzinfo) -> Mapping[DayPart, datetime]:
    """The first moment of each part, not before `start`, at which an attempt may be placed.

    A part that does not come before the end is absent.
    """
    moment = span.first_from(start)
    if moment is None:
        return {}
    boundary = next_boundary(moment.astimezone(UTC), zone)
    return {**_from_boundary(boundary, span, zone), day_part(moment, zone): moment}


@lru_cache(maxsize=1024)
def _from_boundary(boundary: datetime, span: Span, zone: tzinfo) -> Mapping[DayPart, datetime]:
    """The same from a boundary on, which all who end an attempt in one part of a day share."""
    found: dict[DayPart, datetime] = {}
    moment = span.first_from(boundary)
    while moment is not None and len(found) < len(DayPart):
        found.setdefault(day_part(moment, zone), moment)
        moment = span.first_from(next_boundary(moment, zone))
    return found


def choose(start: datetime, spread: Spread, span: Span, zone: tzinfo) -> tuple[datetime, str]:
    """When the next attempt is due that could be placed at `start`, and why there, to follow a reason.

    With no more attempts left than parts owed only an untried part will do; else the part that
    bears the next attempt best for its weight, and of equal ones the first to come. A part that
    does not come before the end is waived.
    """
    coming = firsts(start, span, zone) if spread.parts > 1 else {}
    if not coming:
        return start, ""
    untried = [part for part in DayPart if part not in spread.tried]
    possible = [part for part in untried if part in coming]
    owed = max(0, spread.parts - len(spread.tried))
    waived = _waived(untried, possible) if owed > len(possible) else ""
    bound = 0 < spread.left <= min(owed, len(possible))
    part = min(possible if bound else coming, key=lambda p: (_load(p, spread, bound), coming[p]))
    if coming[part] == start:
        return start, waived
    standing = "which is still untried" if part in untried else "which was tried least"
    when = f"at the {part.value}" if part is DayPart.WEEKEND else f"in the {part.value}"
    return coming[part], f", {when}, {standing}{waived}"


def _load(part: DayPart, spread: Spread, bound: bool) -> float:
    """Attempts at which nobody was there, for the part's weight; among the owed the first to come is best."""
    return 0 if bound else spread.missed.get(part, 0) / WEIGHT[part]


def _waived(untried: Iterable[DayPart], possible: Iterable[DayPart]) -> str:
    missing = [part.value for part in untried if part not in possible]
    if not possible:
        return "; no other part of the day comes before the end"
    return f"; before the end comes no {' or '.join(missing)}"
