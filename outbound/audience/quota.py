"""How much of a quota cell's reserve to call for: enough, at the rate seen so far, for what is missing."""

import math
from dataclasses import dataclass
from typing import Final

PRIOR: Final = 50
"""How many contacts the author's expectation weighs as, against what is observed."""


@dataclass(frozen=True)
class CellCount:
    """How one quota cell stands. `closed` are contacts that are over, `waiting` are in calling order."""

    target: int
    completes: int
    closed: int
    still_open: int
    unreleased: int


def response_rate(expect: float, completes: float, closed: float) -> float:
    """The share of contacts that answer: p = (50 expect + completes) / (50 + closed)."""
    return (PRIOR * expect + completes) / (PRIOR + closed)


def to_release(cell: CellCount, expect: float) -> int:
    """How many of the reserve to call for, the expectation being worth fifty contacts."""
    rate = response_rate(expect, cell.completes, cell.closed)
    if rate <= 0:
        return 0
    wanted = math.ceil((cell.target - cell.completes) / rate) - cell.still_open
    return min(cell.unreleased, max(0, wanted))
