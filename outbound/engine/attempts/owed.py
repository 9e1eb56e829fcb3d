"""Replies owed: the next turns of conversations that wait for the sender, that the carrier did not take, or nobody handed over."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact, Kind
from outbound.dialing.attempt import State
from outbound.engine.attempts import pace
from outbound.engine.attempts.fate import withdraw
from outbound.engine.attempts.orders import REPLY_VALIDITY
from outbound.engine.attempts.place import place
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry

AT_ONCE: Final = 100
"""How many are handed over in one tick; the rest waits for the next."""

IN_LINE: Final = "waits for its turn at the sender"
"""The reason of a reply whose turn is taken and lies further ahead."""

LONGEST_WAIT: Final = timedelta(minutes=10)
"""How far ahead a reply takes its turn."""

SOON: Final = 4
"""Whoever answers a webhook waits for a turn within a fourth of the time directly ahead, no longer."""


def owe(engine: Engine, session: Session, reply: Attempt) -> bool:
    """Take a reply's turn at its sender; True if it is so soon that it can be handed over at once."""
    now = engine.clock.now()
    _take_turn(engine, pace.hold(engine, session, [_line(reply)], now), reply)
    soon = reply.place_at is not None and reply.place_at <= now + engine.clock.ahead / SOON
    reply.reason = "" if soon else IN_LINE
    return soon


def place_owed(engine: Engine, now: datetime) -> int:
    """Hand over what is owed and has its turn; returns how many. An hour later nobody waits for it."""
    its_time = or_(
        and_(col(Attempt.reason) == IN_LINE, col(Attempt.place_at) <= now + engine.clock.ahead),
        and_(col(Attempt.reason).not_in(("", IN_LINE)), col(Attempt.place_by) <= now + engine.place_within),
        col(Attempt.place_by) < now,  # whoever was to place it has died
    )  # fmt: skip
    owed = (col(Attempt.state) == State.RESERVED, col(Attempt.kind) != Kind.CONTACT, its_time)
    with engine.store.write() as session:
        due = _in_time(session, owed, now)
        again = [one for one in due if one.reason != IN_LINE or one.place_by < now]
        turns = pace.hold(engine, session, [_line(one) for one in again], now)
        for attempt in again:
            _take_turn(engine, turns, attempt)
            attempt.reason = IN_LINE
        ids = [one.id for one in due if _is_near(one, now + engine.clock.ahead)]
        for attempt in due:
            attempt.reason = "" if attempt.id in ids else attempt.reason
    place(engine, ids)
    return len(ids)


def _in_time(
    session: Session, owed: tuple[ColumnElement[bool], ...], now: datetime
) -> list[Attempt]:
    """What is owed and can still be of use; the rest is withdrawn."""
    ids = session.exec(select(Attempt.id).where(*owed).limit(AT_ONCE)).all()
    lock_attempts(session, ids)
    due = []
    for attempt in session.exec(select(Attempt).where(col(Attempt.id).in_(ids), *owed)).all():
        if now - attempt.reserved_at <= REPLY_VALIDITY:
            due.append(attempt)
            continue
        late = Entry("withdrawn", "too late", "not placed in time")
        withdraw(session, attempt, session.get_one(Contact, attempt.contact_id), now, late)
    return due


def _take_turn(engine: Engine, turns: pace.Turns, reply: Attempt) -> None:
    """Its turn, or none where the line is too long: it asks for one again after `place_by`."""
    reply.place_at = turns.take(_line(reply), pace.parts(reply.body), within=LONGEST_WAIT)
    reply.place_by = (reply.place_at or turns.now) + engine.place_within


def _is_near(reply: Attempt, horizon: datetime) -> bool:
    return reply.place_at is not None and reply.place_at <= horizon


def _line(reply: Attempt) -> str:
    return pace.line_of(reply.channel, reply.sender)
