"""One outlook worked through: at the rates expected, without stopping, and as the agents get it done."""

from dataclasses import dataclass

import numpy as np

from outbound.forecast.agents import fewest, served
from outbound.forecast.course import AGENT, ATTEMPTS, Figures
from outbound.forecast.outlook import Outlook
from outbound.forecast.period import ROUNDED, Cells, Courses, Run, run

Hours = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Reckoned:
    """One outlook worked through: at the expected rates, and without stopping."""

    outlook: Outlook
    courses: Courses
    rates: Cells
    goal: Run
    whole: Run
    figures: Figures  # of `goal`, as the agents get it done
    open_seconds: Hours

    @property
    def reached(self) -> tuple[bool, ...]:
        """For each cell, whether its target is met by the end."""
        done = self.completes
        return tuple(
            cell.target is None or bool(done[n] >= cell.target - ROUNDED)
            for n, cell in enumerate(self.outlook.cells)
        )

    @property
    def completes(self) -> Cells:
        """Completes of each cell by the end, those of before included."""
        before = np.array([float(cell.completes) for cell in self.outlook.cells])
        done: Cells = before + self.goal.completes.sum(axis=0)
        return done

    @property
    def share_done(self) -> float:
        """The share of what is asked that the agents get done by the end."""
        asked, done = self.goal.figures[:, ATTEMPTS].sum(), self.figures[:, ATTEMPTS].sum()
        return min(1.0, float(done / asked)) if asked else 1.0

    @property
    def fewest(self) -> float:
        """The fewest agents with whom nothing is left at the end."""
        return fewest(self.goal.figures, self.open_seconds)


def reckon(outlook: Outlook, courses: Courses | None = None) -> Reckoned:
    """Work an outlook through; `courses` of another that differs in its cells alone serve it too."""
    courses = courses or Courses(outlook)
    rates = np.array([rate.mean for rate in outlook.rates])
    goal, whole = run(outlook, courses, rates), run(outlook, courses, rates, stops=False)
    hours = np.array([3600 * outlook.open_hours(day) for day in outlook.days])
    figures = goal.figures
    if outlook.agents is not None and figures[:, AGENT].any():
        figures = served(figures, hours, outlook.agents)
    return Reckoned(outlook, courses, rates, goal, whole, figures, hours)
