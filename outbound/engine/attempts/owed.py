"""Replies owed: the next turns of conversations that the carrier did not take when they were due."""

from datetime import datetime

from sqlmodel import col, select

from db.tables import Attempt, Contact, Kind
from outbound.dialing.attempt import State
from outbound.engine.attempts.fate import withdraw
from outbound.engine.attempts.orders import REPLY_VALIDITY
from outbound.engine.attempts.place import place
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry


def place_owed(engine: Engine, now: datetime) -> int:
    """Hand over once more what the carrier did not take; returns how many. An hour later nobody waits for it."""
    with engine.store.write() as session:
        waiting = session.exec(
            select(Attempt).where(
                Attempt.state == State.RESERVED, Attempt.kind != Kind.CONTACT, Attempt.reason != "",
                col(Attempt.place_by) <= now + engine.place_within,
            )
        ).all()  # fmt: skip
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
