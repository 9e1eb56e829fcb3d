"""Taking back what is reserved and not yet with the carrier: it spends nothing and frees all that it held."""

from datetime import datetime

from sqlmodel import Session

from db.tables import Attempt, Contact, ContactState, Kind
from outbound.dialing.attempt import Event
from outbound.engine.attempts import desks
from outbound.engine.attempts.moves import move


def take_back(session: Session, attempt: Attempt, now: datetime, why: str) -> None:
    """Withdraw a reserved attempt; its agent is ready again, its contact waits to be decided."""
    move(attempt, Event.WITHDREW, now)
    attempt.reason = why
    desks.let_go(session, attempt, now)
    contact = session.get_one(Contact, attempt.contact_id)
    if attempt.kind is Kind.CONTACT and contact.state is ContactState.TRYING:
        contact.state, contact.next_at, contact.changed_at = ContactState.WAITING, now, now
