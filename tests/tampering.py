"""Touches a store as only its owner could: past the triggers that keep what was decided."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session

from db.session import Store

GUARDED = ("suppression", "decision", "campaign_event", "audit")


@contextmanager
def as_owner(store: Store) -> Iterator[Session]:
    """A transaction that nothing guards and nobody notes; the guards stand again afterwards."""
    plain = Store(store.url)
    try:
        with plain.write() as session:
            if store.sqlite:
                guards = session.execute(text("select name, sql from sqlite_master where type = 'trigger'")).all()  # fmt: skip
                for name, _ in guards:
                    session.execute(text(f"drop trigger {name}"))
                yield session
                for _, sql in guards:
                    session.execute(text(sql))
            else:
                for table in GUARDED:
                    session.execute(text(f"alter table {table} disable trigger user"))
                yield session
                for table in GUARDED:
                    session.execute(text(f"alter table {table} enable trigger user"))
    finally:
        plain.close()
