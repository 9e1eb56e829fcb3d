"""Commands about the store: upgrade and back up."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, Folder
from outbound.cli.output import people, write_json
from outbound.wiring import backup_store, upgrade_store

db = typer.Typer(help="The store: its version and its backups.", no_args_is_help=True)


@db.command()
def upgrade(workspace: Folder = Path(), as_json: AsJson = False) -> None:
    """Bring the store to the newest version, creating it if it is new.

    Example: outbound db upgrade
    """
    version = upgrade_store(workspace)
    if as_json:
        write_json({"version": version})
    else:
        people.print(f"The store is at version {version}.", highlight=False)


@db.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The new file.")],
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Copy the store while it is in use (SQLite; PostgreSQL has its own pg_dump).

    Example: outbound db backup outbound-2026-11-23.sqlite
    """
    backup_store(workspace, file)
    if as_json:
        write_json({"file": str(file), "bytes": file.stat().st_size})
    else:
        people.print(f"{file} written, {file.stat().st_size:,} bytes.", highlight=False)
