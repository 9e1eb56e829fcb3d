"""Promises that we missed: noted once, so that they are counted, and kept as soon as may be."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from db.locks import free_contacts
from db.tables import Attempt, Contact, ContactState
from outbound.dialing.attempt import State
from outbound.engine.ledger import Entry, note
from outbound.policy.callbacks import LATE

AT_ONCE: Final = 100
"""How many are noted in one transaction."""

_OTHERWISE: Final = [state for state in ContactState if state is not ContactState.WAITING]
"""Asked as "in none of these", so that those who are promised a call are looked through, not all who wait."""


def note_missed(session: Session, now: datetime) -> int:
    """Note every promised call whose window has passed and that nobody made; returns how many.

    They stay first of all work: until closing, then from the next callable day on.
    """
    made = select(Attempt.id).where(
        Attempt.contact_id == Contact.id,
        col(Attempt.reserved_at) >= Contact.callback_start,
        Attempt.state != State.WITHDRAWN,
    )
    missed = select(Contact).where(
        col(Contact.state).not_in(_OTHERWISE), col(Contact.callback_end) <= now,
        Contact.reason != LATE, ~made.exists(),
    )  # fmt: skip
    found = free_contacts(session, missed.limit(AT_ONCE))
    for contact in found:
        contact.reason, contact.changed_at = LATE, now
        note(session, contact, now, Entry("callback", "late", LATE, contact.next_at))
    return len(found)
