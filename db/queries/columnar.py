"""Brings a long column out of the database at once, where a row at a time costs most of the time."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Select, func, select
from sqlmodel import Session

_BETWEEN = "\n"


def one_column(session: Session, statement: Select[Any]) -> pa.ChunkedArray:
    """The texts of a statement's one column, in no order; null ones are left out.

    The database joins them and Arrow takes them apart, some five times faster than fetching rows.
    For texts without line breaks, such as numbers and ids; up to a billion bytes in all.
    """
    (column,) = statement.subquery().c
    joined = session.execute(select(func.aggregate_strings(column, _BETWEEN))).scalar()
    if joined is None:
        return pa.chunked_array([], pa.string())
    texts = pc.split_pattern(pa.array([joined], pa.large_string()), _BETWEEN).flatten()
    return pa.chunked_array([texts.cast(pa.string())])
