"""The command that runs a campaign's whole period against simulated people."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import open_workspace
from outbound.cli.options import AsJson, CampaignName, Folder
from outbound.cli.output import people, progress, table, write_json
from outbound.cli.workspace import problems_of
from outbound.errors import ProblemsError
from outbound.simulation.figures import Figure, Simulated
from outbound.simulation.seeds import Simulation
from outbound.simulation.seeds import simulate as run

_NAMES = {
    "completes": "completes",
    "contacts": "people attempted",
    "attempts": "attempts",
    "agent_hours": "agent hours",
    "call_minutes": "call minutes",
    "sms_segments": "SMS segments",
    "cost": "cost",
}


def simulate(
    campaign: CampaignName,
    workspace: Folder = Path(),
    seeds: Annotated[
        int,
        typer.Option("--seeds", min=1, max=1000, help="How often, each time by another chance."),
    ] = 5,
    agents: Annotated[
        int, typer.Option("--agents", min=1, max=500, help="How many simulated agents work.")
    ] = 12,
    seed: Annotated[
        int, typer.Option("--seed", help="The first seed; the same one gives the same figures.")
    ] = 1,
    rows: Annotated[
        int | None, typer.Option("--rows", min=1, help="A smaller base, for a quick look.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run a campaign's whole period against simulated people, and show what it comes to.

    It runs as if every department had signed, on the base and the history as they are. Nothing is
    stored and nobody is contacted: everybody on the list is played by the simulation.

    Example: outbound simulate ten-point-satisfaction --seeds 10
    """
    place = open_workspace(workspace)
    load_campaign(place, campaign)  # tells an unknown name, and the nearest
    found = problems_of(place, [place.campaign_file(campaign)])
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise ProblemsError(errors)
    with progress(f"{campaign}, {seeds} times", total=100 * seeds) as step:
        told = run(
            Simulation(workspace, campaign, seed, seeds, agents, rows),
            lambda over: step(int(100 * over)),
        )
    if as_json:
        write_json(told.as_json())
    else:
        _show(told)


def _show(told: Simulated) -> None:
    title = f"{told.campaign}: {told.days} days, {told.seeds} seeds, {told.agents} agents"
    columns = ("", "mean", "95 % interval", "of all seeds")
    rows = [(_NAMES[name], *_figures(one)) for name, one in told.totals.items()]
    people.print(table(title, columns, rows))
    if any(cell.target is not None for cell in told.cells):
        _show_cells(told)
    by_outcome = [(name, *_figures(one)) for name, one in told.outcomes.items()]
    people.print(table("attempts by outcome", ("outcome", *columns[1:]), by_outcome))
    if told.finishes:
        first, last = told.finishes[0], told.finishes[-1]
        when = f"{first}" if first == last else f"between {first} and {last}"
        people.print(f"Finishes {when}; cost in {told.currency}.", highlight=False)
    people.print(
        f"{told.days * told.seeds} days simulated in {told.seconds:.0f} seconds.", highlight=False
    )


def _show_cells(told: Simulated) -> None:
    rows = [
        (
            cell.name or "all",
            "–" if cell.target is None else f"{cell.target:,}",
            *_figures(cell.completes),
            f"{cell.met} of {told.seeds}",
        )
        for cell in told.cells
    ]
    columns = ("cell", "wanted", "completes", "95 % interval", "of all seeds", "seeds that meet it")
    people.print(table("quota", columns, rows))


def _figures(one: Figure) -> tuple[str, str, str]:
    between = "–" if one.low is None else f"{max(one.low, 0):,.1f} to {one.high:,.1f}"
    return f"{one.mean:,.1f}", between, f"{one.least:,.1f} to {one.most:,.1f}"
