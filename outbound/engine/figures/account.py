"""How a campaign turned out: its plan beside its figures, its effect, its life, and edits not acted on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from outbound.engine.campaigns import changes
from outbound.engine.context import Engine
from outbound.engine.figures.evaluating import evaluate
from outbound.engine.figures.outturn import Outturn
from outbound.engine.life import history
from outbound.errors import NotFoundError, ProblemsError
from outbound.score.report.nouns import CampaignReport, LifeEntry, PlanFigure

FIGURES: Final = (
    "completes", "contacts", "attempts", "agent_hours", "call_minutes", "sms_segments", "cost",
)  # fmt: skip
"""What a plan forecasts, in the order in which a report tells it."""


def accounted(
    engine: Engine, told: CampaignReport, actual: Outturn, plan: Mapping[str, Any] | None
) -> CampaignReport:
    """The report with how the campaign turned out; `plan` is what it was launched on, if one was made."""
    now, running = engine.clock.now(), engine.running.named(told.campaign)
    ranges = plan["forecast"]["ranges"] if plan else {}
    return replace(
        told,
        agent_hours=round(actual.agent_hours, 2),
        call_minutes=round(actual.call_minutes, 1),
        segments=actual.sms_segments,
        planned=tuple(
            PlanFigure(
                name, ranges[name]["expected"], ranges[name]["low"], ranges[name]["high"],
                float(getattr(actual, name)),
            )
            for name in FIGURES if name in ranges
        ),
        life=tuple(
            LifeEntry(step.at, step.step, step.by, step.reason)
            for step in history.steps(engine, told.campaign)
        ),
        files_changed=_edited(engine, told.campaign),
        evaluation=evaluate(engine, running, now),
    )  # fmt: skip


def _edited(engine: Engine, campaign_id: str) -> tuple[str, ...]:
    """The files that say otherwise than what runs; a campaign's own where it can no longer be read."""
    try:
        return tuple(change.file for change in changes.since_launch(engine, campaign_id))
    except (NotFoundError, ProblemsError):
        return (engine.workspace.name_of(engine.workspace.campaign_file(campaign_id)),)
