"""The base of subscribers, opened lazily: DuckDB over the current snapshot, or any Ibis backend."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.operations as ops
import pyarrow as pa

from outbound.audience.snapshots import current
from outbound.campaign.centre import Columns
from outbound.campaign.workspace import Workspace
from outbound.errors import InputError, NotFoundError
from outbound.expression.tree import Type

KEY = "__key"
"""The name of the column that finds a row again: its place in the file, or the subscriber's id."""

_BATCH = 200_000
_numbers = count(1)  # tells the tables given to one engine apart
_TABLE = "base"
_EVENTS = "base_events"
_EVENT_COLUMNS = ("subscriber_id", "name", "at")


@dataclass(frozen=True)
class Base:
    """One snapshot of all subscribers. One thread uses it at a time."""

    snapshot: str
    table: Any  # an Ibis table bound to `engine`
    keyed: Any  # the same with the column KEY, by which a row is found again
    engine: Any  # the Ibis backend that runs expressions over it
    meaning: Columns
    zone: ZoneInfo
    numbers_are_unique: bool = False  # known at import; else selection looks
    marks_file: Path | None = (
        None  # the numbers out of the ordinary, where an import has marked them
    )
    events: Any | None = None  # an Ibis table: subscriber_id, name, at

    @staticmethod
    def open(workspace: Workspace) -> "Base":
        """The base that the workspace's centre file names.

        Raises NotFoundError where nothing was imported yet, InputError where the engine or its
        table cannot be reached or lacks the columns that must exist.
        """
        if workspace.centre.base.source == "duckdb":
            return _embedded(workspace)
        return _foreign(workspace)

    @cached_property
    def columns(self) -> Mapping[str, Type]:
        """Every column's type, as expressions see it."""
        return {name: _type(kind) for name, kind in self.table.schema().items()}

    @cached_property
    def rows(self) -> int:
        """How many subscribers there are."""
        return int(self.fetch(self.table.count().name("rows").as_table())["rows"][0].as_py())

    def fetch(self, expression: Any) -> pa.Table:
        """The rows of an Ibis expression over this base, as Arrow."""
        return self.engine.to_pyarrow(expression)

    def batches(self, expression: Any) -> Iterator[pa.RecordBatch]:
        """The same in pieces, so that a large answer is never held whole; at least one, if empty."""
        if self.engine.name == "duckdb":
            reader = self.engine.con.sql(self.engine.compile(expression)).to_arrow_reader(_BATCH)
        else:
            reader = self.engine.to_pyarrow_batches(expression, chunk_size=_BATCH)
        nothing = [pa.array([], kind) for kind in reader.schema.types]
        yield pa.RecordBatch.from_arrays(nothing, schema=reader.schema)
        yield from reader

    def given(self, rows: pa.Table) -> Any:
        """Rows that are here, not in the base, as an Ibis table that can be joined to it."""
        if self.engine.name != "duckdb":
            return ibis.memtable(rows)
        name = f"given_{next(_numbers)}"
        self.engine.con.register(name, rows)
        return _table(self.engine, name, rows.schema)

    def row(self, subscriber_id: str) -> dict[str, object] | None:
        """One subscriber's columns; moments are aware, in the centre's zone. None if unknown."""
        found = self.fetch(self.table.filter(self.table[self.meaning.id] == subscriber_id).limit(1))
        for row in found.to_pylist():
            return {name: self._aware(value) for name, value in row.items()}
        return None

    def _aware(self, value: object) -> object:
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(tzinfo=self.zone)
        return value


def _embedded(workspace: Workspace) -> Base:
    snapshot = current(workspace.base_dir)
    engine = ibis.duckdb.connect()
    engine.con.execute("set preserve_insertion_order = false")  # nothing here rests on it
    keyed = _view(engine, _TABLE, [str(snapshot.rows_file)], f", file_row_number as {KEY}")
    files = sorted(str(file) for file in (workspace.db_dir / "events").glob("*.parquet"))
    return Base(
        snapshot=snapshot.name,
        table=keyed.drop(KEY),
        keyed=keyed,
        engine=engine,
        meaning=workspace.centre.base.columns,
        zone=ZoneInfo(workspace.centre.zone),
        numbers_are_unique=snapshot.about.shared_numbers == 0,
        marks_file=snapshot.marks_file if snapshot.marks_file.is_file() else None,
        events=_events(engine, files) if files else None,
    )


def _view(engine: Any, name: str, files: list[str], further: str = "") -> Any:
    """Parquet files as a table of the engine; nothing is read but their schema."""
    names = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    rows = f"read_parquet([{names}], file_row_number = {bool(further)})"
    kept = "* exclude (file_row_number)" if further else "*"
    engine.con.execute(f"create view {name} as select {kept}{further} from {rows}")
    empty = engine.con.sql(f"select * from {name} limit 0").to_arrow_table()
    return _table(engine, name, empty.schema)


def _table(engine: Any, name: str, schema: pa.Schema) -> Any:
    """A table or view of the engine whose columns are known; asking the engine again is slower."""
    return ops.DatabaseTable(name, schema=ibis.schema(schema), source=engine).to_expr()


def _events(engine: Any, files: list[str]) -> Any:
    table = _view(engine, _EVENTS, files)
    missing = [name for name in _EVENT_COLUMNS if name not in table.columns]
    if missing:
        raise InputError(
            f"The events have no column {missing[0]}.",
            hint=f"Each file has {', '.join(_EVENT_COLUMNS)}.",
            where=files[0],
        )
    return table.select(*_EVENT_COLUMNS)


def _foreign(workspace: Workspace) -> Base:
    source = workspace.centre.base
    try:
        engine = ibis.connect(source.source)
        table = engine.table(source.table)
    except Exception as error:
        raise InputError(
            f"The base {source.table} cannot be opened: {str(error).splitlines()[0]}.",
            hint="Check base.source (an Ibis URL) and base.table, and that its driver is installed.",
            where="outbound.yaml",
        ) from error
    for name in (source.columns.id, source.columns.phone):
        if name not in table.columns:
            raise NotFoundError(
                f"The base {source.table} has no column {name}.",
                hint="Name the columns under base.columns in outbound.yaml.",
                where="outbound.yaml",
            )
    return Base(
        snapshot=source.table,
        table=table,
        keyed=table.mutate(**{KEY: table[source.columns.id]}),
        engine=engine,
        meaning=source.columns,
        zone=ZoneInfo(workspace.centre.zone),
    )


def _type(kind: Any) -> Type:
    if kind.is_boolean():
        return Type.BOOLEAN
    if kind.is_numeric():
        return Type.NUMBER
    if kind.is_date():
        return Type.DATE
    return Type.MOMENT if kind.is_timestamp() else Type.TEXT
