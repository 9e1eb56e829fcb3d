"""Suppressions in the store: appended, never changed, and effective at commit."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from db.locks import lock_numbers
from db.queries.among import among
from db.tables import Attempt, CampaignRow, Contact, ContactState
from outbound.audit.entries import SUPPRESSION
from outbound.campaign.schema import Channel, Purpose
from outbound.dialing.attempt import State
from outbound.engine.attempts.number_events import number_events
from outbound.engine.attempts.withdrawal import take_back
from outbound.engine.chain.writing import wrote
from outbound.engine.ledger import Entry, note
from outbound.policy.suppression import (
    CARRIER,
    EVERYTHING,
    Scope,
    Suppression,
    in_force,
    parse_scope,
    standing,
)

_table: Final = SQLModel.metadata.tables["suppression"]
_UNDER_WAY: Final = (
    select(Attempt, CampaignRow)
    .join(CampaignRow, col(CampaignRow.id) == Attempt.campaign_id)
    .where(col(Attempt.number).in_(among("numbers")))
)
_OPEN: Final = select(Contact).where(
    col(Contact.number).in_(among("numbers")), Contact.state != ContactState.CLOSED
)


@dataclass(frozen=True)
class Source:
    """Where a suppression came from: sms, agent, voice, carrier, command, import, register, outcome."""

    name: str
    evidence: str = ""
    by: str = ""


@dataclass(frozen=True)
class Order:
    """A suppression to append. `occurred_at`: when it was asked for, where that was before now."""

    number: str
    scope: Scope
    source: Source
    reason: str = ""
    occurred_at: datetime | None = None
    expires_at: datetime | None = None


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
    suppress_all(session, [Order(number, parse_scope(scope), source, reason)], now)


def suppress_all(session: Session, orders: Sequence[Order], now: datetime) -> None:
    """The same for many numbers at once."""
    lock_numbers(session, {order.number for order in orders})
    append(session, [_values(order, now) for order in orders])
    for attempt, order in _forbidden(session, orders, (State.RESERVED,)):
        take_back(session, attempt, now, _why(order))  # decided again, and the gate will say no
    for_good = {
        order.number: order
        for order in orders
        if order.scope == EVERYTHING and order.expires_at is None
    }
    _close(session, for_good, now)


def forbid(
    session: Session, number: str, now: datetime, source: Source, scope: str, reason: str
) -> bool:
    """Suppress, unless just that was said before: what is said twice is one event.

    True if something is forbidden now that was not.
    """
    asked = parse_scope(scope)
    held = in_force(suppressions(session, [number]).get(number, ()), now)
    # An outcome that no agent named says no more than the carrier did.
    speaker = CARRIER if source.name == "outcome" and not source.by else source.name
    if not any(found.says_already(asked, speaker) for found in held):
        suppress(session, number, now, source, scope=scope, reason=reason)
    return not any(found.scope.includes(asked) and found.expires_at is None for found in held)


def ringing(session: Session, number: str, scope: str = "all") -> list[str]:
    """The carrier's ids of calls to the number that nobody has answered yet and that the scope forbids."""
    order = Order(number, parse_scope(scope), Source("question"))
    return ringing_all(session, [order])


def ringing_all(session: Session, orders: Sequence[Order]) -> list[str]:
    """The same for many numbers at once."""
    calls = _forbidden(session, orders, (State.PLACED, State.RINGING))
    return [a.sid for a, _ in calls if a.sid is not None and a.channel is Channel.CALL]


def lift(
    session: Session, number: str, now: datetime, source: Source, *, scope: str = "all"
) -> None:
    """Append the lifting of a scope; only a person's explicit act does this, never an answer."""
    append(session, [event(number, "lifted", parse_scope(scope), source, now)])


def suppressions(session: Session, numbers: Collection[str]) -> dict[str, tuple[Suppression, ...]]:
    """Each number's suppressions and liftings, oldest first; numbers without any are absent."""
    found = number_events(session, numbers)
    return {number: said.suppressions for number, said in found.items() if said.suppressions}


def standing_against(
    session: Session, attempt: Attempt, purpose: Purpose, now: datetime
) -> Suppression | None:
    """What forbids an attempt's number to its campaign by now; None where nothing does."""
    events = suppressions(session, [attempt.number]).get(attempt.number, ())
    return standing(events, purpose, attempt.channel, attempt.campaign_id, now)


def take_back_covered(session: Session, number: str, scope: Scope, now: datetime, why: str) -> None:
    """Withdraw what is reserved for a number within a scope; each contact is decided again."""
    for attempt, row in _under_way(session, {number}, (State.RESERVED,)):
        if scope.covers(Purpose(row.purpose), attempt.channel, row.id):
            take_back(session, attempt, now, why)


def append(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append events as rows, past the objects, of which a list would need a million; the audit tells of each."""
    if rows:
        session.execute(insert(_table), list(rows))
    for row in rows:
        wrote(session, SUPPRESSION, row)


def event(
    number: str, event: str, scope: Scope, source: Source, now: datetime, **more: Any
) -> dict[str, Any]:
    """An event as a row; `more` has its other columns."""
    row = {
        "number": number, "event": event, "scope": str(scope), "reason": "", "source": source.name,
        "evidence": source.evidence, "by": source.by, "expires_at": None, "occurred_at": now,
        "recorded_at": now, "subscriber_id": None,
    }  # fmt: skip
    return row | more


def _values(order: Order, now: datetime) -> dict[str, Any]:
    return event(
        order.number, "suppressed", order.scope, order.source, now,
        reason=order.reason, expires_at=order.expires_at, occurred_at=order.occurred_at or now,
    )  # fmt: skip


def _why(order: Order) -> str:
    return f"suppressed: {order.reason or order.source.name}"


def _forbidden(
    session: Session, orders: Sequence[Order], states: Collection[State]
) -> list[tuple[Attempt, Order]]:
    """What is under way against these orders, each attempt with the first that covers it."""
    by_number: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_number[order.number].append(order)
    found: list[tuple[Attempt, Order]] = []
    for attempt, row in _under_way(session, by_number, states):
        purpose = Purpose(row.purpose)
        covering = (
            order
            for order in by_number[attempt.number]
            if order.scope.covers(purpose, attempt.channel, row.id)
        )
        if (first := next(covering, None)) is not None:
            found.append((attempt, first))
    return found


def _under_way(
    session: Session, numbers: Collection[str], states: Collection[State]
) -> list[tuple[Attempt, CampaignRow]]:
    # A number has few attempts, and the database might rather look through all that are under way.
    found = session.execute(_UNDER_WAY, {"numbers": list(numbers)}).all()
    return [(attempt, row) for attempt, row in found if attempt.state in states]


def _close(session: Session, orders: dict[str, Order], now: datetime) -> None:
    """Nothing may follow for anybody at these numbers, whatever becomes of an attempt that is under way."""
    if not orders:
        return
    for contact in session.execute(_OPEN, {"numbers": list(orders)}).scalars():
        why = _why(orders[contact.number])
        contact.state, contact.next_at, contact.changed_at = ContactState.CLOSED, None, now
        contact.reason = why
        note(session, contact, now, Entry("closed", "suppressed", why))
