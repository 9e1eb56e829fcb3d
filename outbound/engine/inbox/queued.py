"""Calls that still lie in the carrier's queue: ended after half a minute, so that none rings after the hours."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.port import Progress
from outbound.engine.attempts import pace
from outbound.engine.attempts.cases import span_of
from outbound.engine.attempts.lines import HangUp, hang_up
from outbound.engine.context import Engine
from outbound.engine.inbox.evidence import bind
from outbound.policy.span import QUEUE

AGAIN: Final = timedelta(seconds=30)
"""How soon one of which nothing more was heard is asked about again."""

SLOWER: Final = timedelta(minutes=1)
"""How long no call is placed once one had to be taken out of the queue: it is longer than we thought."""


def end_queued(engine: Engine, now: datetime) -> int:
    """End every call that waits in the carrier's queue for too long; returns how many.

    Raises CarrierError where the carrier cannot be asked.
    """
    with engine.store.read() as session:
        waiting = _waiting(engine, session, now)
    _note_asked(engine, waiting, now)
    ended = 0
    for attempt in waiting:
        row = engine.carrier.fetch(Channel.CALL, attempt.sid or "")
        if row is None or row.progress is not Progress.QUEUED:
            if row is not None:
                bind(engine, attempt.id, row)
            continue
        _slow_down(engine, attempt.campaign_id, now)
        ended += hang_up(engine, HangUp(row.sid, answered=False))
    return ended


def _waiting(engine: Engine, session: Session, now: datetime) -> list[Attempt]:
    """Calls of which the carrier has said no more than that it has them."""
    rows = session.exec(
        select(Attempt, Contact)
        .join(Contact, col(Contact.id) == Attempt.contact_id)
        .where(
            Attempt.state == State.PLACED, Attempt.channel == Channel.CALL, col(Attempt.sid).is_not(None)
        )
    )  # fmt: skip
    return [
        attempt
        for attempt, contact in rows
        if (attempt.looked_at is None or now - attempt.looked_at >= AGAIN)
        and (_too_long(attempt, now) or _closed(engine, attempt, contact, now))
    ]


def _too_long(attempt: Attempt, now: datetime) -> bool:
    return now - (attempt.placed_at or attempt.reserved_at) >= QUEUE


def _closed(engine: Engine, attempt: Attempt, contact: Contact, now: datetime) -> bool:
    """Whether the hours have ended while it waited."""
    span = span_of(contact, engine.running.named(attempt.campaign_id))
    return span is None or not span.hours.is_open(now)


def _note_asked(engine: Engine, waiting: list[Attempt], now: datetime) -> None:
    """Before they are asked about: a carrier that does not answer is not asked again at every beat."""
    if not waiting:
        return
    ids = [attempt.id for attempt in waiting]
    with engine.store.write() as session:
        lock_attempts(session, ids)
        for attempt in session.exec(select(Attempt).where(col(Attempt.id).in_(ids))):
            attempt.looked_at = now


def _slow_down(engine: Engine, campaign_id: str, now: datetime) -> None:
    with engine.store.write() as session:
        pace.rest(engine, session, pace.CALLS, now + SLOWER)
    engine.heartbeat.alarm(
        now, "queue", "Calls wait in the carrier's queue: no more for a minute.", campaign_id
    )  # fmt: skip
