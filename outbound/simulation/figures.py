"""A simulation's figures over its seeds: each with its mean, and where the mean of many seeds would lie."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, stdev
from typing import Any, Final

from scipy.special import stdtrit

from outbound.engine.figures.outturn import Outturn

CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Figure:
    """A mean over seeds with its t interval; low and high are None for a single seed.

    least, most: the smallest and the largest that any seed came to
    """

    mean: float
    low: float | None
    high: float | None
    least: float
    most: float

    def as_json(self) -> dict[str, float | None]:
        """The five figures by name."""
        return {
            "mean": self.mean,
            "low": self.low,
            "high": self.high,
            "least": self.least,
            "most": self.most,
        }


def figure(values: Sequence[float]) -> Figure:
    """The mean of one figure over the seeds."""
    mean = fmean(values)
    least, most = min(values), max(values)
    if len(values) < 2:
        return Figure(mean, None, None, least, most)
    half = stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2) * stdev(values) / sqrt(len(values))
    return Figure(mean, mean - float(half), mean + float(half), least, most)


TOTALS: Final[Mapping[str, Callable[[Outturn], float]]] = {
    "completes": lambda one: one.completes,
    "contacts": lambda one: one.contacts,
    "attempts": lambda one: one.attempts,
    "agent_hours": lambda one: one.agent_hours,
    "call_minutes": lambda one: one.call_minutes,
    "sms_segments": lambda one: one.sms_segments,
    "cost": lambda one: float(one.cost),
}
"""The figures of a whole campaign, by the names that a plan gives them."""


@dataclass(frozen=True)
class SimulatedCell:
    """A quota cell: its completes, what was wanted, and in how many seeds that was met."""

    name: str
    completes: Figure
    target: int | None
    met: int


@dataclass(frozen=True)
class Simulated:
    """What a campaign's whole period comes to.

    finishes: the days on which the seeds came to their last complete or attempt, in order
    met: in how many seeds every cell's target was met, None where there is none
    """

    campaign: str
    seed: int
    seeds: int
    agents: int
    days: int
    seconds: float
    currency: str
    totals: Mapping[str, Figure]
    cells: tuple[SimulatedCell, ...]
    outcomes: Mapping[str, Figure]
    finishes: tuple[date, ...]
    met: int | None

    def as_json(self) -> dict[str, Any]:
        """The document that `outbound simulate --json` prints."""
        return {
            "campaign": self.campaign,
            "seed": self.seed,
            "seeds": self.seeds,
            "agents": self.agents,
            "days": self.days,
            "seconds": round(self.seconds, 1),
            "days_per_second": round(self.days * self.seeds / max(self.seconds, 1e-9), 2),
            "confidence": CONFIDENCE,
            "figures": {name: one.as_json() for name, one in self.totals.items()},
            "cells": [
                {"cell": c.name, "target": c.target, "met": c.met, "completes": c.completes.as_json()}
                for c in self.cells
            ],
            "by_outcome": {name: one.as_json() for name, one in self.outcomes.items()},
            "finishes": {
                "earliest": self.finishes[0] if self.finishes else None,
                "middle": self.finishes[len(self.finishes) // 2] if self.finishes else None,
                "latest": self.finishes[-1] if self.finishes else None,
            },
            "goal_met": self.met,
            "currency": self.currency,
        }  # fmt: skip


def totals(found: Sequence[Outturn]) -> dict[str, Figure]:
    """Every total over the seeds."""
    return {name: figure([read(one) for one in found]) for name, read in TOTALS.items()}


def outcomes(found: Sequence[Outturn]) -> dict[str, Figure]:
    """How many attempts ended in each outcome, the commonest first."""
    names = sorted({name for one in found for name in one.by_outcome})
    counted = {name: figure([one.by_outcome.get(name, 0) for one in found]) for name in names}
    return dict(sorted(counted.items(), key=lambda item: (-item[1].mean, item[0])))


def cells(found: Sequence[Outturn]) -> tuple[SimulatedCell, ...]:
    """Every quota cell over the seeds."""
    names = sorted({name for one in found for name in one.by_cell})
    return tuple(_cell(name, [one.by_cell.get(name, (0, None)) for one in found]) for name in names)


def _cell(name: str, found: Sequence[tuple[int, int | None]]) -> SimulatedCell:
    target = max((target for _, target in found if target is not None), default=None)
    met = sum(target is not None and done >= target for done, _ in found)
    return SimulatedCell(name, figure([done for done, _ in found]), target, met)
