"""The simulated carrier's timetable: what happens at which moment of its clock."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


class Answer:
    """What our application answered to a webhook; `status` 0 if it did not answer at all."""

    __slots__ = ("status", "text")

    def __init__(self, status: int, text: str = "") -> None:
        self.status = status
        self.text = text

    @property
    def good(self) -> bool:
        """Whether it answered 2xx."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Post:
    """One webhook to send. `then` is what its answer leads to; a mere notice has none."""

    url: str
    params: Mapping[str, str]
    then: "Callable[[Answer, datetime], list[Post]] | None" = None


Action = Callable[[datetime], list[Post]]


@dataclass(order=True)
class Entry:
    """Something that will happen, unless it is cancelled; equal moments keep their order."""

    at: datetime
    place: int
    action: Action = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Let it not happen."""
        self.cancelled = True


class Schedule:
    """Entries by moment, then by the order in which they were added."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._added = 0

    def add(self, at: datetime, action: Action) -> Entry:
        """Let `action` happen at that moment."""
        self._added += 1
        entry = Entry(at, self._added, action)
        heapq.heappush(self._entries, entry)
        return entry

    def put_off(self, entry: Entry, at: datetime) -> None:
        """Let an entry that was taken out happen later; it can still be cancelled."""
        self._added += 1
        entry.at, entry.place = at, self._added
        heapq.heappush(self._entries, entry)

    def due(self) -> datetime | None:
        """The moment of the next entry."""
        self._drop_cancelled()
        return self._entries[0].at if self._entries else None

    def pop(self, now: datetime) -> Entry | None:
        """The next entry due by `now`, taken out; None if there is none."""
        self._drop_cancelled()
        if self._entries and self._entries[0].at <= now:
            return heapq.heappop(self._entries)
        return None

    def _drop_cancelled(self) -> None:
        while self._entries and self._entries[0].cancelled:
            heapq.heappop(self._entries)
