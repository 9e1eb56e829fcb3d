"""Reads stored rows as the audit keeps them, however they were tampered with: it believes no column."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Float,
    Numeric,
    String,
    cast,
    select,
    type_coerce,
)
from sqlmodel import SQLModel

from db.columns import ByValue, Moment
from outbound.audit.entries import Shape, entry
from outbound.audit.keys import Key

_BATCH: Final = 5_000
DEEPEST: Final = 50
"""How deep a document may be nested; none of ours comes near."""

UNREADABLE: Final[Mapping[str, Any]] = {"kind": "unreadable"}
"""What a row says in which no sense can be made of a column."""


def stored(connection: Connection, shape: Shape) -> Iterator[tuple[Any, Mapping[str, Any] | None]]:
    """Each row of a kind: its id, and its columns; None where no sense can be made of one."""
    table = SQLModel.metadata.tables[shape.kind]
    columns = [table.c[name] for name in (*shape.plain, *shape.moments, *shape.hidden)]
    senses = [(column.name, _sense(column)) for column in columns]
    (identity,) = table.primary_key
    query = select(identity.label("_"), *(_raw(one).label(one.name) for one in columns))
    rows = connection.execute(query.order_by(identity), execution_options={"yield_per": _BATCH})
    for found, *values in rows:
        try:
            yield (
                found,
                {
                    name: None if value is None else sense(value)
                    for (name, sense), value in zip(senses, values, strict=True)
                },
            )
        except (ValueError, InvalidOperation):
            yield found, None


def image(key: Key, shape: Shape, values: Mapping[str, Any] | None) -> dict[str, Any]:
    """What an entry says of a stored row."""
    try:
        return dict(UNREADABLE) if values is None else entry(key, shape, values)
    except (ValueError, TypeError):
        return dict(UNREADABLE)


def moment(text: str) -> datetime:
    """A stored moment; SQLite's have no zone and are UTC. ValueError for anything else."""
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def strict_json(text: str) -> Any:
    """A stored document; ValueError where a key stands twice or a number is none, which readers take differently.

    The same for what nobody could write down again: a number beyond all, or what is nested too deep.
    """
    try:
        read = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite
        )
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not _ends_within(DEEPEST, read):
        raise ValueError("it is nested too deep")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond all numbers")
    return number


def _ends_within(depth: int, read: Any) -> bool:
    """Whether a document is nested no deeper; asked without going down, which is what may fail."""
    level = [read]
    for _ in range(depth):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """The column as the database has it, past every conversion that might fail."""
    if isinstance(column.type, ByValue):
        return type_coerce(column, String())
    if isinstance(column.type, Moment | JSON | Numeric) and not isinstance(column.type, Float):
        return cast(column, String())
    return column


def _sense(column: Column[Any]) -> Callable[[Any], Any]:
    match column.type:
        case Moment():
            return moment
        case JSON():
            return strict_json
        case Float():
            return _as_it_is
        case Numeric():
            return Decimal
        case _:
            return _as_it_is


def _as_it_is(value: Any) -> Any:
    if isinstance(value, bytes) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("not what this column holds")
    return value
