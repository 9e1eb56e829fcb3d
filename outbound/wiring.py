"""The one place where parts become a product: workspace, store, carrier and clock, from settings."""

from collections.abc import Callable
from pathlib import Path

from db.session import Store
from db.upgrade import backup, ensure, upgrade
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.clock import Clock, SystemClock
from outbound.engine.context import Engine
from outbound.ids import random_ids
from outbound.settings import Settings, read_settings


def open_engine(
    folder: Path,
    *,
    settings: Settings | None = None,
    clock: Clock | None = None,
    new_id: Callable[[], str] = random_ids,
) -> Engine:
    """The engine over a workspace folder; a new store is created, one of another version refused."""
    workspace = open_workspace(folder)
    chosen = settings or read_settings(workspace.path)
    store = open_store(workspace, chosen)
    ensure(store)
    return Engine(clock or SystemClock(), new_id, store, TwilioCarrier(chosen), workspace, chosen)


def open_store(workspace: Workspace, settings: Settings) -> Store:
    """The store that the settings name; a SQLite file's folder is made where it is missing."""
    if settings.store_url.startswith("sqlite"):
        workspace.db_dir.mkdir(parents=True, exist_ok=True)
    return Store(settings.store_url)


def upgrade_store(folder: Path) -> str:
    """Upgrade a workspace's store; returns the version."""
    workspace = open_workspace(folder)
    return upgrade(open_store(workspace, read_settings(workspace.path)))


def backup_store(folder: Path, target: Path) -> None:
    """Copy a workspace's store to a new file."""
    workspace = open_workspace(folder)
    backup(open_store(workspace, read_settings(workspace.path)), target)
