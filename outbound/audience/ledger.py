"""Why each subscriber is on a wave's list or not, kept beside the store as one Parquet file a wave."""

from pathlib import Path

import pyarrow.parquet as pq

from outbound.audience.nouns import Selection
from outbound.audience.snapshots import unwritable
from outbound.campaign.workspace import Workspace


def write_reasons(workspace: Workspace, wave_id: str, selection: Selection) -> None:
    """Keep a reason for everyone in the base, whole or not at all; writing again replaces it.

    Raises StoreError where the disk is full or refuses.
    """
    if selection.reasons is None:
        return
    target = _file(workspace, wave_id)
    written = target.with_suffix(".writing")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(selection.reasons.table(), written, use_dictionary=["reason"])
        written.replace(target)
    except OSError as error:
        written.unlink(missing_ok=True)
        raise unwritable(target.parent, error) from error


def reason(workspace: Workspace, wave_id: str, subscriber_id: str) -> str | None:
    """What became of one subscriber when that wave was built; None if unknown to it."""
    target = _file(workspace, wave_id)
    if not target.exists():
        return None
    found = pq.read_table(
        target, columns=["reason"], filters=[("subscriber_id", "=", subscriber_id)]
    )
    return str(found.column("reason")[0].as_py()) if found.num_rows else None


def _file(workspace: Workspace, wave_id: str) -> Path:
    return workspace.db_dir / "waves" / f"{wave_id}.parquet"
