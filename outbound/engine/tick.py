"""One tick: everything that has become due, found by query and done in order. Safe to repeat and to interrupt.

What concerns all campaigns is the leader's; what concerns one person is any worker's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import (
    STILL_OPEN,
    Attempt,
    CampaignRow,
    CampaignState,
    Contact,
    DeskRow,
    DeskState,
    Kind,
)
from outbound.dialing.attempt import Event, State
from outbound.dialing.port import Progress
from outbound.dialing.provisional import of_call
from outbound.engine.attempts import desks
from outbound.engine.attempts.dispatch import dispatch, staff
from outbound.engine.attempts.fate import hold, withdraw
from outbound.engine.attempts.lines import end_left_open
from outbound.engine.attempts.moves import move
from outbound.engine.attempts.owed import place_owed
from outbound.engine.attempts.settle import Over, end
from outbound.engine.audit.checkpoints import checkpoint_due
from outbound.engine.campaigns.ending import settle, spend
from outbound.engine.context import Engine
from outbound.engine.crew.faults import Aside, together
from outbound.engine.desk.missed import note_missed
from outbound.engine.inbox.backlog import apply_waiting
from outbound.engine.inbox.progress import happened
from outbound.engine.inbox.reconcile import reconcile_due
from outbound.engine.inbox.spool import take_spooled
from outbound.engine.inbox.texting import close_windows
from outbound.engine.ledger import Entry
from outbound.engine.library.filing import file_ended
from outbound.engine.lists.build import build_due
from outbound.engine.lists.release import goal_reached, release
from outbound.engine.lists.schedule import moments, window
from outbound.engine.running import Running

WRAP_UP: Final = timedelta(minutes=10)
"""How long an agent may take to name an outcome before the provisional one stands, flagged."""

REPLIES: Final = timedelta(seconds=30)
"""How long after its mark a create is waited for: time to send it, and for the carrier's reply."""

AT_ONCE: Final = 500
"""How many numbers are held in one transaction."""


@dataclass(frozen=True)
class Led:
    """What the leader did in one tick."""

    waves: int
    released: int


@dataclass(frozen=True)
class Worked:
    """What a worker did in one tick."""

    applied: int
    placed: int
    served: int


@dataclass(frozen=True)
class Ticked:
    """What one tick did where one process does all."""

    waves: int
    applied: int
    released: int
    placed: int
    served: int


def tick(engine: Engine, now: datetime) -> Ticked:
    """Lead, then work: where one process does all."""
    led = lead(engine, now)
    worked = work(engine, now)
    engine.heartbeat.last = now
    return Ticked(led.waves, worked.applied, led.released, worked.placed, worked.served)


def lead(engine: Engine, now: datetime, aside: Aside = together) -> Led:
    """Build due waves, let time run out where it has, move campaigns on, ask for missing evidence.

    Where several processes share the store, `engine` is the leader's: its store lets nobody else write.
    """
    waves = released = 0
    with aside("lists"):
        waves = _build(engine, now)
    with aside("left behind"), engine.store.write() as session:
        _left_behind(session, now)
    with aside("wrap-ups"), engine.store.write() as session:
        _forgotten_wrap_ups(engine, session, now)
    with aside("reply windows"), engine.store.write() as session:
        close_windows(engine, session, now)
    with aside("callbacks"), engine.store.write() as session:
        note_missed(session, now)
    with aside("campaigns"), engine.store.write() as session:
        released = _campaigns(engine, session, now)
    with aside("library"):
        file_ended(engine, now)
    with aside("evidence"):
        reconcile_due(engine, now)
    with aside("audit"):
        checkpoint_due(engine, now)
    return Led(waves, released)


def work(engine: Engine, now: datetime, aside: Aside = together) -> Worked:
    """Apply what the carrier told, place what is owed and what is due, serve the agents who wait."""
    applied = placed = served = 0
    with aside("inbox"):
        applied = take_spooled(engine) + apply_waiting(engine)
    with aside("replies"):
        placed += place_owed(engine, now)
    with aside("contacts"):
        placed += dispatch(engine, now)
    with aside("agents"):
        end_left_open(engine)
        served = staff(engine, now)
    return Worked(applied, placed, served)


