"""Replies owed: the next turns of conversations that the carrier did not take, or nobody handed over, when they were due."""

from datetime import datetime
from typing import Final

from sqlalchemy import and_, or_
from sqlmodel import col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact, Kind
from outbound.dialing.attempt import State
from outbound.engine.attempts.fate import withdraw
from outbound.engine.attempts.orders import REPLY_VALIDITY
from outbound.engine.attempts.place import place
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry

AT_ONCE: Final = 100
"""How many are handed over in one tick; the rest waits for the next."""


def place_owed(engine: Engine, now: datetime) -> int:
    """Hand over once more what the carrier did not take; returns how many. An hour later nobody waits for it."""
    its_turn = or_(
        and_(col(Attempt.reason) != "", col(Attempt.place_by) <= now + engine.place_within),
        col(Attempt.place_by) < now,  # whoever was to place it has died
    )
    owed = (Attempt.state == State.RESERVED, Attempt.kind != Kind.CONTACT, its_turn)
    with engine.store.write() as session:
        ids = session.exec(select(Attempt.id).where(*owed).limit(AT_ONCE)).all()
        lock_attempts(session, ids)
        waiting = session.exec(select(Attempt).where(col(Attempt.id).in_(ids), *owed)).all()
        due = []
        for attempt in waiting:
            if now - attempt.reserved_at > REPLY_VALIDITY:
                contact = session.get_one(Contact, attempt.contact_id)
                late = Entry("withdrawn", "too late", "not placed in time")
                withdraw(session, attempt, contact, now, late)
                continue
            attempt.reason, attempt.place_by = "", now + engine.place_within
            due.append(attempt.id)
    place(engine, due)
    return len(due)
