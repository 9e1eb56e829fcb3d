"""The store's door: sessions that read, and transactions that write; SQLite or PostgreSQL."""

import copy
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final, Protocol

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as BusyError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from db.server import connecting
from outbound import failpoints
from outbound.clock import monotonic
from outbound.errors import StoreError

BUSY_SECONDS = 10
"""How long a SQLite writer waits for another process, unless the URL says `?timeout=SECONDS`."""

RECYCLED = 1800
"""Seconds after which a connection to a server is made anew, before something on the way forgets it."""


_LAST: Final = "to be done before the commit"
_RECORDER: Final = "recorder"


class Recorder(Protocol):
    """Is shown what a transaction writes, and writes last."""

    def flushed(self, session: Session) -> None:
        """Rows have just gone to the database; `session.new` still holds the new ones."""
        ...

    def seal(self, session: Session) -> None:
        """Everything else is written; the transaction commits next."""
        ...


class _Writing(Session):
    """A transaction's session."""


@event.listens_for(_Writing, "after_flush")
def _show(session: Session, _: Any) -> None:
    recorder: Recorder | None = session.info.get(_RECORDER)
    if recorder is not None:
        recorder.flushed(session)


def before_commit(session: Session, act: Callable[[Session], None]) -> None:
    """Have something written when the transaction is over, all at once, just before it commits."""
    session.info.setdefault(_LAST, []).append(act)


class Store:
    """One database. Writers to SQLite queue in this process, so none of them polls for the lock.

    What is committed survives a loss of power, unless the store is told not to be `durable`: a
    demo's day may be lost, and need not wait for the disk. Its `recorder` sees every transaction.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        memory = self.sqlite and (":memory:" in url or url in {"sqlite://", "sqlite:///"})
        self.writer = _engine(url, "BEGIN IMMEDIATE", memory=memory, durable=durable)
        self.reader = (
            self.writer if memory else _engine(url, "BEGIN", memory=False, durable=durable)
        )
        self._one_writer = threading.RLock() if self.sqlite else nullcontext()
        self.recorder: Recorder | None = None
        self._prove: Callable[[Session], None] | None = None

    def guarded(self, prove: Callable[[Session], None]) -> "Store":
        """The same store, each of whose transactions begins with `prove`, which raises to forbid it.

        Whoever is given this one cannot forget to prove what it may.
        """
        guarded = copy.copy(self)
        guarded._prove = prove
        return guarded

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed whole when the block ends, rolled back whole if it raises.

        Raises StoreError where the database is locked, full, read-only or away.
        """
        with (
            self._one_writer,
            _told(self.url),
            _Writing(self.writer, expire_on_commit=False) as session,
        ):
            session.info[_RECORDER] = self.recorder
            if self._prove is not None:
                self._prove(session)
            yield session
            _finish(session, self.recorder)
            failpoints.reach("before commit")
            session.commit()
            failpoints.reach("after commit")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing read here is written back. Raises StoreError."""
        with _told(self.url), Session(self.reader, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.writer.dispose()
        self.reader.dispose()


def _finish(session: Session, recorder: Recorder | None) -> None:
    """Write what waited for the end, then what the recorder keeps of it all."""
    for act in session.info.pop(_LAST, ()):
        act(session)
    if recorder is not None:
        session.flush()
        recorder.seal(session)


def _engine(url: str, begin: str, *, memory: bool, durable: bool) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_recycle=RECYCLED, connect_args=connecting(make_url(url))
        )
    patience = make_url(url).query.get("timeout", BUSY_SECONDS)
    arguments: dict[str, Any] = {
        "connect_args": {"check_same_thread": False, "timeout": float(str(patience))}
    }
    if memory:
        arguments["poolclass"] = StaticPool
    engine = create_engine(url, **arguments)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: a writer takes its lock at once
        _write_ahead(connection, float(str(patience)))
        for pragma in (
            f"synchronous={'FULL' if durable else 'OFF'}",
            "foreign_keys=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(connection: Any, patience: float) -> None:
    """Switch a file to its log; SQLite does not wait by itself while another process does the same."""
    until = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn the database's own failures into one clear message."""
    try:
        yield
    except BusyError as failure:
        raise StoreError(
            "The store cannot be used: all connections are in use.",
            hint="Try again in a moment.",
            where=url.split("@")[-1],
        ) from failure
    except (DatabaseError, InterfaceError) as failure:
        said = str(failure.orig).splitlines()[0] if failure.orig else str(failure)
        if (
            not isinstance(failure, OperationalError)
            and not failure.connection_invalidated
            and "malformed" not in said
            and "not a database" not in said
        ):
            raise  # a constraint or a programming error is not the store's state
        raise StoreError(
            f"The store cannot be used: {said}.", hint=_mend(said), where=url.split("@")[-1]
        ) from failure


def _mend(said: str) -> str:
    if "locked" in said:
        return (
            "Another process holds it; nothing was written. Try again, or stop the other process."
        )
    if "full" in said:
        return "The disk is full; nothing was written. Free some space and try again."
    if "disk I/O" in said:
        return (
            "The disk refuses; nothing was written. Check its space and its health, then try again."
        )
    if "readonly" in said:
        return "The file or its folder may not be written to; check the permissions."
    if "unable to open" in said:
        return "The folder is missing or may not be written to."
    if "no such table" in said or "no such column" in said or "does not exist" in said:
        return "The store is of another version; run `outbound db upgrade`."
    if "not a database" in said or "malformed" in said:
        return (
            "The file is damaged or not a store; restore a backup made with `outbound db backup`."
        )
    return "Check that the database is running and reachable; nothing was written."
