"""What a report tells: campaigns, their lists, attempts and responses, and the scores they gave."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from outbound.audience.nouns import Drop
from outbound.campaign.schema import Purpose
from outbound.campaign.values import Text
from outbound.picture.cells import CellProgress
from outbound.score.evaluation import Evaluation
from outbound.score.nouns import Score


@dataclass(frozen=True)
class ReportedFollowUp:
    """A follow-up that was opened; `words` is what the customer said, if anything."""

    kind: str
    department: str
    reason: str
    due_at: datetime
    words: str = ""
    subscriber: str = ""


@dataclass(frozen=True)
class Verbatim:
    """Something a customer said; `who` tells no more than region and segment."""

    words: str
    who: str = ""


@dataclass(frozen=True)
class PlanFigure:
    """A figure of the plan that the campaign was launched on, beside what became of it."""

    name: str  # completes, contacts, attempts, agent_hours, call_minutes, sms_segments, cost
    expected: float
    low: float
    high: float
    actual: float

    @property
    def is_inside(self) -> bool:
        """Whether it came to what the plan's bounds allowed."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class LifeEntry:
    """A step in the campaign's life: what, by whom, why."""

    at: datetime
    step: str
    by: str
    reason: str = ""


@dataclass(frozen=True)
class CampaignReport:
    """One campaign over the time that is reported.

    base = sum of the waterfall + holdout + listed; attempts = sum of by_outcome
    contacts: state -> count; rates: RR1 and the like, None where the denominator is 0
    attempts_by_hour, reached_by_hour: hour of the centre's clock -> attempts, those contacted
    messages: SMS sent; segments: what they are charged as; agent_hours, call_minutes: of work and talk
    planned: the plan it was launched on, figure by figure; empty where none was made
    life: what happened to it, oldest first; files_changed: edited since the launch, not acted on
    """

    campaign: str
    title: Text
    purpose: Purpose
    base: int
    waterfall: tuple[Drop, ...]
    holdout: int
    listed: int
    attempts: int
    by_outcome: Mapping[str, int]
    contacts: Mapping[str, int]
    complete: int
    partial: int
    rates: Mapping[str, Fraction | float | None] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    cost: Decimal = Decimal(0)
    messages: int = 0
    follow_ups: tuple[ReportedFollowUp, ...] = ()
    verbatims: tuple[Verbatim, ...] = ()
    attempts_by_hour: Mapping[int, int] = field(default_factory=dict)
    reached_by_hour: Mapping[int, int] = field(default_factory=dict)
    cells: tuple[CellProgress, ...] = ()
    agent_hours: float = 0.0
    call_minutes: float = 0.0
    segments: int = 0
    planned: tuple[PlanFigure, ...] = ()
    life: tuple[LifeEntry, ...] = ()
    files_changed: tuple[str, ...] = ()
    evaluation: Evaluation | None = None

    @property
    def cost_per_complete(self) -> Decimal | None:
        """What one complete response cost; None before the first."""
        return (self.cost / self.complete).quantize(Decimal("0.01")) if self.complete else None

    def as_json(self) -> dict[str, Any]:
        """The report as `outbound report --json` prints it."""
        return {
            "campaign": self.campaign,
            "base": self.base,
            "waterfall": [
                {"kind": d.kind, "reason": d.reason, "count": d.count} for d in self.waterfall
            ],
            "holdout": self.holdout,
            "listed": self.listed,
            "attempts": self.attempts,
            "by_outcome": dict(self.by_outcome),
            "contacts": dict(self.contacts),
            "responses": {"complete": self.complete, "partial": self.partial},
            "rates": {k: None if v is None else float(v) for k, v in self.rates.items()},
            "scores": [score.as_json() for score in self.scores],
            "cost": float(self.cost),
            "cost_per_complete": None
            if self.cost_per_complete is None
            else float(self.cost_per_complete),
            "messages": self.messages,
            "usage": {
                "agent_hours": self.agent_hours,
                "call_minutes": self.call_minutes,
                "sms_segments": self.segments,
            },
            "plan": [asdict(figure) for figure in self.planned],
            "life": [asdict(entry) | {"at": entry.at.isoformat()} for entry in self.life],
            "files_changed": list(self.files_changed),
            "evaluation": self.evaluation.as_json() if self.evaluation else None,
            "follow_ups": [
                {
                    "kind": f.kind,
                    "department": f.department,
                    "reason": f.reason,
                    "due_at": f.due_at.isoformat(),
                    "subscriber": f.subscriber,
                }
                for f in self.follow_ups
            ],
        }


@dataclass(frozen=True)
class Report:
    """A whole report: the campaigns, and the scores over all of them.

    as_of: the moment it tells of, in the centre's zone
    scores: every breakdown to be shown, each score saying by its `by` which one it belongs to
    composite: the whole, which process scores are compared with
    names: process, department, campaign, region, ... -> value -> what people call it
    synthetic: nothing of this happened to real people
    """

    centre: Text
    as_of: datetime
    campaigns: tuple[CampaignReport, ...]
    scores: tuple[Score, ...] = ()
    composite: Score | None = None
    names: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    currency: str = "CNY"
    synthetic: bool = False

    def name(self, dimension: str, value: str, language: str) -> str:
        """What people call a value of a dimension, itself where nobody said."""
        text = self.names.get(dimension, {}).get(value)
        return text.of(language) if text else value or "–"

    def broken_down(self, measure: str, *dimensions: str) -> list[Score]:
        """The scores of one measure by exactly these dimensions."""
        return [s for s in self.scores if s.measure == measure and set(s.by) == set(dimensions)]
