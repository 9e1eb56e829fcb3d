"""All campaigns on one page, and how one of them comes along: files and store read together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, select

from db.queries import counts
from db.tables import CampaignRow
from outbound.campaign.schema import Campaign
from outbound.campaign.values import Text
from outbound.engine.campaigns.standing import Standing
from outbound.engine.context import Engine
from outbound.engine.figures.outturn import cells
from outbound.engine.pages import floor
from outbound.engine.pages.campaign_files import CheckedFile
from outbound.engine.pages.campaign_view import CampaignLine, CampaignProgress, Goal
from outbound.engine.running import Running
from outbound.forecast.nouns import Range

ORDER: Final = (
    "running", "paused", "finishing", "stopping", "approved", "checked", "draft", "finished", "stopped",
)  # fmt: skip
"""The states as the list shows them: what is at work, what is to come, what is over."""

Forecasts = Mapping[str, Range]
"""The completes that the latest plan expects by the end, of the campaigns planned so far."""


def line(
    engine: Engine, standing: Standing, file: CheckedFile | None, forecasts: Forecasts
) -> CampaignLine:
    """One campaign as the list shows it: as it runs where it was launched, else as its file has it."""
    base = CampaignLine(
        standing.campaign, standing.state.value, reason=standing.reason, missing=standing.missing,
        changed=standing.launched_at is not None and bool(standing.changed),
        errors=file.errors if file else 0, warnings=file.warnings if file else 0,
    )  # fmt: skip
    if standing.launched_at is not None:
        running = engine.running.named(standing.campaign)
        with engine.store.read() as session:
            reached = goal(session, running, engine.clock.now(), forecasts)
        return _told(base, running.campaign, reached)
    if file is not None and file.campaign is not None:
        return _told(base, file.campaign, _wanted(file.campaign, forecasts))
    return _half_read(base, file.data if file else {})


def goal(session: Session, running: Running, now: datetime, forecasts: Forecasts) -> Goal:
    """How far a launched campaign has come, and where it is expected to end."""
    campaign = running.campaign
    row = session.get_one(CampaignRow, campaign.id)
    wanted = _wanted(campaign, forecasts)
    planned: Mapping[str, Any] = row.plan or {}
    band = wanted.band or _band(planned)
    done = sum(done for done, _ in cells(session, running).values())
    return Goal(wanted.counts, done, wanted.target, band, _due(planned, running, now))


def progress(engine: Engine, campaign_id: str, forecasts: Forecasts) -> CampaignProgress:
    """How a launched campaign comes along. RefusedError where it was never launched."""
    running, now = engine.running.named(campaign_id), engine.clock.now()
    with engine.store.read() as session:
        row = session.exec(select(CampaignRow).where(CampaignRow.id == campaign_id)).one()
        return CampaignProgress(
            at=now,
            band=floor.band(session, running, row, now),
            goal=goal(session, running, now, forecasts),
            outcomes=counts.attempts_by_outcome(session, campaign_id),
            responses=counts.responses_by_state(session, campaign_id),
        )


def ranked(lines: list[CampaignLine]) -> tuple[CampaignLine, ...]:
    """The lines in the order of the page."""
    return tuple(sorted(lines, key=lambda one: (ORDER.index(one.state), one.id)))


def _told(base: CampaignLine, campaign: Campaign, reached: Goal) -> CampaignLine:
    return replace(
        base, title=campaign.title, purpose=campaign.purpose.value, owner=campaign.owner or "",
        starts=campaign.schedule.from_, ends=campaign.schedule.until, goal=reached,
    )  # fmt: skip


def _half_read(base: CampaignLine, data: Mapping[str, Any]) -> CampaignLine:
    """What a file that does not load yet tells nevertheless."""
    title, purpose = data.get("title"), data.get("purpose")
    if isinstance(title, str):
        title = {"": title}
    words = (
        {k: v for k, v in title.items() if isinstance(v, str)} if isinstance(title, dict) else {}
    )
    return replace(
        base,
        title=Text(words) if words else None,
        purpose=purpose if isinstance(purpose, str) else "",
    )


def _wanted(campaign: Campaign, forecasts: Forecasts) -> Goal:
    """What a campaign is after, before anything is done."""
    sample = campaign.audience.sample
    counted = "completes" if campaign.questions else "delivered"
    target = sample.completes if sample else None
    return Goal(counted, 0, target, forecasts.get(campaign.id))


def _band(planned: Mapping[str, Any]) -> Range | None:
    """The completes that the plan at launch expected by the end."""
    told = planned.get("forecast", {}).get("ranges", {}).get("completes")
    return Range(**told) if told else None


def _due(planned: Mapping[str, Any], running: Running, now: datetime) -> float | None:
    """The completes that the plan at launch expected up to this moment; a day fills evenly."""
    local = now.astimezone(running.zone)
    today, part = local.date().isoformat(), (local.hour * 60 + local.minute) / 1440
    days = planned.get("days")
    if not days:
        return None
    before = sum(day["completes"] for day in days if day["day"] < today)
    return float(before + part * sum(day["completes"] for day in days if day["day"] == today))
