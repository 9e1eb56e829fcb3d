"""The store's version: upgraded by Alembic migrations, checked before use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.locks import lock_schema
from db.session import Store
from outbound.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(store: Store) -> str:
    """Bring the store to the newest version, creating it if it is new; returns the version."""
    with store.write() as session:
        lock_schema(session)
        config = _config(session.connection())
        command.upgrade(config, "head")
    return newest()


def newest() -> str:
    """The version that this code expects."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert head is not None  # the first migration is part of the package
    return head


def version(store: Store) -> str | None:
    """The store's version, None for an empty database."""
    with store.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def ensure(store: Store) -> None:
    """Create a new store; refuse one of another version, naming the command that upgrades it."""
    current = version(store)
    if current is None:
        upgrade(store)
    elif current != newest():
        raise StoreError(
            f"The store is at version {current}, this Outbound needs {newest()}.",
            hint="Back it up with `outbound db backup FILE`, then run `outbound db upgrade`.",
            where=store.url.split("@")[-1],
        )


def backup(store: Store, target: Path) -> None:
    """Copy a SQLite store while it is in use. Raises StoreError for other databases or an existing target."""
    if not store.sqlite:
        raise StoreError(
            "PostgreSQL is backed up with its own pg_dump.", hint="pg_dump -Fc DATABASE > FILE"
        )
    if target.exists():
        raise StoreError(
            f"{target} exists already.", hint="Name a new file; backups never overwrite."
        )
    try:
        with store.read() as session, closing(sqlite3.connect(target)) as copy:
            raw = session.connection().connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            session.rollback()  # the backup takes its own consistent view
            raw.backup(copy)
    except sqlite3.Error as failure:
        target.unlink(missing_ok=True)  # half a backup is none
        raise StoreError(
            f"The backup cannot be written: {failure}.",
            hint="Check that the folder exists, may be written to, and has space.",
            where=str(target),
        ) from failure


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
