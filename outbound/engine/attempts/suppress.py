"""Suppressions in the store: appended, never changed, and effective at commit."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from db.locks import lock_numbers
from db.queries.among import among
from db.tables import Attempt, CampaignRow, Contact, ContactState, SuppressionEvent
from outbound.campaign.schema import Channel, Purpose
from outbound.dialing.attempt import State
from outbound.engine.attempts.withdrawal import take_back
from outbound.engine.ledger import Entry, note
from outbound.policy.suppression import (
    EVERYTHING,
    Scope,
    Suppression,
    in_force,
    parse_scope,
    standing,
)

_EVENTS: Final = (
    select(SuppressionEvent)
    .where(col(SuppressionEvent.number).in_(among("numbers")))
    .order_by(col(SuppressionEvent.recorded_at), col(SuppressionEvent.id))
)
"""Asked before anybody is contacted and before anybody is spoken to, so built once."""


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
    lock_numbers(session, [number])
    session.add(
        SuppressionEvent(
            number=number, event="suppressed", scope=scope, reason=reason, source=source.name,
            evidence=source.evidence, by=source.by, occurred_at=now, recorded_at=now,
        )
    )  # fmt: skip
    forbidden, why = parse_scope(scope), f"suppressed: {reason or source.name}"
    _take_back(session, number, forbidden, now, why)
    if forbidden == EVERYTHING:
        _close(session, number, now, why)


def forbid(
    session: Session, number: str, now: datetime, source: Source, scope: str, reason: str
) -> bool:
    """Suppress unless the very scope stands already; True if it is new. What is said twice is one event."""
    standing = in_force(suppressions(session, [number]).get(number, ()), now)
    if any(found.scope == parse_scope(scope) for found in standing):
        return False
    suppress(session, number, now, source, scope=scope, reason=reason)
    return True


def ringing(session: Session, number: str, scope: str = "all") -> list[str]:
    """The carrier's ids of calls to the number that nobody has answered yet and that the scope forbids."""
    rows = _covered(session, number, parse_scope(scope), (State.PLACED, State.RINGING))
    return [a.sid for a in rows if a.sid is not None and a.channel is Channel.CALL]


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
    rows = session.execute(_EVENTS, {"numbers": numbers}).scalars()
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


def standing_against(
    session: Session, attempt: Attempt, purpose: Purpose, now: datetime
) -> Suppression | None:
    """What forbids an attempt's number to its campaign by now; None where nothing does."""
    events = suppressions(session, [attempt.number]).get(attempt.number, ())
    return standing(events, purpose, attempt.channel, attempt.campaign_id, now)


def _covered(
    session: Session, number: str, scope: Scope, states: Collection[State]
) -> list[Attempt]:
    rows = session.exec(
        select(Attempt, CampaignRow)
        .join(CampaignRow, col(CampaignRow.id) == Attempt.campaign_id)
        .where(Attempt.number == number, col(Attempt.state).in_(states))
    )
    return [a for a, row in rows if scope.covers(Purpose(row.purpose), a.channel, row.id)]


def _take_back(session: Session, number: str, scope: Scope, now: datetime, why: str) -> None:
    """Withdraw what is reserved; its contact is decided again, and the gate will say no."""
    for attempt in _covered(session, number, scope, (State.RESERVED,)):
        take_back(session, attempt, now, why)


def _close(session: Session, number: str, now: datetime, why: str) -> None:
    """Nothing may follow for anybody at the number, whatever becomes of an attempt that is under way."""
    for contact in session.exec(
        select(Contact).where(Contact.number == number, Contact.state != ContactState.CLOSED)
    ):
        contact.state, contact.next_at, contact.changed_at = ContactState.CLOSED, None, now
        contact.reason = why
        note(session, contact, now, Entry("closed", "suppressed", why))