def _build(engine: Engine, now: datetime) -> int:
    with engine.store.read() as session:
        rows = session.exec(
            select(CampaignRow).where(CampaignRow.state == CampaignState.RUNNING)
        ).all()
    return len(build_due(engine, [row.id for row in rows], now))


def _left_behind(session: Session, now: datetime) -> None:
    """What a process that died had in hand: the mark tells what it certainly never sent from what it may have."""
    unsent = and_(
        col(Attempt.state) == State.RESERVED, col(Attempt.kind) == Kind.CONTACT, col(Attempt.place_by) < now
    )  # fmt: skip
    in_doubt = and_(col(Attempt.state) == State.PLACING, col(Attempt.handed_at) < now - REPLIES)
    ids = session.exec(select(Attempt.id).where(or_(unsent, in_doubt)).limit(AT_ONCE)).all()
    lock_attempts(session, ids)
    for attempt in session.exec(select(Attempt).where(col(Attempt.id).in_(ids))).all():
        contact = session.get_one(Contact, attempt.contact_id)
        if attempt.state is State.RESERVED:
            never = Entry("withdrawn", "not sent", "its process ended before it asked the carrier")
            withdraw(session, attempt, contact, now, never)
        elif move(attempt, Event.LOST, now):
            hold(session, attempt, contact, now, "its process ended while it asked the carrier")
        desks.let_go(session, attempt, now)


def _forgotten_wrap_ups(engine: Engine, session: Session, now: datetime) -> None:
    late = (DeskRow.state == DeskState.WRAP_UP, DeskRow.since < now - WRAP_UP)
    lock_attempts(session, [d for d in session.exec(select(DeskRow.attempt_id).where(*late)) if d])
    for desk in session.exec(select(DeskRow).where(*late)).all():
        attempt = session.get_one(Attempt, desk.attempt_id)
        contact = session.get_one(Contact, attempt.contact_id)
        over = Over(attempt, contact, engine.running.named(attempt.campaign_id))
        attempt.reason = "the agent named no outcome in time"
        end(
            session,
            over,
            of_call(happened(session, over, Progress.COMPLETED)),
            attempt.ended_at or now,
        )
        desks.put(session, desk.agent_id, DeskState.BREAK, now)
        engine.heartbeat.alarm(
            now,
            "wrap-up",
            f"{desk.agent_id} named no outcome for {attempt.id}.",
            attempt.campaign_id,
        )


def _campaigns(engine: Engine, session: Session, now: datetime) -> int:
    """Release what quotas call for, and move campaigns on whose time, goal or list is used up."""
    released = 0
    going = (
        CampaignState.RUNNING,
        CampaignState.PAUSED,
        CampaignState.FINISHING,
        CampaignState.STOPPING,
    )
    rows = select(CampaignRow).where(col(CampaignRow.state).in_(going)).order_by(CampaignRow.id)
    for row in session.exec(rows.with_for_update(key_share=True)).all():
        running = engine.running.named(row.id)
        if row.state is CampaignState.RUNNING:
            released += release(session, running, now)
        if row.state in (CampaignState.RUNNING, CampaignState.PAUSED):
            why = _used_up(session, row.id, running, now)
            if why:
                spend(session, row, now, why)
        settle(session, row, now)
    return released


def _used_up(session: Session, campaign_id: str, running: Running, now: datetime) -> str:
    """Why nothing new is to be started for a campaign any more; empty while there is."""
    first, last = window(running.campaign, running.zone)
    if now >= last:
        return "no time left"
    if not _list_spent(session, campaign_id):
        return ""
    if next(moments(running.campaign, running.zone, max(now, first)), None) is None:
        return "every contact is closed"
    return "its goal is reached" if goal_reached(session, running) else ""


def _list_spent(session: Session, campaign_id: str) -> bool:
    """Whether there was a list and nobody on it is open."""
    listed = session.exec(
        select(Contact.id).where(Contact.campaign_id == campaign_id).limit(1)
    ).first()
    still = select(Contact.id).where(
        Contact.campaign_id == campaign_id, col(Contact.state).in_(STILL_OPEN)
    )
    return listed is not None and session.exec(still.limit(1)).first() is None
