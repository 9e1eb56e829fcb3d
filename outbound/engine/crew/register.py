"""The register of processes: each says that it lives, whoever asks sees all, and the dead are swept."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from db.server import shared_time
from db.tables import ProcessRow
from outbound.clock import Clock
from outbound.engine.crew.duty import Me
from outbound.engine.floor_view import ProcessView

LATE: Final = timedelta(seconds=30)
"""A process that has said nothing for so long is shown as gone."""

KEPT: Final = timedelta(minutes=15)
"""How long a process that said nothing more is shown at all."""


def say_alive(session: Session, me: Me, now: datetime, *, leads: bool) -> None:
    """Enter this process, or renew its entry; `now` is by the clock that all share."""
    row = session.get(ProcessRow, me.id)
    if row is None:
        row = ProcessRow(
            id=me.id, role=me.duty.value, host=me.host, pid=me.pid, started_at=me.started_at, seen_at=now
        )  # fmt: skip
        session.add(row)
    row.seen_at, row.leads = now, leads


def leave(session: Session, me: Me) -> None:
    """Strike out this process: it ends in good order."""
    session.exec(delete(ProcessRow).where(col(ProcessRow.id) == me.id))


def sweep(session: Session, now: datetime) -> None:
    """Strike out whoever said nothing for long, or says to come from tomorrow."""
    gone = (col(ProcessRow.seen_at) < now - KEPT) | (col(ProcessRow.seen_at) > now + KEPT)
    session.exec(delete(ProcessRow).where(gone))


def listed(session: Session, clock: Clock) -> tuple[ProcessView, ...]:
    """All processes of the service, the leader first; moments by the clock of whoever asks."""
    rows = session.exec(
        select(ProcessRow).order_by(
            col(ProcessRow.leads).desc(),
            col(ProcessRow.role),
            col(ProcessRow.host),
            col(ProcessRow.pid),
        )
    ).all()
    if not rows:
        return ()
    there, here = shared_time(session, clock), clock.now()
    return tuple(
        ProcessView(
            row.role, row.host, row.pid, row.leads, here - (there - row.seen_at),
            late=abs(there - row.seen_at) > LATE,
        )
        for row in rows
    )  # fmt: skip
