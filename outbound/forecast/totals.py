"""The totals of a plan with their ranges, the day it is finished, the effect that its holdout can show."""

from collections.abc import Sequence
from datetime import date
from math import asin, sin, sqrt
from typing import Final

import numpy as np

from outbound.campaign.centre import Costs
from outbound.forecast.course import AGENT, ATTEMPTS, COMPLETES, LINE, SEGMENTS, Figures
from outbound.forecast.nouns import Forecast, Range
from outbound.forecast.odds import WEIGHT
from outbound.forecast.outlook import Outlook
from outbound.forecast.period import ROUNDED, Run, run
from outbound.forecast.reckoned import Reckoned
from outbound.forecast.response import HIGH, LOW, around

OFF: Final = 0.06
"""The relative standard error of attempts and hours where only the default odds are known."""
UNEVEN: Final = 1.5
"""Attempts come in bunches, several to a contact: their variance over that of single events."""
LOST: Final = 0.05
"""A list of which more than this share cannot be worked off before the end is not spent by then."""
SHOWN: Final = 1.960 + 0.842
"""α .05 two-sided with power .8, in standard errors."""


def totals(made: Reckoned, costs: Costs, held_out: int) -> Forecast:
    """The totals with the bounds between which nine in ten outcomes lie."""
    outlook = made.outlook
    others = [_at(made, quantile) for quantile in (LOW, HIGH)]
    figures = [made.figures.sum(axis=0), *(one.figures.sum(axis=0) for one in others)]
    off = OFF * sqrt(WEIGHT / (WEIGHT + _past(outlook)))
    error = sqrt(off**2 + UNEVEN / max(1.0, float(figures[0][ATTEMPTS])))

    def ranged(column: int, unit: float = 1.0) -> Range:
        first, *rest = (float(one[column]) / unit for one in figures)
        return around(first, rest, error)

    contacts = [float(one.contacts.sum()) for one in (made.goal, *others)]
    prices = [_cost(one, costs) for one in figures]
    return Forecast(
        completes=_completes(made, others),
        contacts=_exactly(contacts),
        attempts=ranged(ATTEMPTS),
        agent_hours=ranged(AGENT, 3600),
        call_minutes=ranged(LINE, 60),
        sms_segments=ranged(SEGMENTS),
        cost=around(prices[0], prices[1:], error),
        finishes=finishes(made),
        effect=detectable(contacts[0], held_out),
    )


def finishes(made: Reckoned) -> date | None:
    """The day on which the goal is met or the list is spent; None if that is not before the end."""
    outlook, done = made.outlook, np.cumsum(made.figures, axis=0)
    if not outlook.days or (not done[-1, ATTEMPTS] and not outlook.wanted):
        return None
    if outlook.wanted:
        column, asked = COMPLETES, _goal_at(made)
    else:
        column, asked = ATTEMPTS, _spent_at(made)
    if asked is None:
        return None
    there = np.flatnonzero(done[:, column] >= asked - 1e-6)
    return outlook.days[int(there[0])] if there.size else None


def detectable(contacted: float, held_out: float, share: float = 0.5) -> float | None:
    """The smallest difference in success that the holdout can show around a share, power .8."""
    if contacted < 1 or held_out < 1:
        return None
    h = SHOWN * sqrt(1 / contacted + 1 / held_out)
    if share == 0.5:
        return float(sin(min(h, np.pi) / 2))  # as far apart as p and 1 - p, around one half
    return share - sin(max(0.0, asin(sqrt(share)) - h / 2)) ** 2


def _at(made: Reckoned, quantile: float) -> Run:
    rates = np.array([rate.quantile(quantile) for rate in made.outlook.rates])
    return run(made.outlook, made.courses, rates)


def _past(outlook: Outlook) -> int:
    modes = [step.mode for step in outlook.campaign.contact.channels]
    return min((outlook.manner.odds[mode].past for mode in modes), default=0)


def _completes(made: Reckoned, others: Sequence[Run]) -> Range:
    """Cells stop at their targets; all share the same ignorance of the rate."""
    if not made.outlook.wanted:
        first, *rest = (_come_to(made, one) for one in (made.goal, *others))
        done = first * made.share_done
        found = around(done, rest, 1 / sqrt(max(1.0, done)))
        return Range(done, min(found.low, done), found.high)
    first, *rest = (_come_to(made, one) for one in (made.goal, *others))
    done = first * made.share_done
    return Range(done, min(*rest, done), max(*rest, done))


def _come_to(made: Reckoned, one: Run) -> float:
    """Completes by the end, those of before included; a target that is met counts in full."""
    whole = 0.0
    for n, cell in enumerate(made.outlook.cells):
        done = cell.completes + float(one.completes[:, n].sum())
        met = cell.target is not None and done >= cell.target - ROUNDED
        whole += max(cell.target or 0, cell.completes) if met else done
    return whole


def _exactly(found: Sequence[float]) -> Range:
    return Range(found[0], min(found), max(found))


def _cost(figures: Figures, costs: Costs) -> float:
    return sum(cost_parts(figures, costs).values())


def cost_parts(figures: Figures, costs: Costs) -> dict[str, float]:
    """The cost by what it goes to."""
    return {
        "agent-hours": float(figures[AGENT]) / 3600 * float(costs.agent_hour),
        "call-minutes": float(figures[LINE]) / 60 * float(costs.call_minute),
        "sms-segments": float(figures[SEGMENTS]) * float(costs.sms),
    }


def _goal_at(made: Reckoned) -> float | None:
    """The completes that are there once every cell is full, as they come without waiting for agents."""
    before = np.array([float(cell.completes) for cell in made.outlook.cells])
    targets = np.array([float(cell.target or 0) for cell in made.outlook.cells])
    full = (before + made.goal.so_far >= targets - ROUNDED).all(axis=1)
    if not full.any():
        return None
    return float(made.goal.so_far[int(np.argmax(full))].sum())


def _spent_at(made: Reckoned) -> float | None:
    """Nearly all attempts of the list, where the end cuts off few of them."""
    asked = made.goal.figures[:, ATTEMPTS].sum()
    whole = float(made.goal.contacts.sum() * made.courses.whole[ATTEMPTS])
    if whole and asked < (1 - LOST) * whole:
        return None
    return float(asked) * 0.995
