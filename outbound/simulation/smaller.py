"""A part of a base, for a quick look: some of its subscribers, always the same ones."""

from pathlib import Path

import pyarrow.parquet as pq

from outbound.audience.base import Base
from outbound.audience.snapshots import ROWS_FILE, About, publish
from outbound.campaign.workspace import Workspace
from outbound.clock import SystemClock
from outbound.errors import RefusedError


def smaller_base(workspace: Workspace, folder: Path, rows: int) -> Path:
    """Put so many of the base's subscribers, by chance but always the same, into a base at `folder`.

    Raises RefusedError where the base is not the embedded one.
    """
    if workspace.centre.base.source != "duckdb":
        raise RefusedError(
            "Only the embedded base can be made smaller.",
            hint="Leave --rows out; the whole base is used.",
        )
    base = Base.open(workspace)
    drawn = base.table.order_by(base.table[base.meaning.id].cast("string").hash()).limit(rows)
    building = folder / "building"
    building.mkdir(parents=True)
    found = base.fetch(drawn)
    pq.write_table(found, building / ROWS_FILE)
    about = About(base.snapshot, SystemClock().now().isoformat(), found.num_rows, 1)
    publish(folder, building, base.snapshot, about)
    return folder
