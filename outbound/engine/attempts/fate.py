"""What became of a create: proved to be with the carrier, withdrawn, held for evidence, or put off."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from db.tables import Attempt, Contact, ContactState, Kind
from outbound.dialing.attempt import Event, State
from outbound.engine.attempts import desks
from outbound.engine.attempts.moves import is_over, move
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note

EVIDENCE: Final = "held for evidence: it may have rung or not"
"""Why a contact waits whose attempt is unknown."""


def proven(attempt: Attempt, contact: Contact, at: datetime, sid: str = "") -> None:
    """The carrier has it, as its reply, a callback or its listing shows; what was held goes on."""
    held = attempt.kind is Kind.CONTACT and attempt.state is State.UNKNOWN
    attempt.sid = attempt.sid or sid or None
    if is_over(attempt):
        return
    move(attempt, Event.ACCEPTED, at)
    _first(contact, attempt, at)
    if held and contact.state is ContactState.HELD:
        contact.state, contact.reason, contact.changed_at = ContactState.TRYING, "", at


def withdraw(
    session: Session, attempt: Attempt, contact: Contact, now: datetime, why: Entry
) -> None:
    """Take back an attempt that never reached anyone: it spends nothing, the contact is decided again."""
    held = attempt.state is State.UNKNOWN and contact.state is ContactState.HELD
    if not move(attempt, Event.WITHDREW, now):
        return  # somebody else was quicker, and the contact may have another in hand
    attempt.reason = why.reason
    if attempt.kind is Kind.CONTACT and (held or contact.state is ContactState.TRYING):
        contact.state, contact.next_at, contact.reason = (
            ContactState.WAITING,
            why.until or now,
            why.reason,
        )
        contact.changed_at = now
        note(session, contact, now, why)


def hold(session: Session, attempt: Attempt, contact: Contact, now: datetime, why: str) -> None:
    """Keep a contact whose attempt may or may not have rung: nothing follows until there is evidence."""
    attempt.reason = why
    _first(contact, attempt, now)
    if attempt.kind is Kind.CONTACT and contact.state is ContactState.TRYING:
        contact.state, contact.reason, contact.changed_at = ContactState.HELD, EVIDENCE, now
        note(session, contact, now, Entry("placed", "unknown", why))


def put_off(engine: Engine, session: Session, attempt: Attempt, again: datetime, why: str) -> None:
    """The carrier does not take it before `again`: a contact is then decided anew, a reply stays owed.

    What is owed stays reserved, with its reason, until `owed.place_owed` hands it over once more.
    """
    now = engine.clock.now()
    if attempt.kind is not Kind.CONTACT:
        move(attempt, Event.RETURNED, now)
        if attempt.state is State.RESERVED:
            attempt.reason, attempt.place_by = why, again + engine.place_within
        return
    contact = session.get_one(Contact, attempt.contact_id)
    withdraw(session, attempt, contact, now, Entry("withdrawn", "not taken", why, again))
    desks.let_go(session, attempt, now)


def _first(contact: Contact, attempt: Attempt, now: datetime) -> None:
    if attempt.kind is Kind.CONTACT:
        contact.first_attempt_at = contact.first_attempt_at or now
