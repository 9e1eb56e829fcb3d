"""The supervisor's floor: what every campaign and every agent is doing now."""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from db.queries import counts
from db.tables import Attempt, CampaignRow, CampaignState, DeskRow, DeskState, User
from outbound.dialing.outcome import Outcome
from outbound.engine.context import Engine
from outbound.engine.figures.outturn import cells
from outbound.engine.floor_view import AgentRow, Alarm, Band, CellView, Floor, Health
from outbound.engine.lists.schedule import moments
from outbound.engine.running import Running
from outbound.errors import StoreError
from outbound.policy.rules import rules_for


def floor(engine: Engine) -> Floor:
    """Everything that is going on now."""
    now = engine.clock.now()
    with engine.store.read() as session:
        rows = session.exec(
            select(CampaignRow).order_by(col(CampaignRow.priority).desc(), col(CampaignRow.id))
        )
        bands = tuple(band(session, engine.running.named(row.id), row, now) for row in rows)
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


def band(session: Session, running: Running, row: CampaignRow, now: datetime) -> Band:
    """One campaign as it runs today."""
    campaign, today = running.campaign, _midnight(now, running.zone)
    outcomes = counts.attempts_by_outcome(session, row.id, today)
    lines = counts.open_lines(session, row.id)
    by_cell = cells(session, running)
    going = row.state is CampaignState.RUNNING
    return Band(
        id=row.id, title=campaign.title, purpose=campaign.purpose.value, state=row.state.value,
        reason=row.reason, starts=campaign.schedule.from_, ends=campaign.schedule.until,
        contacts=counts.contacts_by_state(session, row.id),
        outcomes={name: n for name, n in outcomes.items() if name not in (counts.OPEN, counts.WITHDRAWN)},
        counts="completes" if campaign.questions else "delivered",
        completes=sum(done for done, _ in by_cell.values()),
        target=campaign.audience.sample.completes if campaign.audience.sample else None,
        cells=tuple(CellView(name, done, target) for name, (done, target) in by_cell.items() if target),
        attempts=sum(outcomes.values()), ringing=lines.get("ringing", 0) + lines.get("placed", 0),
        talking=lines.get("answered", 0) + lines.get("connected", 0),
        abandoned=outcomes.get(Outcome.ABANDONED.value, 0),
        live=counts.live_answers(session, row.id, today), bound=_bound(running, now),
        next_wave=next(moments(campaign, running.zone, now), None) if going else None,
    )  # fmt: skip


def _agents(session: Session) -> tuple[AgentRow, ...]:
    desks = session.exec(
        select(DeskRow, User)
        .join(User, col(User.id) == DeskRow.agent_id)
        .where(DeskRow.state != DeskState.AWAY)
        .order_by(col(User.name))
    ).all()
    in_hand = [desk.attempt_id for desk, _ in desks if desk.attempt_id]
    on = dict(
        session.exec(
            select(Attempt.id, Attempt.campaign_id).where(col(Attempt.id).in_(in_hand))
        ).all()
    )
    return tuple(
        AgentRow(
            user.id, user.name, desk.state.value, desk.since, on.get(desk.attempt_id or "", "")
        )
        for desk, user in desks
    )


def _alarms(engine: Engine) -> list[Alarm]:
    return list(reversed(engine.heartbeat.alarms))


def _bound(running: Running, now: datetime) -> Decimal:
    """The share of live calls that the centre's country lets be abandoned; none where it has no rules."""
    rules = rules_for(running.centre.country, now.astimezone(running.zone).date())
    return rules.abandonment.share if rules else Decimal(0)


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
