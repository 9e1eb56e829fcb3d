"""Commands about a workspace's files: check them, import the base."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from outbound.audience.importing import import_base
from outbound.audience.profile import known_base
from outbound.campaign.effective import effective
from outbound.campaign.loader import files_of
from outbound.campaign.problems import Problem, in_order
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.check import check_workspace
from outbound.cli.options import AsJson, Folder
from outbound.cli.output import counted, people, progress, table, write_json
from outbound.cli.pointing import show_problems
from outbound.clock import SystemClock
from outbound.rehearsal.checking import cases_of, rehearsal_problems


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Campaign files; all if none is given.")
    ] = None,
    effective_of: Annotated[
        str | None,
        typer.Option("--effective", help="Show this campaign's file with all that it inherits."),
    ] = None,
    rehearsals: Annotated[
        bool, typer.Option("--rehearsals", help="Also replay every recorded rehearsal.")
    ] = False,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show every problem of the workspace's files, each with file, line and column.

    Example: outbound check campaigns/ten-point-satisfaction.yaml
    """
    place = open_workspace(workspace)
    if effective_of is not None:
        _show_effective(place, effective_of, as_json)
        return
    problems = problems_of(place, paths or None)
    if rehearsals:
        problems = in_order([*problems, *rehearsal_problems(place, paths or None)])
    replayed = sum(map(len, cases_of(place, paths or None).values())) if rehearsals else 0
    errors = sum(problem.severity == "error" for problem in problems)
    count = len(paths) if paths else len(place.campaign_ids())
    if as_json:
        write_json({"problems": problems, "files": count, "rehearsals": replayed})
    else:
        show_problems(problems, place.path, people)
        people.print(
            f"{counted(count, 'campaign file')}"
            + (f", {counted(replayed, 'rehearsal')}" if rehearsals else "")
            + f": {counted(errors, 'error')},"
            f" {counted(len(problems) - errors, 'warning')}.",
            highlight=False,
        )
        if problems and people.is_terminal:
            people.print("What a code means: outbound explain CODE", style="dim", highlight=False)
    if errors:
        raise typer.Exit(1)


def _show_effective(place: Workspace, campaign_id: str, as_json: bool) -> None:
    """The file as it works, whatever else is wrong with it; never folded by the terminal."""
    text = effective(place, campaign_id)
    if as_json:
        files = [place.name_of(file) for file in files_of(place, campaign_id)]
        write_json({"campaign": campaign_id, "files": files, "effective": text})
    else:
        people.print(text, end="", highlight=False, markup=False, soft_wrap=True)


def problems_of(place: Workspace, paths: Sequence[Path] | None) -> list[Problem]:
    """The problems of these files, of all if None, against the base if there is one."""
    columns, profile = known_base(place)
    return check_workspace(place, paths, columns, SystemClock().now(), profile)


def import_(
    file: Annotated[Path, typer.Argument(help="Subscribers as CSV (UTF-8) or Parquet.")],
    foreign_ok: Annotated[
        str,
        typer.Option(
            help="Who, besides you, has seen that many numbers are of other countries.",
            metavar="NAME",
        ),
    ] = "",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Import subscribers: the new snapshot of the base replaces the old one at once, or not at all.

    Example: outbound import subscribers.csv
    """
    place = open_workspace(workspace)
    with progress(f"importing {file.name}") as step:
        done = import_base(file, place, SystemClock().now(), step, foreign_ok.strip())
    if as_json:
        write_json(done)
        return
    people.print(
        table(
            f"{done.imported:,} of {done.rows:,} rows imported",
            ("column", "type"),
            list(done.columns.items()),
        )
    )
    if done.rejected:
        people.print(
            f"{done.rejected:,} rows rejected; see {done.rejects_file}",
            highlight=False,
            style="yellow",
        )
    if done.foreign:
        vouched = f", as {done.foreign_ok} has seen" if done.foreign_ok else ""
        people.print(
            f"{done.foreign:,} numbers are of countries that are not contacted{vouched}",
            highlight=False,
            style="yellow",
        )
