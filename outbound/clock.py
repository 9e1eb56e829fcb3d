"""The clock: the only place that asks what time it is. All moments are aware and in UTC."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

LONGEST_WAIT: Final = 5.0
"""Seconds after which nobody waits any longer for a moment: the clock may have been set back."""


class Clock(Protocol):
    """Tells the present moment, and lets another come."""

    @property
    def ahead(self) -> timedelta:
        """How long before its moment something is taken in hand: about as long as between two beats."""
        ...

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def wait_until(self, moment: datetime) -> None:
        """Return once it is that moment; at once if it has passed."""
        ...


class SystemClock:
    """The machine's own clock."""

    ahead: timedelta = timedelta(seconds=1)

    def now(self) -> datetime:
        """The machine's present moment, in UTC."""
        return datetime.now(UTC)

    def wait_until(self, moment: datetime) -> None:
        """Sleep until then; a few seconds at the most."""
        left = (moment - self.now()).total_seconds()
        if left > 0:
            time.sleep(min(left, LONGEST_WAIT))


class VirtualClock:
    """A clock that moves only when told: rehearsals, simulations, the demo and tests."""

    ahead: timedelta = timedelta(minutes=5)

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment the clock was last set to."""
        return self._now

    def wait_until(self, moment: datetime) -> None:
        """Nobody sleeps in virtual time, and whoever moves the clock does it elsewhere."""

    def advance_to(self, moment: datetime) -> None:
        """Move forward to `moment`; a clock never runs backwards, an earlier moment is ignored."""
        self._now = max(self._now, moment.astimezone(UTC))

    def advance(self, by: timedelta) -> None:
        """Move forward by a duration."""
        self.advance_to(self._now + by)


def monotonic() -> float:
    """Seconds that never jump, for measuring how long something took."""
    return time.monotonic()
