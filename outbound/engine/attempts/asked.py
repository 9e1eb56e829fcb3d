"""When the carrier was last asked for evidence, and that somebody wants it asked now: kept in the store for all."""

from datetime import datetime
from enum import Enum

from sqlmodel import Session, col, select

from db.tables import StoreFact


class Round(Enum):
    """What is asked from time to time; the value is where the store keeps its moment."""

    WANTED = "evidence wanted"  # by whatever failed: everything is asked at once
    INCOMING = "incoming heard until"  # messages from people
    DAY = "day compared"  # with the store, after its end


def asked_at(session: Session) -> dict[Round, datetime]:
    """The moments that are known."""
    rows = session.exec(select(StoreFact).where(col(StoreFact.name).in_([r.value for r in Round])))
    return {Round(row.name): datetime.fromisoformat(row.value) for row in rows}


def note_asked(session: Session, what: Round, at: datetime) -> None:
    """Keep a moment."""
    session.merge(StoreFact(name=what.value, value=at.isoformat()))
