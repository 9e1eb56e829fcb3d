"""When the next create may leave: one after the other, a little slower than the carrier takes them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

MARGIN: Final = Fraction(101, 100)
"""By how much slower: no second holds more than the carrier takes, and 99 % of it is used."""

LONGEST_LINE: Final = timedelta(minutes=15)
"""Nobody waits so long for a turn: a line that claims so was written before the clock was set back."""


@dataclass(frozen=True)
class Line:
    """The creates of one account or sender, in single file. `next_at`: when the line is free again."""

    per_second: Fraction
    next_at: datetime | None = None
    rests_until: datetime | None = None

    def turn(self, now: datetime) -> datetime:
        """When whoever comes next may leave."""
        return max(now, *(_believable(moment, now) for moment in (self.next_at, self.rests_until)))

    def taken(self, at: datetime, units: int = 1) -> "Line":
        """The line once somebody has the turn `at`, who takes as many units of the rate."""
        return replace(self, next_at=at + self.gap * units)

    def room(self, now: datetime, until: datetime) -> int:
        """How many turns of one unit there are from now up to a moment."""
        first = self.turn(now)
        return 0 if first > until else 1 + (until - first) // self.gap

    @property
    def gap(self) -> timedelta:
        """How long one unit keeps the line, rounded so that it is never too short."""
        microseconds = MARGIN * 1_000_000 / self.per_second
        return timedelta(microseconds=-(-microseconds.numerator // microseconds.denominator))


def _believable(moment: datetime | None, now: datetime) -> datetime:
    return now if moment is None or moment - now > LONGEST_LINE else moment
