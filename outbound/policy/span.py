"""The time in which attempts may be placed: open hours up to a campaign's end, room for the ring."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from outbound.campaign.schema import Step
from outbound.policy.hours import Opening

NO_TIME_LEFT: Final = "no time left"
"""Why a contact closes when nothing can be placed before the end."""

QUEUE: Final = timedelta(seconds=30)
"""How long an order may lie in the carrier's queue before we cancel it."""

SHORTEST_VALIDITY: Final = timedelta(seconds=60)
"""A message needs at least so long before the close."""

LONGEST_VALIDITY: Final = timedelta(seconds=36_000)
"""The longest that the carrier keeps a message."""


_LOOK_BACK: Final = tuple(timedelta(days=days) for days in (2, 14, 90, 366))
"""How far before the end the last open moment is looked for, the usual case first."""


@dataclass(frozen=True)
class Span:
    """When an attempt may be placed. `needed` is the time an attempt takes until it cannot ring.

    `until` is exclusive: the attempt, `needed` included, must be over by then.
    """

    hours: Opening
    until: datetime
    needed: timedelta

    def first_from(self, t: datetime) -> datetime | None:
        """The first moment not before `t` at which an attempt may be placed; None if none is left."""
        moment = self.hours.next_fit(t, self.needed)
        return moment if moment and moment + self.needed <= self.until else None

    def may_place(self, t: datetime) -> bool:
        """Whether an attempt may be placed at `t`."""
        end = t.astimezone(UTC) + self.needed
        return self.hours.fits(t, self.needed) and end <= self.until

    def validity(self, now: datetime, longest: timedelta = LONGEST_VALIDITY) -> timedelta:
        """How long a message placed now may wait in the carrier's queue; nothing when closed."""
        now = now.astimezone(UTC)
        close = self.hours.closes_at(now) if self.hours.is_open(now) else now
        end = self.until if close is None else min(close, self.until)
        return max(timedelta(), min(end - now, longest, LONGEST_VALIDITY))


@lru_cache(maxsize=4096)
def last_callable(span: Span) -> datetime | None:
    """The last moment at which an attempt may be placed before the end; None if none comes in its last year."""
    for back in _LOOK_BACK:
        last = _last_since(span.until - back, span)
        if last is not None:
            return last
    return None


def _last_since(begin: datetime, span: Span) -> datetime | None:
    moment, last = span.first_from(begin), None
    while moment is not None:
        close = min(span.hours.closes_at(moment) or span.until, span.until)
        last = close - span.needed
        moment = span.first_from(close)
    return last


def needed_by(step: Step) -> timedelta:
    """The time an attempt takes until it can reach nobody: a call's queue and ring, or the
    shortest time for which a message can be kept valid."""
    return SHORTEST_VALIDITY if step.call is None else QUEUE + step.call.ring


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The first moment of a calendar day in a zone, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def dates_of(from_: date, until: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """A campaign's first moment and the first moment after it; both dates are inclusive."""
    return day_begins(from_, zone), day_begins(until + timedelta(days=1), zone)
