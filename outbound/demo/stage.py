"""Making room for the demo: its own store and base, and never anybody else's."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from outbound.audience.importing import import_base
from outbound.audience.snapshots import current
from outbound.campaign.workspace import Workspace
from outbound.demo.base import write_demo_base
from outbound.engine import origin
from outbound.errors import NotFoundError, RefusedError
from outbound.settings import Settings
from outbound.wiring import open_store

MARK: Final = "demo"
_MARK_FILE: Final = ".demo"


def prepare(workspace: Workspace, settings: Settings) -> None:
    """Empty an earlier demo's store and base. RefusedError where either is not a demo's."""
    store = open_store(workspace, settings)
    try:
        if not origin.may_overwrite(store, MARK):
            raise RefusedError(
                "The store holds more than an earlier demo.", where=settings.store_url.split("@")[-1],
                hint="Run the demo in another workspace: outbound init demo && outbound demo --workspace demo",
            )  # fmt: skip
        if _has_base(workspace) and not (workspace.base_dir / _MARK_FILE).exists():
            raise RefusedError(
                "The base was imported from elsewhere; the demo would replace it.", where=str(workspace.base_dir),
                hint="Run the demo in another workspace.",
            )  # fmt: skip
        origin.overwrite(store, MARK)
    finally:
        store.close()
    for folder in (
        workspace.base_dir,
        workspace.db_dir / "waves",
        workspace.db_dir / "checkpoints",
    ):
        shutil.rmtree(folder, ignore_errors=True)


def import_demo_base(workspace: Workspace, seed: int, now: datetime, rows: int | None) -> None:
    """Write the demo's subscribers as CSV and import them, as anybody's base is imported."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "subscribers.csv"
        write_demo_base(file, seed, now, rows)
        import_base(file, workspace, now, lambda done: None)
    (workspace.base_dir / _MARK_FILE).touch()


def _has_base(workspace: Workspace) -> bool:
    try:
        current(workspace.base_dir)
    except NotFoundError:
        return False
    return True
