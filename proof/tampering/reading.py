"""Reads and writes a chain past the engine, and lets the engine verify what nobody has committed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, Self, cast

from sqlalchemy import Connection, String, delete, select, text
from sqlalchemy import cast as sql_cast
from sqlmodel import Session, SQLModel

from db.session import Store
from db.tables import AuditLink
from outbound.audit.chain import Link
from outbound.engine.chain.links import links
from outbound.engine.context import Engine
from proof.tampering.links import Raw

_audit = SQLModel.metadata.tables[str(AuditLink.__tablename__)]
_ALL = select(
    _audit.c.seq, sql_cast(_audit.c.at, String), sql_cast(_audit.c.entries, String), _audit.c.previous, _audit.c.hash
).order_by(_audit.c.seq)  # fmt: skip
_WRITE: Final = text(
    "insert into audit (seq, at, entries, previous, hash) values (:seq, :at, :entries, :previous, :hash)"
)


def raw_links(store: Store) -> list[Raw]:
    """Every link of a store, as it lies there."""
    with store.read() as session:
        return [Raw(*row) for row in session.execute(_ALL)]


def write_links(session: Session, before: Sequence[Raw], after: Sequence[Raw]) -> None:
    """Make the links of a store, which are `before`, those of `after`. DataError for what it cannot hold."""
    gone, new = set(before) - set(after), _new(before, after)
    for row in gone:
        session.execute(delete(_audit).where(_audit.c.seq == row.seq))
    if new:
        session.execute(_WRITE, [vars(row) for row in new])


def _new(before: Sequence[Raw], after: Sequence[Raw]) -> list[Raw]:
    known = set(before)
    return [row for row in after if row not in known]


def in_memory(rows: Sequence[Raw]) -> Iterator[Link]:
    """Links as the engine reads them from a database that holds these rows."""
    return links(cast(Connection, _Holding(rows)))


class _Holding:
    """In place of a connection: whatever it is asked, the rows are the answer."""

    def __init__(self, rows: Sequence[Raw]) -> None:
        self._rows = rows

    def execute(self, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        """The rows."""
        return [row.columns for row in self._rows]


class _Inside(Session):
    """A session whose transaction has begun: how it is isolated was settled before."""

    def connection(self, *_: Any, **__: Any) -> Connection:
        """The connection that it has."""
        return super().connection()


class Trespass:
    """A transaction of the store's owner that is never committed; `engine` reads what it did."""

    def __init__(self, engine: Engine) -> None:
        self.session = _Inside(engine.store.writer)
        self.engine = replace(engine, store=_Seen(engine.store, self.session))

    def __enter__(self) -> Self:
        """It begins."""
        return self

    def __exit__(self, *_: object) -> None:
        """Everything is as it was."""
        self.session.rollback()
        self.session.close()


class _Seen(Store):
    """A store as it is seen from within a transaction."""

    def __init__(self, store: Store, session: Session) -> None:
        self.__dict__.update(vars(store))
        self._session = session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """What the transaction sees."""
        yield self._session
