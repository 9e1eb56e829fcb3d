"""The supervisor's floor: what every campaign and every agent is doing now."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from db.queries import counts
from db.tables import Attempt, CampaignRow, CampaignState, DeskRow, DeskState, User
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.engine.context import Engine
from outbound.engine.crew import alarm_book, carrier_rest, register
from outbound.engine.figures.outturn import cells
from outbound.engine.floor_view import AgentRow, Band, CellView, Floor, Health, ProcessView
from outbound.engine.lists.schedule import moments
from outbound.engine.running import Running
from outbound.errors import StoreError
from outbound.policy.rules import rules_for

WITH_CARRIER = (State.PLACED, State.RINGING, State.ANSWERED, State.CONNECTED)


def floor(engine: Engine) -> Floor:
    """Everything that is going on now."""
    now = engine.clock.now()
    with engine.store.read() as session:
        rows = session.exec(
            select(CampaignRow).order_by(col(CampaignRow.priority).desc(), col(CampaignRow.id))
        )
        bands = tuple(band(session, engine.running.named(row.id), row, now) for row in rows)
        agents, processes = _agents(session), register.listed(session, engine.clock)
        alarms = tuple(alarm_book.latest(session, engine.heartbeat.alarms))
        found = _health(session, engine, processes)
    return Floor(now, bands, agents, found, alarms, processes)


def health(engine: Engine) -> Health:
    """Whether the parts below answer; raises nothing."""
    try:
        with engine.store.read() as session:
            return _health(session, engine, register.listed(session, engine.clock))
    except StoreError:
        beat = engine.heartbeat
        return Health(False, beat.last, engine.settings.simulated, beat.carrier_answers)


def _health(session: Session, engine: Engine, processes: Sequence[ProcessView]) -> Health:
    """The last beat of whoever leads, wherever; the carrier as we know it, or as the store shows."""
    beats = [one.seen_at for one in processes if one.leads]
    beats += [engine.heartbeat.last] if engine.heartbeat.last else []
    answers = engine.heartbeat.carrier_answers
    if answers is None:
        answers = _carrier_answers(session, engine)
    return Health(True, max(beats, default=None), engine.settings.simulated, answers)


def _carrier_answers(session: Session, engine: Engine) -> bool | None:
    """What other processes found: False while they let the carrier rest, True while it has calls of ours."""
    if carrier_rest.told(session, engine.clock.now()):
        return False
    with_carrier = select(Attempt.id).where(col(Attempt.state).in_(WITH_CARRIER)).limit(1)
    return True if session.exec(with_carrier).first() else None


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
        calls=any(step.call is not None for step in campaign.contact.channels),
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


def _bound(running: Running, now: datetime) -> Decimal:
    """The share of live calls that the centre's country lets be abandoned; none where it has no rules."""
    rules = rules_for(running.centre.country, now.astimezone(running.zone).date())
    return rules.abandonment.share if rules else Decimal(0)


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
