"""The supervisor's floor: what every campaign and every agent is doing now."""

from collections import defaultdict
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from db.tables import (
    Attempt,
    CampaignRow,
    CampaignState,
    Contact,
    DeskRow,
    DeskState,
    Kind,
    Response,
    ResponseState,
    User,
    Wave,
)
from outbound.dialing.outcome import Outcome
from outbound.engine.context import Engine
from outbound.engine.floor_view import AgentRow, Alarm, Band, CellView, Floor, Health
from outbound.engine.running import Running
from outbound.engine.schedule import moments
from outbound.errors import StoreError

BOUND = Decimal("0.03")
"""The share of live calls that may be abandoned in a day."""


def floor(engine: Engine) -> Floor:
    """Everything that is going on now."""
    now = engine.clock.now()
    with engine.store.read() as session:
        rows = session.exec(
            select(CampaignRow).order_by(col(CampaignRow.priority).desc(), col(CampaignRow.id))
        )
        bands = tuple(_band(session, engine.running.of(row), row, now) for row in rows)
        agents = _agents(session)
    return Floor(now, bands, agents, health(engine), tuple(_alarms(engine)))


def health(engine: Engine) -> Health:
    """Whether the parts below answer; raises nothing."""
    try:
        with engine.store.read() as session:
            session.exec(select(1)).one()
        store = True
    except StoreError:
        store = False
    beat = engine.heartbeat
    return Health(store, beat.last, engine.settings.simulated, beat.carrier_answers)


def _band(session: Session, running: Running, row: CampaignRow, now: datetime) -> Band:
    today = _midnight(now, running.zone)
    contacts = _counts(
        session,
        select(Contact.state, func.count())
        .where(Contact.campaign_id == row.id)
        .group_by(col(Contact.state)),
    )
    tried = (
        select(Attempt.outcome, func.count())
        .where(
            Attempt.campaign_id == row.id,
            Attempt.kind == Kind.CONTACT,
            Attempt.reserved_at >= today,
        )
        .group_by(col(Attempt.outcome))
    )
    outcomes = _counts(session, tried)
    lines = _counts(
        session,
        select(Attempt.state, func.count())
        .where(Attempt.campaign_id == row.id, col(Attempt.ended_at).is_(None))
        .group_by(col(Attempt.state)),
    )
    campaign, cells = running.campaign, _cells(session, row.id)
    sample = campaign.audience.sample
    return Band(
        id=row.id, title=campaign.title, purpose=campaign.purpose.value, state=row.state.value,
        reason=row.reason, starts=campaign.schedule.from_, ends=campaign.schedule.until, contacts=contacts,
        outcomes={name: count for name, count in outcomes.items() if name},
        completes=sum(cell.completes for cell in cells),
        target=sample.completes if sample else None, cells=tuple(c for c in cells if c.target),
        attempts=sum(outcomes.values()), ringing=lines.get("ringing", 0) + lines.get("placed", 0),
        talking=lines.get("answered", 0) + lines.get("connected", 0),
        abandoned=outcomes.get(Outcome.ABANDONED.value, 0), live=_live(session, row.id, today), bound=BOUND,
        next_wave=next(moments(campaign, running.zone, now), None) if row.state is CampaignState.RUNNING else None,
    )  # fmt: skip


def _counts(session: Session, query: Any) -> dict[str, int]:
    return {(key.value if key is not None else ""): count for key, count in session.exec(query)}


def _live(session: Session, campaign_id: str, since: datetime) -> int:
    """Calls that a person answered today."""
    return session.exec(
        select(func.count())
        .select_from(Attempt)
        .where(
            Attempt.campaign_id == campaign_id, col(Attempt.answered_at) >= since,
            Attempt.machine == False, col(Attempt.mode) != "sms",  # noqa: E712 - SQL, not Python
        )
    ).one()  # fmt: skip


def _cells(session: Session, campaign_id: str) -> list[CellView]:
    targets: dict[str, int] = defaultdict(int)
    for wave in session.exec(select(Wave).where(Wave.campaign_id == campaign_id)):
        for cell in wave.cells:
            targets["/".join(cell["cell"].values())] = cell["target"] or 0
    done = dict(
        session.exec(
            select(Contact.cell, func.count())
            .join(Response, col(Response.contact_id) == Contact.id)
            .where(Contact.campaign_id == campaign_id, Response.state == ResponseState.COMPLETE)
            .group_by(col(Contact.cell))
        ).all()
    )
    return [
        CellView(name, done.get(name, 0), targets.get(name, 0))
        for name in sorted({*targets, *done})
    ]


def _agents(session: Session) -> tuple[AgentRow, ...]:
    rows = session.exec(
        select(DeskRow, User, Attempt)
        .join(User, col(User.id) == DeskRow.agent_id)
        .join(Attempt, col(Attempt.id) == DeskRow.attempt_id, isouter=True)
        .where(DeskRow.state != DeskState.AWAY)
        .order_by(col(User.name))
    )
    return tuple(
        AgentRow(
            user.id, user.name, desk.state.value, desk.since, attempt.campaign_id if attempt else ""
        )
        for desk, user, attempt in rows
    )


def _alarms(engine: Engine) -> list[Alarm]:
    return list(reversed(engine.heartbeat.alarms))


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
