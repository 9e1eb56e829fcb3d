"""What type each column of a base has, and the SQL that brings a staged column into that type."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from outbound.expression.tree import Type

_WHOLE = r"[+-]?(0|[1-9]\d{0,17})"
# More digits than a double holds would silently change: such texts are ids, not numbers.
_DECIMAL = r"[+-]?(0|[1-9]\d{0,14})?(\.\d+)?([eE][+-]?\d{1,3})?"
_DATE = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
_MOMENT = rf"{_DATE}[ T]\d{{1,2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?\s?(Z|[+-]\d{{2}}(:?\d{{2}})?)?"


@dataclass(frozen=True)
class Shape:
    """One way to read a column's texts; `pattern` finds candidates, `sql` reads them or gives null."""

    type: Type
    pattern: str
    sql: str


def _shapes(zone: ZoneInfo) -> tuple[Shape, ...]:
    """The ways to read texts, the narrowest first."""
    local = f"timezone('{zone.key}', try_cast(replace({{0}}, '/', '-') as timestamptz))"
    return (
        Shape(Type.BOOLEAN, "(?i)true|false", "try_cast({0} as boolean)"),
        Shape(Type.NUMBER, _WHOLE, "try_cast({0} as bigint)"),
        Shape(Type.NUMBER, _DECIMAL, "try_cast({0} as double)"),
        Shape(Type.DATE, _DATE, "try_cast(replace({0}, '/', '-') as date)"),
        Shape(Type.MOMENT, _MOMENT, local),
    )


@dataclass(frozen=True)
class Typed:
    """A column's type and the SQL expression that yields it from the staged column."""

    type: Type
    sql: str


def infer(
    connection: duckdb.DuckDBPyConnection, relation: str, names: Iterable[str], zone: ZoneInfo
) -> dict[str, Typed]:
    """The narrowest type that every text of each column fits; text where none does.

    Numbers with leading zeros stay texts. A moment without offset is taken to be in `zone`; all
    are kept as that zone's wall clock.
    """
    names = list(names)
    shapes = _shapes(zone)
    checks = [
        f"count({quoted(name)}) > 0 and bool_and({_fits(shape, quoted(name))})"
        for name in names
        for shape in shapes
    ]
    if not checks:
        return {}
    row = connection.execute(f"select {', '.join(checks)} from {relation}").fetchone() or ()
    found = dict(zip(names, _chunks(row, len(shapes)), strict=True))
    return {name: _first_fit(name, shapes, fits) for name, fits in found.items()}


def declared(schema: pa.Schema, names: Iterable[str], zone: ZoneInfo) -> dict[str, Typed]:
    """The columns' types as the file itself declares them."""
    return {name: _declared(schema.field(name).type, quoted(name), zone) for name in names}


def type_of(arrow: pa.DataType) -> Type:
    """What a stored column is to an expression; anything without a meaning of its own is text."""
    if pa.types.is_boolean(arrow):
        return Type.BOOLEAN
    if pa.types.is_integer(arrow) or pa.types.is_floating(arrow) or pa.types.is_decimal(arrow):
        return Type.NUMBER
    if pa.types.is_date(arrow):
        return Type.DATE
    return Type.MOMENT if pa.types.is_timestamp(arrow) else Type.TEXT


def quoted(name: str) -> str:
    """A column's name as SQL writes it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def _fits(shape: Shape, column: str) -> str:
    matches = f"regexp_full_match(trim({column}), '{shape.pattern}')"
    return f"{column} is null or {matches} and {shape.sql.format(f'trim({column})')} is not null"


def _first_fit(name: str, shapes: tuple[Shape, ...], fits: tuple[object, ...]) -> Typed:
    column = quoted(name)
    for shape, fit in zip(shapes, fits, strict=True):
        if fit:
            return Typed(shape.type, shape.sql.format(f"trim({column})"))
    return Typed(Type.TEXT, column)


def _declared(arrow: pa.DataType, column: str, zone: ZoneInfo) -> Typed:
    kind = type_of(arrow)
    if kind is Type.MOMENT and arrow.tz is not None:
        return Typed(kind, f"timezone('{zone.key}', {column})")
    if pa.types.is_floating(arrow) or pa.types.is_decimal(arrow):
        return Typed(kind, f"case when isnan({column}::double) then null else {column}::double end")
    kept = kind is not Type.TEXT
    return Typed(kind, column if kept else f"{column}::varchar")


def _chunks(row: tuple[object, ...], size: int) -> list[tuple[object, ...]]:
    return [row[i : i + size] for i in range(0, len(row), size)]
