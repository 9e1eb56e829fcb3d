"""What a campaign brought about: those assigned to contact against those deliberately not contacted.

Everyone counts as assigned, whether reached or not (intention to treat). Where quota cells were
released at different rates the holdout is weighted to the cells of those released, and its size is
the effective one (Kish). The interval is Newcombe's, on both shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Any, Final

from outbound.score.proportion import newcombe

MISMATCH: Final = 0.001
"""Below this probability the arms' sizes do not fit the holdout's share, and no effect is told."""


@dataclass(frozen=True)
class CellArms:
    """One quota cell: people assigned to contact and held out, and the successes among each."""

    contacted: int
    contacted_succeeded: int
    held_out: int
    held_out_succeeded: int


@dataclass(frozen=True)
class Effect:
    """The difference in success, contacted less held out, as shares (0-1); 95 % between low and high.

    mismatch: the probability of arms as unequal as these, were the assignment sound
    """

    contacted: int
    held_out: int
    share_contacted: float
    share_held_out: float
    difference: float
    low: float
    high: float
    mismatch: float | None = None

    @property
    def is_real(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0

    def as_json(self) -> dict[str, Any]:
        """The effect as `outbound report --json` prints it."""
        return {
            "contacted": self.contacted,
            "held_out": self.held_out,
            "share_contacted": self.share_contacted,
            "share_held_out": self.share_held_out,
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
            "mismatch": self.mismatch,
            "method": "intention to treat; Newcombe 95 %",
        }


def effect(cells: Sequence[CellArms], mismatch: float | None = None) -> Effect | None:
    """The effect over all cells; None where either arm is empty.

    Cells without anybody held out are compared with the holdout of all the others together.
    """
    contacted = sum(cell.contacted for cell in cells)
    held_out = sum(cell.held_out for cell in cells)
    if not contacted or not held_out:
        return None
    share = sum(cell.contacted_succeeded for cell in cells) / contacted
    weights = _weights(cells, contacted)
    without = sum(
        weight * cell.held_out_succeeded / cell.held_out
        for cell, weight in zip(cells, weights, strict=True)
        if cell.held_out
    )
    spread = sum(
        weight**2 / cell.held_out
        for cell, weight in zip(cells, weights, strict=True)
        if cell.held_out
    )
    low, high = newcombe(share, contacted, without, 1 / spread)
    return Effect(contacted, held_out, share, without, share - without, low, high, mismatch)


def _weights(cells: Sequence[CellArms], contacted: int) -> list[float]:
    """Each cell's weight in the holdout's share: its part of those contacted; they add up to 1."""
    covered = sum(cell.contacted for cell in cells if cell.held_out)
    if not covered:  # nobody was contacted where somebody was held out: the holdout as it is
        whole = sum(cell.held_out for cell in cells)
        return [cell.held_out / whole for cell in cells]
    return [cell.contacted / covered if cell.held_out else 0.0 for cell in cells]


def arms_mismatch(held_out: int, others: int, share: float) -> float | None:
    """The probability of counts as far from `share` held out as these (chi-square, one degree).

    None where there is nothing to compare.
    """
    whole = held_out + others
    if not whole or not 0 < share < 1:
        return None
    expected = share * whole
    square = (held_out - expected) ** 2 / expected + (held_out - expected) ** 2 / (whole - expected)
    return erfc(sqrt(square / 2))
