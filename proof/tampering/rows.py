"""Ways to tamper with the rows that the audit speaks of: change a column, take a row out, put one in."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Integer,
    Numeric,
    Row,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, SQLModel

from db.columns import ByValue, Moment
from outbound.audit.entries import LASTING, USER, Shape

LISTED: Final = {
    "contact": ("subscriber_id", "segment", "cell", "rank"), "holdout": ("subscriber_id", "segment", "cell"),
}  # fmt: skip
"""Which columns say who is on a list and who was held out."""

TRIES: Final = 50


class NothingToTouchError(Exception):
    """The database let nothing of it be done."""


@dataclass(frozen=True)
class Owner:
    """The store's owner, in a transaction of theirs."""

    session: Session
    chance: random.Random

    def tamper(self) -> str:
        """Do something to some row that the database lets them do; what it was, in words."""
        for _ in range(TRIES):
            act = self.chance.choice(_ACTS)
            try:
                with self.session.begin_nested():
                    words = act(self)
            except (IntegrityError, DataError):
                continue  # another row depends on it, or the column does not take that
            if words:
                return words
        raise NothingToTouchError

    def change(self) -> str:
        """Another value in one column of one row."""
        shape = self.chance.choice((*LASTING, USER))
        table = SQLModel.metadata.tables[shape.kind]
        column = table.c[self.chance.choice(_audited(shape))]
        return self._change(table, column)

    def change_list(self) -> str:
        """Somebody else on a list, or in another place of it."""
        name = self.chance.choice(tuple(LISTED))
        table = SQLModel.metadata.tables[name]
        return self._change(table, table.c[self.chance.choice(LISTED[name])])

    def remove(self) -> str:
        """One row less."""
        name = self.chance.choice((*(shape.kind for shape in LASTING), USER.kind, "holdout"))
        table = SQLModel.metadata.tables[name]
        row = self._any(table)
        if row is None:
            return ""
        self.session.execute(delete(table).where(_is(table, row)))
        return f"row {_named(table, row)} was deleted"

    def put_in(self) -> str:
        """One row more: another's copy, but for its id or its name."""
        shape = self.chance.choice((*LASTING, USER))
        table = SQLModel.metadata.tables[shape.kind]
        row = self._any(table)
        if row is None:
            return ""
        (key,) = table.primary_key
        values = {name: value for name, value in row._mapping.items() if name != key.name}
        if not isinstance(row._mapping[key.name], int):
            values[key.name] = _other(row._mapping[key.name], key, self.chance)
        elif self.chance.random() < 0.5:
            name = self.chance.choice(_audited(shape))
            values[name] = _other(values[name], table.c[name], self.chance)
        else:
            values |= _unlike(table, row)
        self.session.execute(insert(table).values(values))
        return f"a row like {_named(table, row)} was put in"

    def _change(self, table: Table, column: Column[Any]) -> str:
        row = self._any(table)
        if row is None:
            return ""
        before = row._mapping[column.name]
        after = _other(before, column, self.chance)
        self.session.execute(update(table).where(_is(table, row)).values({column.name: after}))
        return f"{column.name} of {_named(table, row)}: {before!r} became {after!r}"

    def _any(self, table: Table) -> Row[Any] | None:
        keys = self.session.execute(select(*table.primary_key).order_by(*table.primary_key)).all()
        if not keys:
            return None
        one = self.chance.choice(keys)
        return self.session.execute(select(table).where(_is(table, one))).one()


_ACTS: Final[tuple[Callable[[Owner], str], ...]] = (
    Owner.change, Owner.change, Owner.change, Owner.change_list, Owner.remove, Owner.put_in,
)  # fmt: skip


def _audited(shape: Shape) -> list[str]:
    return [*shape.plain, *shape.moments, *shape.hidden]


def _unlike(table: Table, row: Row[Any]) -> dict[str, Any]:
    """What a second row must have of its own: an offer is granted to somebody once."""
    return {"offer": "another"} if table.name == "grant_" else {}


def _is(table: Table, row: Row[Any]) -> Any:
    return and_(*(key == row._mapping[key.name] for key in table.primary_key))


def _named(table: Table, row: Row[Any]) -> str:
    return f"{table.name} {', '.join(str(row._mapping[key.name]) for key in table.primary_key)}"


def _other(before: Any, column: Column[Any], chance: random.Random) -> Any:
    """A value that is not the one before, nor nothing."""
    kind = column.type
    if isinstance(kind, ByValue):
        return chance.choice([member for member in kind.kind if member is not before])
    match before:
        case datetime():
            return before + timedelta(
                microseconds=chance.choice((-1, 1)) * chance.randint(1, 10**9)
            )
        case bool() | Enum():
            raise NothingToTouchError
        case int() | float() | Decimal():
            return before + chance.choice((-1, 1, 2))
        case str() if before and not isinstance(kind, JSON):
            at = chance.randrange(len(before))
            return before[:at] + ("x" if before[at] != "x" else "y") + before[at + 1 :]
    return _something(column)


def _something(column: Column[Any]) -> Any:
    """In place of nothing, or of a document."""
    match column.type:
        case JSON():
            return {"told": "otherwise"}
        case Moment():
            return datetime.fromisoformat("2026-11-23T01:00:00+00:00")
        case Integer() | Numeric():
            return 7
        case _:
            return "something"
