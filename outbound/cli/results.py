"""Commands that read what happened: why, scores."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from outbound.cli.options import AsJson, Folder
from outbound.cli.output import counted, local, people, table, write_json
from outbound.engine.figures import scoring
from outbound.engine.ledger import Decided
from outbound.engine.pages import person
from outbound.wiring import open_engine


def why(
    subscriber: Annotated[str, typer.Argument(help="The subscriber's id.")],
    campaign: Annotated[str | None, typer.Argument(help="Only this campaign.")] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Tell what was decided about one person and why, oldest first.

    Example: outbound why H0000042
    """
    engine = open_engine(workspace)
    made = person.why(engine, subscriber, campaign)
    if as_json:
        write_json({"subscriber": subscriber, "decisions": [asdict(decision) for decision in made]})
        return
    if not made:
        people.print(
            f"{subscriber} is in the base; no list was built since that could have held them.",
            highlight=False,
        )
        return
    people.print(f"{subscriber}: {counted(len(made), 'decision')}", style="bold", highlight=False)
    width = max(len(decision.campaign) for decision in made)
    for decision in made:
        people.print(
            _line(decision, width, engine.zone), highlight=False, markup=False, soft_wrap=True
        )


def _line(made: Decided, width: int, zone: ZoneInfo) -> str:
    """One decision as a sentence: when, by which campaign, what, and why."""
    why = f" ({made.reason})" if made.reason and made.reason != made.result else ""
    until = f", until {local(made.until, zone)}" if made.until else ""
    return (
        f"{local(made.at, zone)}  {made.campaign:<{width}}  {made.step}: {made.result}{why}{until}"
    )


def scores(
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="process, region, segment, department, tier, mode, language, campaign; several with commas.",
        ),
    ] = "process",
    campaign: Annotated[str | None, typer.Option("--campaign", help="Only this campaign.")] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show satisfaction scores, each with its interval and base.

    Example: outbound scores --by process,region
    """
    engine = open_engine(workspace)
    found = scoring.measured(
        engine, [name.strip() for name in by.split(",") if name.strip()], campaign
    )
    if as_json:
        write_json({"as_of": engine.clock.now(), "scores": [score.as_json() for score in found]})
        return
    rows = [
        (
            score.process or "–", score.measure, ", ".join(score.by.values()),
            "–" if score.value is None else f"{score.value:.1f}",
            "sample too small" if score.low is None or score.high is None else f"{score.low:.1f} to {score.high:.1f}",
            score.base, score.flag.value if score.flag else "",
        )
        for score in found
    ]  # fmt: skip
    columns = ("process", "measure", "of", "value", "95 % interval", "base", "")
    people.print(table(counted(len(rows), "score"), columns, rows))
