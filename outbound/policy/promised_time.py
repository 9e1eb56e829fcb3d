"""The agents' time for promised calls: how much there is in a window, how much is promised, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from outbound.policy.callbacks import Window
from outbound.policy.hours import OpenHours


@dataclass(frozen=True)
class Worker:
    """An agent. `hours` None: at work whenever calls are made; `most`: promised calls in an hour."""

    id: str
    languages: frozenset[str]  # none named: any
    hours: OpenHours | None = None
    most: int | None = None

    def speaks(self, language: str) -> bool:
        """Whether the agent can make a call in this language."""
        return not self.languages or language in self.languages

    def time_in(self, window: Window) -> timedelta:
        """How much of the window the agent is at work."""
        if self.hours is None:
            return window.end - window.start
        return self.hours.open_between(window.start, window.end)


@dataclass(frozen=True)
class Promise:
    """A call that somebody was promised."""

    window: Window
    language: str
    agent_id: str | None = None

    def share_in(self, window: Window) -> Decimal:
        """How much of it falls into another window, if it may be made at any moment of its own."""
        begin, end = max(self.window.start, window.start), min(self.window.end, window.end)
        whole = (self.window.end - self.window.start).total_seconds()
        return max(Decimal(0), Decimal((end - begin).total_seconds()) / Decimal(whole))


@dataclass(frozen=True)
class Roster:
    """Who works, what is promised already, how long a promised call takes and what part of the time it may."""

    workers: tuple[Worker, ...]
    promises: tuple[Promise, ...]
    each: timedelta
    capacity: Decimal

    def why_full(self, window: Window, language: str, agent_id: str) -> str:
        """Why no further call can be promised in a window; empty if one can.

        The time of those who speak the language must suffice for calls in it, that of all for all,
        and the agent's own for theirs, if they are at work then.
        """
        able = [worker for worker in self.workers if worker.speaks(language)]
        if not any(worker.time_in(window) for worker in able):
            return f"nobody who speaks {language} is at work then"
        alike = [promise for promise in self.promises if promise.language == language]
        if not (
            self._fits(window, able, alike) and self._fits(window, self.workers, self.promises)
        ):
            return "as many calls are promised for then as there is time for"
        own = self.keeper(window, agent_id)
        if own is not None and not self._has_time(window, own):
            return "the agent has as many calls to make then as they can keep"
        return ""

    def keeper(self, window: Window, agent_id: str) -> Worker | None:
        """The agent who promises, if they are at work in the window: else anybody makes the call."""
        own = next((worker for worker in self.workers if worker.id == agent_id), None)
        return own if own is not None and own.time_in(window) else None

    def _has_time(self, window: Window, own: Worker) -> bool:
        theirs = [promise for promise in self.promises if promise.agent_id == own.id]
        count = sum((promise.share_in(window) for promise in theirs), Decimal(1))
        limited = own.most is None or count <= own.most * _hours(window)
        return limited and self._fits(window, [own], theirs)

    def _fits(self, window: Window, workers: Iterable[Worker], promises: Iterable[Promise]) -> bool:
        """Whether one more call fits into the part of the workers' time that promises may take."""
        there = sum((worker.time_in(window) for worker in workers), timedelta())
        calls = sum((promise.share_in(window) for promise in promises), Decimal(1))
        taken = Decimal(self.each.total_seconds()) * calls
        return taken <= self.capacity * Decimal(there.total_seconds())


def _hours(window: Window) -> Decimal:
    return Decimal((window.end - window.start).total_seconds()) / 3600
