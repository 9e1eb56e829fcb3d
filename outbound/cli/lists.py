"""Commands about lists: build the due wave, show its contacts."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.options import AsJson, At, CampaignName, Folder, moment
from outbound.cli.output import aside, counted, local, people, progress, table, write_json
from outbound.engine.campaigns import held
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.lists import build as building
from outbound.engine.lists import listing
from outbound.wiring import open_engine


def build(
    campaign: CampaignName, at: At = None, workspace: Folder = Path(), as_json: AsJson = False
) -> None:
    """Build the campaign's wave that is due; building the same moment twice changes nothing.

    Example: outbound build ten-point-satisfaction --at 2026-11-23T08:00
    """
    engine = open_engine(workspace)
    when = moment(at, engine.zone, engine.clock.now())
    with progress(f"building {campaign}"):
        built = building.build(engine, campaign, when)
    if as_json:
        write_json(asdict(built))
        return
    rows = [(drop["kind"], drop["reason"], drop["count"]) for drop in built.waterfall]
    rows += [
        ("holdout", "deliberately not contacted", built.holdout),
        ("listed", built.wave, built.listed),
    ]
    people.print(
        table(
            f"{campaign}: {counted(built.base, 'subscriber')}", ("step", "reason", "people"), rows
        )
    )
    if built.cells:
        cells = [
            (
                "/".join(cell["cell"].values()),
                cell["available"],
                cell["target"] or "–",
                cell["listed"],
            )
            for cell in built.cells
        ]
        people.print(table("quota cells", ("cell", "available", "target", "listed"), cells))


def contacts(
    campaign: CampaignName,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the list to this file instead.")
    ] = None,
    retry_held: Annotated[
        bool,
        typer.Option(
            "--retry-held", help="Decide again whoever is held for a cause that is cleared now."
        ),
    ] = False,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show a campaign's list: who, which segment, how far, and what comes next.

    Example: outbound contacts ten-point-satisfaction --csv list.csv
    """
    engine = open_engine(workspace)
    if retry_held:
        released = held.retry_held(engine, campaign, COMMAND_LINE)
        aside.print(f"{counted(released, 'held contact')} decided again.", highlight=False)
    listed = listing.contacts(engine, campaign)
    if csv is not None:
        listing.write_csv(listed, csv)
    if as_json:
        write_json(asdict(listed))
    elif csv is not None:
        people.print(
            f"{counted(len(listed.contacts), 'contact')} written to {csv}.", highlight=False
        )
    else:
        rows = [
            (
                c.subscriber,
                c.segment,
                c.cell,
                c.state,
                c.outcome or "–",
                c.attempts,
                local(c.next_at, engine.zone),
            )
            for c in listed.contacts[:200]
        ]
        columns = ("subscriber", "segment", "cell", "state", "outcome", "attempts", "next")
        people.print(
            table(f"{campaign}: {counted(len(listed.contacts), 'contact')}", columns, rows)
        )
        if len(listed.contacts) > len(rows):
            people.print(
                f"The first {len(rows)} are shown; --csv or --json gives all.", style="dim"
            )
