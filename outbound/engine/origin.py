"""Whose a store is: one that a demo made may be emptied by a demo, any other never."""

from typing import Final

from sqlalchemy import func, select
from sqlmodel import SQLModel

from db.emptying import empty
from db.session import Store
from db.tables import StoreFact
from db.upgrade import ensure

ORIGIN: Final = "origin"


def may_overwrite(store: Store, mark: str) -> bool:
    """Whether the store is new, empty, or bears the mark."""
    ensure(store)
    with store.read() as session:
        fact = session.get(StoreFact, ORIGIN)
        if fact is not None:
            return fact.value == mark
        tables = [t for t in SQLModel.metadata.sorted_tables if t.name not in {"store_fact"}]
        return not any(
            session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables
        )


def overwrite(store: Store, mark: str) -> None:
    """Empty every table and set the mark, in one transaction."""
    with store.write() as session:
        empty(session)
        session.add(StoreFact(name=ORIGIN, value=mark))
