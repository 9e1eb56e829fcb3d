"""The command that runs a whole campaign day."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.demo_tables import show
from outbound.cli.options import AsJson, Folder
from outbound.cli.output import progress, write_json
from outbound.demo.day import Day, run_day


def demo(
    workspace: Folder = Path(),
    seed: Annotated[
        int, typer.Option("--seed", help="Everything that chance decides follows from it.")
    ] = 1,
    rows: Annotated[
        int | None, typer.Option("--rows", help="A smaller base, for a quick look.")
    ] = None,
    agents: Annotated[int, typer.Option("--agents", help="How many simulated agents work.")] = 12,
    as_json: AsJson = False,
) -> None:
    """Run a campaign day, compressed, against the simulated carrier, and show what happened.

    Works in the workspace's own store; refused where that holds anything but an earlier demo.

    Example: outbound demo --seed 7
    """
    with progress("campaign day", total=100) as step:
        told = run_day(Day(workspace, seed, rows, agents), step)
    if as_json:
        write_json(told)
    else:
        show(told)
