"""The time that forked processes share."""

from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized

from proof.forked.processes import FORK


class SharedClock:
    """An `outbound.clock.Clock` that several processes share: whoever moves it moves it for all."""

    ahead: timedelta = timedelta(seconds=2)

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._passed: Synchronized[float] = FORK.Value("d", 0.0)

    def now(self) -> datetime:
        """The moment that all have."""
        return self._start + timedelta(seconds=self._passed.value)

    def wait_until(self, moment: datetime) -> None:
        """Nobody sleeps in virtual time."""

    def advance(self, by: timedelta) -> None:
        """Let time pass, for all."""
        with self._passed.get_lock():
            self._passed.value += by.total_seconds()
