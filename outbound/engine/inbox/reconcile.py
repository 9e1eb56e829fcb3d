"""Evidence: what the carrier's own listing says of attempts whose fate is unknown or that fell silent."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.heard import Endpoint, Heard
from outbound.dialing.port import Listing, Progress
from outbound.engine.attempts.fate import proven
from outbound.engine.attempts.settle import Over
from outbound.engine.context import Engine
from outbound.engine.inbox.progress import apply_progress
from outbound.errors import CarrierError

EARLY, LATE = timedelta(seconds=5), timedelta(seconds=85)
"""How far from its reservation the carrier may have created an attempt: 15 s to place it, 10 s to
answer us, 60 s more for its clock."""

SILENT: Final = (
    (Channel.CALL, (State.PLACED, State.RINGING), timedelta(minutes=3)),
    (Channel.CALL, (State.ANSWERED, State.CONNECTED), timedelta(minutes=35)),
    (Channel.SMS, (State.PLACED,), timedelta(hours=1)),
)
"""How long after it was placed an attempt that has come no further is asked about: a ring is over
after two minutes, a talk after thirty, and a message that was sent may never say more."""

EVERY: Final = timedelta(minutes=1)


def reconcile_due(engine: Engine, now: datetime) -> int:
    """Reconcile once a minute while anything is unknown or silent."""
    last = engine.heartbeat.reconciled_at
    if last is not None and now - last < EVERY:
        return 0
    engine.heartbeat.reconciled_at = now
    return reconcile(engine)


def reconcile(engine: Engine) -> int:
    """Ask the carrier about every attempt that waits for evidence; returns how many were settled.

    A carrier that cannot be asked is an alarm; the attempts wait for the next time.
    """
    now = engine.clock.now()
    with engine.store.read() as session:
        waiting = _waiting(session, now)
    settled = 0
    for attempt in waiting:
        try:
            found = _ask(engine, attempt)
        except CarrierError as failure:
            engine.heartbeat.alarm(now, "reconcile", failure.message)
            break
        if found is not None:
            _apply(engine, attempt.id, found, now)
            settled += 1
    return settled


def _waiting(session: Session, now: datetime) -> list[Attempt]:
    silent = [
        and_(
            col(Attempt.channel) == channel, col(Attempt.state).in_(states), col(Attempt.sid).is_not(None),
            col(Attempt.placed_at) < now - wait,
        )
        for channel, states, wait in SILENT
    ]  # fmt: skip
    return list(
        session.exec(
            select(Attempt).where(or_(col(Attempt.state) == State.UNKNOWN, *silent)).limit(200)
        )
    )


def _ask(engine: Engine, attempt: Attempt) -> Listing | None:
    """The carrier's row of this attempt: by its id if we have it, else the one row that fits."""
    if attempt.sid is not None:
        return engine.carrier.fetch(attempt.channel, attempt.sid)
    rows = [
        row
        for row in engine.carrier.list_to(attempt.channel, attempt.number)
        if _fits(attempt, row)
    ]
    with engine.store.read() as session:
        bound = set(
            session.exec(select(Attempt.sid).where(col(Attempt.sid).in_([row.sid for row in rows])))
        )
    free = [row for row in rows if row.sid not in bound]
    if len(free) > 1:
        engine.heartbeat.alarm(
            engine.clock.now(), "ambiguous", f"{len(free)} listings fit attempt {attempt.id}."
        )
        return None
    return free[0] if free else None


def _fits(attempt: Attempt, row: Listing) -> bool:
    near = attempt.reserved_at - EARLY <= row.created_at <= attempt.reserved_at + LATE
    same_text = attempt.channel is Channel.CALL or row.body == attempt.body
    return near and not row.inbound and row.sender == attempt.sender and same_text


def _apply(engine: Engine, attempt_id: str, row: Listing, now: datetime) -> None:
    with engine.store.write() as session:
        lock_attempts(session, [attempt_id])
        attempt = session.get_one(Attempt, attempt_id)
        contact = session.get_one(Contact, attempt.contact_id)
        running = engine.running.named(attempt.campaign_id)
        proven(attempt, contact, row.created_at, row.sid)
        if row.progress not in (Progress.UNHEARD_OF, Progress.QUEUED):
            endpoint = Endpoint.STATUS if attempt.channel is Channel.CALL else Endpoint.MESSAGE
            heard = Heard(
                endpoint,
                f"listing-{row.sid}",
                row.sid,
                attempt.id,
                progress=row.progress,
                code=row.code,
                at=now,
            )
            apply_progress(engine, session, Over(attempt, contact, running), heard)
