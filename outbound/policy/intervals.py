"""Stretches of time as sorted seconds since 1970: looked up by bisection, intersected by merging."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Intervals:
    """Disjoint half-open intervals [start, end) in ascending order; touching ones are joined."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Self:
        """From pairs in ascending order of start; empty ones vanish, touching ones are joined."""
        starts: list[int] = []
        ends: list[int] = []
        for start, end in pairs:
            if start >= end:
                continue
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return cls(tuple(starts), tuple(ends))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self.starts, self.ends, strict=True))

    def from_(self, second: float) -> Iterator[tuple[int, int]]:
        """The intervals that end after `second`, in order; the first may have begun before it."""
        for index in range(bisect_right(self.ends, second), len(self.ends)):
            yield self.starts[index], self.ends[index]

    def __contains__(self, second: float) -> bool:
        index = bisect_right(self.starts, second)
        return index > 0 and second < self.ends[index - 1]

    def clipped(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The parts that lie in [low, high)."""
        for start, end in self.from_(low):
            if start >= high:
                return
            yield max(start, low), min(end, high)

    def __and__(self, other: "Intervals") -> "Intervals":
        """The time that lies in both."""
        return Intervals.of(pair for start, end in self for pair in other.clipped(start, end))
