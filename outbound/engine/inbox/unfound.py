"""Attempts that the carrier's listings do not have: kept for a person, who alone may let them go."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact, Kind
from outbound.dialing.attempt import MAYBE_OUT, State
from outbound.dialing.evidence import SETTLED
from outbound.engine.attempts.fate import withdraw
from outbound.engine.context import Engine
from outbound.engine.inbox.evidence import not_found, since
from outbound.engine.ledger import Entry
from outbound.errors import NotFoundError, RefusedError, UsageError


@dataclass(frozen=True)
class Unfound:
    """An attempt of which neither a reply nor a callback nor a listing told."""

    attempt_id: str
    campaign_id: str
    subscriber_id: str
    channel: str
    asked_at: datetime
    looked: int
    looked_at: datetime | None
    releasable: bool


def unfound(engine: Engine) -> tuple[Unfound, ...]:
    """All of which nothing is known, oldest first; those that may be released are marked."""
    with engine.store.read() as session:
        rows = session.exec(select(Attempt).where(Attempt.state == State.UNKNOWN)).all()
    made = [
        Unfound(
            a.id, a.campaign_id, a.subscriber_id, a.channel.value, since(a), a.looked, a.looked_at,
            not_found(a),
        )
        for a in rows
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.asked_at, one.attempt_id)))


def release(engine: Engine, attempt_id: str, by: str, reason: str) -> None:
    """Let go of an attempt that was not found: its contact is decided again, and it counts no more.

    Raises NotFoundError for no attempt, UsageError without a reason, RefusedError while there may
    still be evidence.
    """
    if not reason.strip():
        raise UsageError("A release needs a reason.", where=attempt_id)
    with engine.store.write() as session:
        lock_attempts(session, [attempt_id])
        attempt = session.get(Attempt, attempt_id)
        if attempt is None:
            raise NotFoundError("There is no such attempt.", where=attempt_id)
        _may_be_released(engine, attempt)
        contact = session.get_one(Contact, attempt.contact_id)
        if attempt.kind is Kind.CONTACT and not _others(session, attempt):
            contact.first_attempt_at = None
        said = Entry("released", "not found", f"{by}: {reason.strip()}")
        withdraw(session, attempt, contact, engine.clock.now(), said)


def _may_be_released(engine: Engine, attempt: Attempt) -> None:
    if attempt.state is not State.UNKNOWN:
        raise RefusedError(f"Its fate is known: it is {attempt.state.value}.", where=attempt.id)
    if not not_found(attempt):
        from_then = (since(attempt) + SETTLED).astimezone(engine.zone)
        raise RefusedError(
            "The carrier may still have it.", where=attempt.id,
            hint=f"It is asked every minute; what it does not list after {from_then:%H:%M} can be released.",
        )  # fmt: skip


def _others(session: Session, attempt: Attempt) -> bool:
    """Whether the contact was, or may have been, reached out to otherwise."""
    other = select(Attempt.id).where(
        Attempt.contact_id == attempt.contact_id, Attempt.id != attempt.id, Attempt.kind == Kind.CONTACT,
        col(Attempt.placed_at).is_not(None) | col(Attempt.state).in_(MAYBE_OUT),
    )  # fmt: skip
    return session.exec(other.limit(1)).first() is not None
