"""Agents at work: what waits for them when they are too few, and how few would just do."""

from typing import Final

import numpy as np
import numpy.typing as npt

from outbound.forecast.course import AGENT, ATTEMPTS, SEGMENTS, Figures

AT_WORK: Final = 0.75
"""The share of the open hours that an agent spends on attempts; the rest is wrap-up, breaks, waiting."""

Days = npt.NDArray[np.float64]


def fewest(figures: Figures, open_seconds: Days) -> float:
    """The fewest agents with whom nothing is left at the end: what falls into the last days, over
    what one agent can do in them, whichever last days ask for most. Infinite where it never opens."""
    left = np.cumsum(figures[::-1, AGENT])
    can = np.cumsum(open_seconds[::-1]) * AT_WORK
    if not left.size or left[-1] <= 0:
        return 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        asked = np.where(left > 1e-9, left / can, 0.0)
    return float(asked.max())


def served(figures: Figures, open_seconds: Days, agents: float) -> Figures:
    """The same figures with so many agents: what they cannot do waits, in its order, for the next days.

    All that follows an attempt comes with it. More agents never do less by any day.
    """
    # A trace of every attempt makes the measure of work rise wherever anything happens at all.
    trace = 1e-6 * (figures[:, ATTEMPTS] + figures[:, SEGMENTS]) + 1e-9
    work = figures[:, AGENT] + trace
    asked = np.cumsum(work)
    can = open_seconds * AT_WORK * agents + trace
    done, reached = np.zeros_like(asked), 0.0
    for day, demand in enumerate(asked):
        reached = min(float(demand), reached + float(can[day]))
        done[day] = reached
    totals = np.cumsum(figures, axis=0)
    points = np.concatenate([[0.0], asked])
    columns = [
        np.interp(done, points, np.concatenate([[0.0], totals[:, column]]))
        for column in range(figures.shape[1])
    ]
    return np.diff(np.column_stack(columns), axis=0, prepend=0.0)
