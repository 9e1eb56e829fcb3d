"""Stores a wave with its thousands of contacts in one transaction, past the ORM: executemany or COPY."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import repeat
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from db.tables import ContactState

_BATCH = 20_000
_CACHE_KIB = (
    64_000  # a list touches every page of the indexes; they must not leave the cache between
)
_tables = SQLModel.metadata.tables

_UNTOUCHED: Mapping[str, Any] = {
    "step": 0,
    "slot": 0,
    "spent": 0,
    "confirmed": False,
    "reason": "",
}
"""What a contact starts with that no attempt has touched."""


def insert_wave(
    connection: Connection, wave: Mapping[str, Any], contacts: pa.Table, holdout: pa.Table
) -> None:
    """Insert a wave's row, contacts and holdout into the caller's transaction.

    Released contacts wait from `built_at` on, the reserve is unreleased. The caller commits; until
    then nothing is seen. Raises IntegrityError, with nothing of the wave inserted, where the
    campaign's wave of that moment is there already.
    """
    connection.execute(insert(_tables["wave"]).values(**wave))
    own: dict[str, Any] = {"wave_id": wave["id"], "campaign_id": wave["campaign_id"]}
    insert_rows(
        connection,
        _tables["contact"],
        _contact_rows(contacts, wave["built_at"]),
        {**own, **_UNTOUCHED},
    )
    insert_rows(connection, _tables["holdout"], holdout, own)


def _contact_rows(contacts: pa.Table, built_at: datetime) -> pa.Table:
    """The contacts as columns of the store."""
    released = contacts.column("released").combine_chunks()
    moment = pa.timestamp("us", "UTC")
    return (
        contacts.append_column(
            "state",
            pc.if_else(released, ContactState.WAITING.value, ContactState.UNRELEASED.value),
        )
        .append_column("next_at", pc.if_else(released, pa.scalar(built_at, moment), None))
        .append_column("changed_at", pa.repeat(pa.scalar(built_at, moment), contacts.num_rows))
        .sort_by("subscriber_id")  # two of the indexes then grow at their end
    )


def insert_rows(
    connection: Connection, table: Table, rows: pa.Table, same: Mapping[str, Any]
) -> None:
    """Insert an Arrow table's rows into a table of the store, each with the values in `same` too."""
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows, same)
        return
    names = [*rows.column_names, *same]
    marks = ", ".join("?" for _ in names)
    statement = f"insert into {table.name} ({', '.join(names)}) values ({marks})"
    connection.exec_driver_sql(f"pragma cache_size = -{_CACHE_KIB}")
    for batch in rows.to_batches(_BATCH):
        connection.exec_driver_sql(statement, _tuples(connection, table, batch, same))


def _tuples(
    connection: Connection, table: Table, batch: pa.RecordBatch, same: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    columns: list[Iterable[Any]] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_timestamp(column.type):
            column = _written(connection, table, name, column)
        # Through numpy, texts become Python's own ten times faster than one by one.
        whole = pa.types.is_string(column.type) or column.null_count == 0
        columns.append(column.to_numpy(False).tolist() if whole else column.to_pylist())
    return list(zip(*columns, *(repeat(value) for value in same.values()), strict=False))


def _written(connection: Connection, table: Table, name: str, moments: pa.Array) -> pa.Array:
    """Moments as the driver would write them; of so many rows, only a few differ."""
    kind, dialect = table.c[name].type, connection.dialect
    write = kind.dialect_impl(dialect).bind_processor(dialect)
    assert write is not None  # SQLite has no moments of its own, so they are written as texts
    coded = moments.dictionary_encode()
    texts = [write(moment) for moment in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices)


def _copy(connection: Connection, table: Table, rows: pa.Table, same: Mapping[str, Any]) -> None:
    for name, value in same.items():
        rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
    statement = f"copy {table.name} ({', '.join(rows.column_names)}) from stdin (format csv)"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for batch in rows.to_batches(_BATCH):
                text = io.BytesIO()
                pacsv.write_csv(batch, text, pacsv.WriteOptions(include_header=False))
                copy.write(text.getvalue())
    except psycopg.Error as error:  # told as SQLAlchemy tells all others
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error
