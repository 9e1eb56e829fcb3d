"""The watchdog: ends a process whose loops do not come round any more, so that whoever supervises it starts it again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from outbound.clock import monotonic

NOT_COMING_ROUND: Final = 70
"""The exit code: sysexits' `software error`."""

Bark = Callable[[str, float], None]
"""Told the loop that hangs and for how many seconds; it is to end the process."""


@dataclass
class Watchdog:
    """Knows when each loop last came round. `patience` is longer than any lawful step takes."""

    patience: timedelta
    clock: Callable[[], float] = monotonic
    _seen: dict[str, float] = field(default_factory=dict)
    _looked: float | None = None

    def came_round(self, loop: str) -> None:
        """The loop has come round, or begins now."""
        self._seen[loop] = self.clock()

    def idle(self) -> timedelta:
        """For how long the slowest loop has not come round."""
        now = self.clock()
        return timedelta(seconds=max((now - at for at in self._seen.values()), default=0.0))

    def look(self) -> tuple[str, float] | None:
        """The loop that hangs, with its seconds; None if all come round.

        A process that was stopped itself looks late, too: its loops then get their time anew.
        """
        now = self.clock()
        patience = self.patience.total_seconds()
        before, self._looked = self._looked, now
        if before is not None and now - before > patience / 2:
            self._seen = dict.fromkeys(self._seen, now)
        slowest = min(self._seen, key=lambda loop: self._seen[loop], default="")
        if not slowest or now - self._seen[slowest] <= patience:
            return None
        return slowest, now - self._seen[slowest]


def watch(watchdog: Watchdog, bark: Bark, stop: threading.Event) -> threading.Thread:
    """Look again and again in a thread of its own until told to stop."""
    every = min(5.0, watchdog.patience.total_seconds() / 10)

    def run() -> None:
        while not stop.wait(every):
            found = watchdog.look()
            if found is not None:
                bark(*found)
                return

    thread = threading.Thread(target=run, daemon=True, name="watchdog")
    thread.start()
    return thread
