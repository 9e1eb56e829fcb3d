"""What a plan tells of a campaign before it is launched. Shares are 0-1, money is the centre's currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from outbound.audience.nouns import Drop
from outbound.campaign.values import Text


@dataclass(frozen=True)
class Range:
    """A forecast figure with the bounds between which nine in ten outcomes are expected."""

    expected: float
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        """The three figures by name."""
        return {name: round(getattr(self, name), 2) for name in ("expected", "low", "high")}


@dataclass(frozen=True)
class PlannedCell:
    """A quota cell over the whole period.

    available: who may be called; listed: of them on the first wave's list, the reserve included; target: completes wanted, None without a goal
    needed: contacts that the target is expected to take; release: how many to call for now
    completes: what the whole cell would yield by the end; chance: of meeting the target by then
    """

    values: Mapping[str, str]
    available: int
    target: int | None
    needed: int
    release: int
    completes: Range
    chance: float | None
    listed: int = 0

    @property
    def name(self) -> str:
        """The cell's values, joined with /; empty for the one cell of a list without quotas."""
        return "/".join(self.values.values())


@dataclass(frozen=True)
class PlannedDay:
    """One day of the period: attempts, agents' hours of work, and the hours that the list is open."""

    day: date
    open_hours: float
    attempts: float
    agent_hours: float
    completes: float


@dataclass(frozen=True)
class Refusal:
    """Something that cannot be met: which key of the file, what is wrong, what to change and by how much.

    `kind` and `values` are what message and hint were told from, for telling them in another language.
    """

    key: str
    message: str
    hint: str
    kind: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """Something to know of a plan's figures; `kind` and `values` tell it in another language."""

    kind: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Forecast:
    """The campaign's totals over its whole period."""

    completes: Range
    contacts: Range
    attempts: Range
    agent_hours: Range
    call_minutes: Range
    sms_segments: Range
    cost: Range
    finishes: date | None  # None where the goal is not met by the end
    effect: float | None = None  # the smallest difference the holdout can show (power .8), 0-1


@dataclass(frozen=True)
class CampaignPlan:
    """A campaign's plan at a moment. base = sum of the waterfall + holdout + listed.

    wave: the id of the first wave that would be built; waves: how many the period holds
    observed: contacts already closed whose outcomes sharpened the expectations, 0 before the launch
    agents: how many agents at work through the open hours the attempts ask for
    tells: it asks nothing, so its completes are the messages that arrive
    """

    campaign: str
    title: Text
    wave: str
    moment: datetime
    waves: int
    base: int
    waterfall: tuple[Drop, ...]
    holdout: int
    listed: int
    by_segment: Mapping[str, int]
    cells: tuple[PlannedCell, ...]
    days: tuple[PlannedDay, ...]
    forecast: Forecast
    refusals: tuple[Refusal, ...] = ()
    observed: int = 0
    agents: float = 0.0
    currency: str = "CNY"
    tells: bool = False
    notes: tuple[Remark, ...] = ()
    cost_parts: Mapping[str, float] = field(
        default_factory=dict
    )  # agent-hours, call-minutes, sms-segments

    @property
    def feasible(self) -> bool:
        """Whether nothing that was asked for is out of reach."""
        return not self.refusals

    def as_json(self) -> dict[str, Any]:
        """The plan as `outbound plan --json` prints it."""
        told = self.forecast
        return {
            "campaign": self.campaign,
            "wave": self.wave,
            "moment": self.moment.isoformat(),
            "waves": self.waves,
            "base": self.base,
            "waterfall": [
                {"kind": d.kind, "reason": d.reason, "count": d.count} for d in self.waterfall
            ],
            "holdout": self.holdout,
            "listed": self.listed,
            "by_segment": dict(self.by_segment),
            "cells": [_cell(cell) for cell in self.cells],
            "days": [_day(day) for day in self.days],
            "feasible": self.feasible,
            "refusals": [
                {"key": r.key, "message": r.message, "hint": r.hint} for r in self.refusals
            ],
            "forecast": {
                "completes": round(told.completes.expected, 2),
                "agent_hours": round(told.agent_hours.expected, 2),
                "call_minutes": round(told.call_minutes.expected, 2),
                "sms_segments": round(told.sms_segments.expected, 2),
                "cost": float(Decimal(str(round(told.cost.expected, 2)))),
                "finishes": told.finishes.isoformat() if told.finishes else None,
                "effect": None if told.effect is None else round(told.effect, 4),
                "contacts": round(told.contacts.expected, 2),
                "attempts": round(told.attempts.expected, 2),
                "ranges": {
                    name: getattr(told, name).as_json()
                    for name in ("completes", "contacts", "attempts", "agent_hours", "call_minutes", "sms_segments", "cost")
                },
            },
            "observed": self.observed,
            "agents": self.agents,
            "currency": self.currency,
            "tells": self.tells,
            "cost_parts": {name: round(part, 2) for name, part in self.cost_parts.items()},
            "notes": [note.message for note in self.notes],
        }  # fmt: skip


def _cell(cell: PlannedCell) -> dict[str, Any]:
    return {
        "cell": dict(cell.values),
        "available": cell.available,
        "target": cell.target,
        "listed": cell.listed,
        "needed": cell.needed,
        "release": cell.release,
        "completes": cell.completes.as_json(),
        "chance": None if cell.chance is None else round(cell.chance, 4),
    }


def _day(day: PlannedDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "open_hours": day.open_hours,
        "attempts": day.attempts,
        "agent_hours": day.agent_hours,
        "completes": day.completes,
    }
