"""How far the scores of each quota cell lie apart: what an optimal allocation shares a sample by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

ENOUGH: Final = 60
"""A cell in which fewer answered takes the standard deviation that all cells have in common."""

_ALIKE: Final = 1e-6  # below this, deviations are the noise of reckoning with fractions


@dataclass(frozen=True)
class Given:
    """One score of the last year on the scale 0-100: by whom, in which cell, of which process."""

    cell: str
    process: str
    response: int
    score: float


@dataclass(frozen=True)
class Spread:
    """The standard deviations of the cells' scores.

    own: of the cells in which enough answered; pooled: within cells, and what all others take
    responses: how many people's answers they rest on
    """

    own: Mapping[str, float]
    pooled: float
    responses: int

    def of(self, cell: str) -> float:
        """The cell's standard deviation."""
        return self.own.get(cell, self.pooled)


def spread_of(given: Iterable[Given]) -> Spread | None:
    """The spread within each cell; None where no answers tell of any.

    Scores are compared within their process, several of one response being averaged first. A cell
    whose answers are all alike takes the pooled spread: a small chance, not a certainty.
    """
    scores: dict[str, dict[str, dict[int, list[float]]]] = {}
    for one in given:
        by_process = scores.setdefault(one.cell, {}).setdefault(one.process, {})
        by_process.setdefault(one.response, []).append(one.score)
    sums = {cell: _within(list(by.values())) for cell, by in scores.items()}
    squares, freedom = (sum(found[n] for found in sums.values()) for n in (0, 1))
    if squares < _ALIKE:
        return None
    who = {cell: len({r for of in by.values() for r in of}) for cell, by in scores.items()}
    own = {
        cell: float(np.sqrt(square / degrees))
        for cell, (square, degrees) in sums.items()
        if square >= _ALIKE and who[cell] >= ENOUGH
    }
    return Spread(own, float(np.sqrt(squares / freedom)), sum(who.values()))


def _within(processes: list[dict[int, list[float]]]) -> tuple[float, int]:
    """The squared deviations from each process's mean in a cell, and their degrees of freedom."""
    squares, degrees = 0.0, 0
    for of in processes:
        means: npt.NDArray[np.float64] = np.array([sum(s) / len(s) for s in of.values()])
        squares += float(((means - means.mean()) ** 2).sum())
        degrees += len(means) - 1
    return squares, degrees
