"""What a database server is asked about itself: its clock, and sessions that hold others up."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import URL, func, select, text
from sqlmodel import Session

from outbound.clock import Clock

CONNECTING: Final = {
    "connect_timeout": "5",
    # A server that is gone without a word is noticed in ten seconds, not in a quarter of an hour.
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    # A process that is stopped in the middle of a transaction loses it, and holds nobody up for long.
    "options": "-c idle_in_transaction_session_timeout=30s",
}
"""How a server is connected to, unless the URL says otherwise."""


def connecting(url: URL) -> dict[str, str]:
    """What the URL does not say of how to connect."""
    return {name: value for name, value in CONNECTING.items() if name not in url.query}


def is_server(session: Session) -> bool:
    """Whether other machines may use this store, too."""
    return session.get_bind().dialect.name == "postgresql"


def shared_time(session: Session, clock: Clock) -> datetime:
    """The moment by the one clock that all processes of this store share: the server's, or the machine's."""
    if not is_server(session):
        return clock.now()
    moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


def end_holders(session: Session, lock: int) -> int:
    """End the server's sessions that hold an advisory lock, whose transactions it undoes; returns how many."""
    if not is_server(session):
        return 0
    ended = text(
        "select count(pg_terminate_backend(pid)) from pg_locks"
        " where locktype = 'advisory' and granted and pid <> pg_backend_pid() and objsubid = 1"
        " and database = (select oid from pg_database where datname = current_database())"
        " and (classid::bigint << 32 | objid::bigint) = :lock"
    )
    return int(session.execute(ended, {"lock": lock}).scalar_one())
