"""Why each subscriber is on a wave's list or not, kept beside the store as one Parquet file a wave."""

import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from outbound.audience.nouns import Selection
from outbound.campaign.workspace import Workspace
from outbound.errors import StoreError


def write_reasons(workspace: Workspace, wave_id: str, selection: Selection) -> None:
    """Keep a reason for everyone in the base, whole or not at all; writing again replaces it.

    Two builders of one wave write the same reasons, each in a folder of its own, so that neither
    moves or removes the other's file. Raises StoreError where the disk is full or refuses.
    """
    if selection.reasons is None:
        return
    target = _file(workspace, wave_id)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=target.parent) as folder:
            written = Path(folder) / target.name
            pq.write_table(selection.reasons.table(), written, use_dictionary=["reason"])
            written.replace(target)
    except OSError as error:
        raise StoreError(
            f"The reasons of the wave {wave_id} cannot be written: {error.strerror or error}.",
            hint="Free some space or check the folder's permissions, then build again.",
            where=str(target.parent),
        ) from error


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
