"""The clock: the only place that asks what time it is. All moments are aware and in UTC."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The machine's present moment, in UTC."""
        return datetime.now(UTC)


class VirtualClock:
    """A clock that moves only when told: rehearsals, simulations, the demo and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment the clock was last set to."""
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Move forward to `moment`; a clock never runs backwards, an earlier moment is ignored."""
        self._now = max(self._now, moment.astimezone(UTC))

    def advance(self, by: timedelta) -> None:
        """Move forward by a duration."""
        self.advance_to(self._now + by)


def monotonic() -> float:
    """Seconds that never jump, for measuring how long something took."""
    return time.monotonic()
