"""Puts a plan together: cells with their chances, the days, the totals with their ranges, what is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np

from outbound.audience.nouns import Sketch
from outbound.audience.quota import CellCount, to_release
from outbound.campaign.centre import Costs
from outbound.forecast.agents import AT_WORK
from outbound.forecast.course import AGENT, ATTEMPTS, COMPLETES
from outbound.forecast.nouns import (
    CampaignPlan,
    PlannedCell,
    PlannedDay,
    Range,
    Refusal,
    Remark,
)
from outbound.forecast.outlook import CellStart
from outbound.forecast.reckoned import Reckoned
from outbound.forecast.response import Rate
from outbound.forecast.totals import cost_parts, totals


@dataclass(frozen=True)
class Frame:
    """What a plan says besides its forecast."""

    sketch: Sketch
    wave: str
    waves: int
    costs: Costs
    remarks: tuple[Remark, ...] = ()
    open_hours_text: Callable[[], str] = field(default=lambda: "")
    """Contact hours that open within the dates, by the country's rules; empty where none would."""
    grants: Mapping[str, float] = field(default_factory=dict)
    """Of those who answer in full, the share that is expected to take each offer."""


def cells_of(made: Reckoned) -> tuple[PlannedCell, ...]:
    """Every cell with what it needs, what it would yield, and its chance."""
    expect = made.outlook.expect
    share = made.share_done
    cells = []
    for n, (cell, rate) in enumerate(zip(made.outlook.cells, made.outlook.rates, strict=True)):
        contacts = floor(float(made.whole.effective[n]) * share + 1e-6)
        target = cell.target
        yields = rate.completes(contacts)
        cells.append(
            PlannedCell(
                values=cell.values, available=cell.available, target=target, listed=cell.listed,
                needed=_needed(cell, rate, made, n), release=_release(cell, expect),
                completes=_plus(yields, cell.completes),
                chance=None if target is None else rate.chance(contacts, target - cell.completes),
            )
        )  # fmt: skip
    return tuple(cells)


def days_of(made: Reckoned) -> tuple[PlannedDay, ...]:
    """Every day of the period."""
    return tuple(
        PlannedDay(
            day,
            round(float(made.open_seconds[n]) / 3600, 2),
            round(float(made.figures[n, ATTEMPTS]), 2),
            round(float(made.figures[n, AGENT]) / 3600, 3),
            round(float(made.figures[n, COMPLETES]), 3),
        )
        for n, day in enumerate(made.outlook.days)
    )


def plan_of(
    made: Reckoned, frame: Frame, refusals: Sequence[Refusal] = (), held_out: int = 0
) -> CampaignPlan:
    """The plan as it is told; `held_out` over the whole period."""
    outlook, sketch = made.outlook, frame.sketch
    cells = cells_of(made) if sketch.cells or outlook.wanted else ()
    return CampaignPlan(
        tells=not made.outlook.campaign.questions,
        campaign=outlook.campaign.id, title=outlook.campaign.title, wave=frame.wave,
        moment=sketch.moment, waves=frame.waves, base=sketch.base, waterfall=sketch.waterfall,
        holdout=sketch.holdout, listed=sketch.listed, by_segment=sketch.by_segment, cells=cells,
        days=days_of(made), forecast=totals(made, frame.costs, held_out),
        observed=sum(cell.closed for cell in outlook.cells), agents=_agents(made),
        currency=frame.costs.currency, notes=frame.remarks, refusals=tuple(refusals),
        cost_parts=cost_parts(made.figures.sum(axis=0), frame.costs),
    )  # fmt: skip


def peak(made: Reckoned) -> float:
    """The agents that the busiest day would keep at work."""
    with np.errstate(divide="ignore", invalid="ignore"):
        agents = made.goal.figures[:, AGENT] / (made.open_seconds * AT_WORK)
    return float(np.nan_to_num(agents, nan=0.0, posinf=0.0).max(initial=0.0))


def _agents(made: Reckoned) -> float:
    found = made.fewest
    return round(found, 2) if np.isfinite(found) else 0.0


def _needed(cell: CellStart, rate: Rate, made: Reckoned, n: int) -> int:
    """Contacts that the target is expected to take; without one, those that there will be."""
    if cell.target is None:
        return round(float(made.whole.contacts[n])) + cell.closed
    missing = max(0, cell.target - cell.completes)
    return cell.closed + ceil(missing / max(rate.mean, 1e-9) - 1e-9)


def _release(cell: CellStart, expect: float) -> int:
    if cell.target is None:
        return cell.listed + cell.unreleased
    unreleased = cell.unreleased + cell.listed
    count = CellCount(cell.target, cell.completes, cell.closed, cell.still_open, unreleased)
    return to_release(count, expect)


def _plus(found: Range, before: int) -> Range:
    return Range(found.expected + before, found.low + before, found.high + before)
