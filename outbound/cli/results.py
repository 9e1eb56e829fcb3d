"""Commands that read what happened: why, scores, report."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from outbound.cli.options import AsJson, CampaignName, Folder
from outbound.cli.output import counted, local, people, table, write_json
from outbound.engine import person, reporting, scoring
from outbound.engine.day_report import write_report
from outbound.engine.ledger import Decided
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


def report(
    campaign: CampaignName,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the report with pictures into this folder.")
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Report a campaign: list, outcomes, rates, scores, cost, follow-ups.

    Example: outbound report ten-point-satisfaction --html reports
    """
    engine = open_engine(workspace)
    figures = reporting.report(engine, campaign).as_json()
    written = write_report(engine, html, [campaign]) if html else []
    if as_json:
        write_json(figures | {"files": written})
        return
    rows = [(f"{d['kind']}: {d['reason']}", d["count"]) for d in figures["waterfall"]]
    rows += [("held out", figures["holdout"]), ("listed", figures["listed"])]
    people.print(
        table(f"{campaign}: {counted(figures['base'], 'subscriber')}", ("", "people"), rows)
    )
    people.print(
        table(
            counted(figures["attempts"], "attempt"),
            ("outcome", "attempts"),
            list(figures["by_outcome"].items()),
        )
    )
    rates = [
        (name, "–" if value is None else f"{100 * value:.1f} %")
        for name, value in figures["rates"].items()
    ]
    people.print(table("rates (AAPOR)", ("rate", "value"), rates))
    people.print(
        f"cost {figures['cost']:,.2f} {engine.workspace.centre.costs.currency}, {counted(len(figures['follow_ups']), 'follow-up')}",
        highlight=False,
    )
    for file in written:
        people.print(f"written: {file}", highlight=False)
