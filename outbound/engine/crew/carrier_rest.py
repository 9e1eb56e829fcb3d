"""The carrier's rest: who was turned away tells all the others, so that none tries before it is over.

Best effort: a process that does not know of it yet is turned away itself, and nothing is lost.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db.tables import Pace
from outbound.clock import monotonic
from outbound.engine.context import Engine
from outbound.errors import StoreError

CARRIER: Final = "carrier"

EVERY: Final = 1.0
"""How many seconds what the others told is taken for their latest word."""

LONGEST: Final = timedelta(minutes=10)
"""The carrier never asks for so long a rest: somebody's clock has jumped."""


def rests(engine: Engine, now: datetime) -> bool:
    """Whether the carrier asked us to wait, or could not be reached a moment ago. Not for use in a transaction."""
    heartbeat = engine.heartbeat
    if monotonic() - heartbeat.rest_heard_at >= EVERY:
        heartbeat.rest_heard_at = monotonic()
        with engine.store.read() as session:
            heard = told(session, now)
        own = heartbeat.carrier_rests_until
        if own is not None and own > now + LONGEST:
            own = None
        heartbeat.carrier_rests_until = max(filter(None, (own, heard)), default=None)
    until = heartbeat.carrier_rests_until
    return until is not None and now < until


def told(session: Session, now: datetime) -> datetime | None:
    """Until when the carrier rests, as some process has told; None if it does not."""
    row = session.get(Pace, CARRIER)
    until = None if row is None else row.rests_until
    return until if until is not None and now < until <= now + LONGEST else None


def tell(engine: Engine) -> None:
    """Tell the others of the rest that this process knows of; for use after the transaction that found it."""
    heartbeat = engine.heartbeat
    until = heartbeat.carrier_rests_until
    if until is None or until == heartbeat.rest_told:
        return
    try:
        with engine.store.write() as session:
            row = session.get(Pace, CARRIER, with_for_update=True)
            if row is None:
                session.add(Pace(name=CARRIER, next_at=until, rests_until=until))
            elif row.rests_until is None or not until <= row.rests_until <= until + LONGEST:
                row.rests_until = until
    except (StoreError, IntegrityError):
        return  # told with the next refusal
    heartbeat.rest_told = until
