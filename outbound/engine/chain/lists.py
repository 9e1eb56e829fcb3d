"""A list as one hash: who was put on it, where, and who was held out, in whatever order they are read."""

import hashlib
from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

_LISTED: Final = ("subscriber_id", "segment", "cell", "rank")
_HELD: Final = ("subscriber_id", "segment", "cell")
_END, _BETWEEN = pa.scalar("", pa.large_string()), pa.scalar("\x1f", pa.large_string())
_contact = SQLModel.metadata.tables["contact"]
_holdout = SQLModel.metadata.tables["holdout"]


def list_digest(listed: pa.Table, held_out: pa.Table) -> str:
    """The hash of a list that was just selected."""
    digest = hashlib.sha256()
    for table, names in ((listed, _LISTED), (held_out, _HELD)):
        columns = [table.column(name).cast(pa.large_string()) for name in names]
        digest.update(_rows(columns, table.num_rows))
    return digest.hexdigest()


def stored_list_digest(connection: Connection, wave_id: str) -> str:
    """The same of a list in the store, which nothing that happens to its contacts changes."""
    digest = hashlib.sha256()
    for table, names in ((_contact, _LISTED), (_holdout, _HELD)):
        query = select(*(table.c[name] for name in names)).where(table.c.wave_id == wave_id)
        rows = connection.execute(query).all()
        columns = [
            pa.array([str(row[at]) for row in rows], pa.large_string()) for at in range(len(names))
        ]
        digest.update(_rows(columns, len(rows)))
    return digest.hexdigest()


def _rows(columns: Sequence[pa.Array | pa.ChunkedArray], count: int) -> bytes:
    """The hash of the rows, sorted, each as its columns with a mark behind every one."""
    joined = pc.binary_join_element_wise(*columns, _END, _BETWEEN, null_handling="replace")
    one = joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined
    inner = hashlib.sha256(f"{count}:".encode())
    if count:
        ordered = one.take(pc.array_sort_indices(one))
        inner.update(ordered.buffers()[2])
    return inner.digest()
