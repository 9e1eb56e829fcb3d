"""Reconciliation: what the carrier is asked, and when, so that no lost reply or callback is lost for good."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from db.tables import Attempt
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.engine.attempts.asked import Round, asked_at
from outbound.engine.context import Engine
from outbound.engine.inbox.daily import compare_due
from outbound.engine.inbox.evidence import Told, ask, look, not_found
from outbound.engine.inbox.incoming import hear_lost
from outbound.engine.inbox.queued import end_queued
from outbound.errors import CarrierError

AT_ONCE: Final = 200
"""About how many attempts the carrier is asked in one round."""

EVERY: Final = timedelta(minutes=1)
RARELY: Final = timedelta(minutes=10)
"""How often it is asked about what it does not have, or what goes on for very long."""

INCOMING: Final = timedelta(minutes=5)
"""How often it is asked what people wrote."""

AFTER_RING: Final = timedelta(minutes=1)
LONGEST_TALK: Final = timedelta(minutes=35)
REPORT: Final = timedelta(hours=1)
"""How long it may be silent about a ring that is over, a talk, and a message; one that was sent may
never say more."""


@dataclass(frozen=True)
class Reconciled:
    """What a round came to; `trouble` says why the carrier could not be asked to its end."""

    settled: tuple[Told, ...] = ()
    waiting: tuple[Told, ...] = ()
    trouble: str = ""


def reconcile_due(engine: Engine, now: datetime) -> int:
    """Ask what is due to be asked; returns how many attempts were settled by it.

    Every beat: what lies in the carrier's queue for too long. Every minute, or at once where somebody
    wants it: what is unknown or silent. Now and then: what people wrote, and how the last day compares.
    """
    with engine.store.read() as session:
        asked = asked_at(session)
    last, wanted = engine.heartbeat.reconciled_at, asked.get(Round.WANTED)
    at_once = wanted is not None and (last is None or wanted > last)
    settled = _asked(engine, now, end_queued) or 0
    if not at_once and last is not None and now - last < EVERY:
        return settled
    engine.heartbeat.reconciled_at = now
    settled += len(reconcile(engine).settled)
    if engine.settings.inquires:
        heard = asked.get(Round.INCOMING)
        if at_once or heard is None or now - heard >= INCOMING:
            _asked(engine, now, hear_lost)
        _asked(engine, now, compare_due)
    return settled


def reconcile(engine: Engine) -> Reconciled:
    """Ask the carrier about every attempt that waits for evidence.

    A carrier that cannot be asked is an alarm; the attempts wait for the next time.
    """
    now = engine.clock.now()
    with engine.store.read() as session:
        waiting = [*_unknown(session, now), *_silent(engine, session, now)]
    told, trouble = [], ""
    for attempt in waiting:
        try:
            told.append(ask(engine, attempt) if attempt.sid else look(engine, attempt))
        except CarrierError as failure:
            trouble = failure.message
            engine.heartbeat.alarm(engine.clock.now(), "reconcile", trouble)
            break
    settled = tuple(one for one in told if one.settled)
    return Reconciled(settled, tuple(one for one in told if not one.settled), trouble)


def _asked(engine: Engine, now: datetime, question: Callable[[Engine, datetime], int]) -> int:
    try:
        return question(engine, now)
    except CarrierError as failure:
        engine.heartbeat.alarm(now, "reconcile", failure.message)
        return 0


def _unknown(session: Session, now: datetime) -> list[Attempt]:
    """Of what no reply told, those not asked about for longest; rarely those that were not found."""
    rows = session.exec(
        select(Attempt)
        .where(Attempt.state == State.UNKNOWN)
        .order_by(col(Attempt.looked_at).is_not(None), col(Attempt.looked_at))
        .limit(AT_ONCE)
    )
    return [a for a in rows if not not_found(a) or _long_ago(a, now)]


def _silent(engine: Engine, session: Session, now: datetime) -> list[Attempt]:
    """Attempts that should have ended, or come further, and of which nothing was heard."""
    kinds = (
        (Channel.CALL, (State.PLACED, State.RINGING), AFTER_RING),
        (Channel.CALL, (State.ANSWERED, State.CONNECTED), LONGEST_TALK),
        (Channel.SMS, (State.PLACED,), REPORT),
    )
    silent = [
        and_(
            col(Attempt.channel) == channel, col(Attempt.state).in_(states), col(Attempt.sid).is_not(None),
            col(Attempt.placed_at) < now - wait,
        )
        for channel, states, wait in kinds
    ]  # fmt: skip
    rows = session.exec(
        select(Attempt)
        .where(or_(*silent))
        .order_by(col(Attempt.looked_at).is_not(None), col(Attempt.looked_at))
        .limit(AT_ONCE)
    )
    return [a for a in rows if _long_ago(a, now) and not _may_ring(engine, a, now)]


def _may_ring(engine: Engine, attempt: Attempt, now: datetime) -> bool:
    """Whether the telephone may still be ringing, or the report of its end be on its way."""
    if attempt.state not in (State.PLACED, State.RINGING) or attempt.channel is Channel.SMS:
        return False
    call = engine.running.named(attempt.campaign_id).step(attempt.step).call
    heard = attempt.rang_at or attempt.placed_at or attempt.reserved_at
    return call is not None and now - heard <= call.ring + AFTER_RING


def _long_ago(attempt: Attempt, now: datetime) -> bool:
    return attempt.looked_at is None or now - attempt.looked_at >= RARELY
