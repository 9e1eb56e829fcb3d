"""Suppressions in the store: appended, never changed, and effective at commit."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.tables import Attempt, Contact, ContactState, SuppressionEvent
from outbound.dialing.attempt import State
from outbound.engine.ledger import Entry, note
from outbound.policy.suppression import Suppression, parse_scope


@dataclass(frozen=True)
class Source:
    """Where a suppression came from: sms, agent, voice, carrier, command, import, outcome."""

    name: str
    evidence: str = ""
    by: str = ""


def suppress(
    session: Session,
    number: str,
    now: datetime,
    source: Source,
    *,
    scope: str = "all",
    reason: str = "",
) -> None:
    """Append a suppression and withdraw what is reserved for the number, in one transaction."""
    session.add(
        SuppressionEvent(
            number=number, event="suppressed", scope=scope, reason=reason, source=source.name,
            evidence=source.evidence, by=source.by, occurred_at=now, recorded_at=now,
        )
    )  # fmt: skip
    if scope == "all":
        _close_waiting(session, number, now, reason or source.name)


def lift(
    session: Session, number: str, now: datetime, source: Source, *, scope: str = "all"
) -> None:
    """Append the lifting of a scope; only a person's explicit act does this, never an answer."""
    session.add(
        SuppressionEvent(
            number=number, event="lifted", scope=scope, source=source.name, evidence=source.evidence,
            by=source.by, occurred_at=now, recorded_at=now,
        )
    )  # fmt: skip


def suppressions(session: Session, numbers: Collection[str]) -> dict[str, tuple[Suppression, ...]]:
    """Each number's events, oldest first; numbers without any are absent."""
    rows = session.exec(
        select(SuppressionEvent)
        .where(col(SuppressionEvent.number).in_(numbers))
        .order_by(col(SuppressionEvent.recorded_at), col(SuppressionEvent.id))
    )
    found: dict[str, list[Suppression]] = defaultdict(list)
    for row in rows:
        lifted = row.event == "lifted"
        found[row.number].append(
            Suppression(
                "lifted" if lifted else "suppressed", parse_scope(row.scope), row.occurred_at,
                row.expires_at, row.reason, row.source,
            )
        )  # fmt: skip
    return {number: tuple(events) for number, events in found.items()}


def _close_waiting(session: Session, number: str, now: datetime, reason: str) -> None:
    open_states = (ContactState.UNRELEASED, ContactState.WAITING)
    for contact in session.exec(
        select(Contact).where(Contact.number == number, col(Contact.state).in_(open_states))
    ):
        contact.state, contact.next_at, contact.changed_at = ContactState.CLOSED, None, now
        contact.reason = f"suppressed: {reason}"
        note(session, contact, now, Entry("closed", "suppressed", contact.reason))
    for attempt in session.exec(
        select(Attempt).where(Attempt.number == number, Attempt.state == State.RESERVED)
    ):
        attempt.state, attempt.holds, attempt.ended_at = State.WITHDRAWN, None, now
        attempt.reason = f"suppressed: {reason}"
