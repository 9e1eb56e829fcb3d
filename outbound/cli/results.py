"""Commands that read what happened: why, scores."""

from pathlib import Path
from typing import Annotated

import typer

from outbound.cli import story
from outbound.cli.options import AsJson, At, Folder, moment
from outbound.cli.output import counted, people, table, write_json
from outbound.engine.figures import scoring
from outbound.engine.pages import person
from outbound.wiring import open_engine


def why(
    subscriber: Annotated[str, typer.Argument(help="The subscriber's id.")],
    campaign: Annotated[str | None, typer.Argument(help="Only this campaign.")] = None,
    at: At = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Tell what was decided about one person and why, oldest first, and what happens next and when.

    For every campaign that has them waiting: the next attempt on their own clock, all that holds it
    now, the caps with their counts, and what follows if it reaches nobody. Nothing is reserved.

    Example: outbound why H0000042
    """
    engine = open_engine(workspace)
    found = person.story(engine, subscriber, campaign, moment(at, engine.zone, engine.clock.now()))
    if as_json:
        write_json(story.as_json(subscriber, found))
    else:
        currency = engine.workspace.centre.costs.currency
        story.tell(subscriber, found, engine.zone, currency)


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
