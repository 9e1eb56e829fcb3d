"""The end of a contact, whoever decides it."""

from datetime import datetime

from sqlmodel import Session

from db.tables import Contact, ContactState
from outbound.engine.ledger import Entry, note


def close(session: Session, contact: Contact, now: datetime, reason: str) -> None:
    """End a contact; its outcome, if an attempt had one, stays."""
    contact.state, contact.reason, contact.next_at, contact.changed_at = (
        ContactState.CLOSED,
        reason,
        None,
        now,
    )
    contact.callback_start = contact.callback_end = None
    note(
        session,
        contact,
        now,
        Entry("closed", contact.outcome.value if contact.outcome else "no outcome", reason),
    )
