"""A campaign's evaluation: the effect that was found, or why none can be told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from outbound.score.effect import Effect


class Verdict(Enum):
    """How far an evaluation has come."""

    MEASURED = "measured"
    NOT_YET = "not yet"  # nobody's time is over, or the base is older than that
    NO_HOLDOUT = "not evaluable"  # nobody was held out, so there is nothing to compare with
    UNSOUND = "unsound"  # the arms' sizes do not fit the holdout's share
    UNREADABLE = "unreadable"  # the condition does not fit the present base


@dataclass(frozen=True)
class Evaluation:
    """A campaign's evaluation; `measured_at` is the moment of the base that success was told from."""

    success: str
    after: timedelta
    assigned: int
    verdict: Verdict = Verdict.NOT_YET
    until: datetime | None = None
    measured_at: datetime | None = None
    effect: Effect | None = None
    note: str = ""

    def settled(
        self,
        verdict: Verdict,
        *,
        until: datetime | None = None,
        measured_at: datetime | None = None,
        effect: Effect | None = None,
        note: str = "",
    ) -> "Evaluation":
        """The evaluation with its verdict."""
        return replace(
            self, verdict=verdict, until=until, measured_at=measured_at, effect=effect, note=note
        )

    def as_json(self) -> dict[str, Any]:
        """The evaluation as `outbound report --json` prints it."""
        return {
            "success": self.success,
            "after_days": self.after.total_seconds() / 86_400,
            "assigned": self.assigned,
            "verdict": self.verdict.value,
            "until": self.until.isoformat() if self.until else None,
            "measured_at": self.measured_at.isoformat() if self.measured_at else None,
            "effect": self.effect.as_json() if self.effect else None,
            "note": self.note,
        }
