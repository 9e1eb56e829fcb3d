"""Commands that begin something: a new workspace, or a new campaign from a past one."""

import shutil
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from outbound.campaign.workspace import Workspace, open_workspace
from outbound.cli.options import Folder
from outbound.cli.output import people
from outbound.clock import SystemClock
from outbound.engine.library.beginning import begin_from
from outbound.errors import RefusedError
from outbound.wiring import open_engine


def init(
    name: Annotated[
        str,
        typer.Argument(
            help="The folder to make, new or empty; with --from, the new campaign's id."
        ),
    ],
    source: Annotated[
        str | None,
        typer.Option("--from", help="Begin a campaign from this one of the library instead."),
    ] = None,
    workspace: Folder = Path(),
) -> None:
    """Make a new workspace: a centre file, one survey with its scripts, an empty base.

    With --from it makes a new campaign in this workspace, from one that ran or from a file here.

    Example: outbound init my-centre
    """
    if source is not None:
        _campaign(workspace, source, name)
    else:
        _workspace(Path(name))


def _workspace(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file.", hint="Name a new folder.")
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError(f"{folder} is not empty.", hint="Name a new folder.")
    with as_file(files("outbound") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__*"))
    (folder / "db").mkdir(exist_ok=True)
    _date(open_workspace(folder))
    people.print(f"{folder} is a workspace now.", highlight=False)
    people.print(f"Next: outbound check --workspace {folder}", highlight=False)


def _campaign(workspace: Path, source: str, name: str) -> None:
    engine = open_engine(workspace)
    begun = begin_from(engine, source, name, _today(engine.workspace))
    for file in begun.written:
        people.print(f"written: {file}", highlight=False)
    for file in begun.newer_scripts:
        people.print(f"kept as it is now: {file}", highlight=False)
    people.print(f"Next: outbound check campaigns/{name}.yaml", highlight=False)


def _date(place: Workspace) -> None:
    """The starter's campaigns run four weeks from today; a date in the package would soon be over."""
    today = _today(place)
    for file in place.campaigns_dir.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("FIRST_DAY", today.isoformat())
        last = today + timedelta(days=27)
        file.write_text(text.replace("LAST_DAY", last.isoformat()), encoding="utf-8")


def _today(place: Workspace) -> date:
    return SystemClock().now().astimezone(ZoneInfo(place.centre.zone)).date()
