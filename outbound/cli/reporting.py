"""The command that reports a campaign: what became of its list, what it cost, how it turned out."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from outbound.cli.options import AsJson, CampaignName, Folder
from outbound.cli.output import counted, local, people, table, write_json
from outbound.engine.figures import reporting
from outbound.engine.figures.day_report import write_report
from outbound.wiring import open_engine

Figures = Mapping[str, Any]


def report(
    campaign: CampaignName,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the report with pictures into this folder.")
    ] = None,
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Report a campaign: list, outcomes, rates, scores, cost, plan and actual, effect, its life.

    Example: outbound report ten-point-satisfaction --html reports
    """
    engine = open_engine(workspace)
    figures = reporting.report(engine, campaign).as_json()
    written = write_report(engine, html, [campaign]) if html else []
    if as_json:
        write_json(figures | {"files": written})
        return
    _happened(campaign, figures)
    _turned_out(figures, engine.zone)
    _cost(figures, engine.workspace.centre.costs.currency)
    for file in written:
        people.print(f"written: {file}", highlight=False)


def _happened(campaign: str, figures: Figures) -> None:
    rows = [(f"{d['kind']}: {d['reason']}", d["count"]) for d in figures["waterfall"]]
    rows += [("held out", figures["holdout"]), ("listed", figures["listed"])]
    people.print(
        table(f"{campaign}: {counted(figures['base'], 'subscriber')}", ("", "people"), rows)
    )
    outcomes = list(figures["by_outcome"].items())
    people.print(table(counted(figures["attempts"], "attempt"), ("outcome", "attempts"), outcomes))
    rates = [(name, _percent(value)) for name, value in figures["rates"].items()]
    people.print(table("rates (AAPOR)", ("rate", "value"), rates))


def _turned_out(figures: Figures, zone: ZoneInfo) -> None:
    """Plan and actual, effect, life; each only where there is something to tell."""
    if figures["plan"]:
        rows = [
            (f["name"].replace("_", " "), f"{f['expected']:,.0f}", f"{f['low']:,.0f} to {f['high']:,.0f}", f"{f['actual']:,.0f}")
            for f in figures["plan"]
        ]  # fmt: skip
        people.print(table("plan and actual", ("", "planned", "nine in ten", "actual"), rows))
    if figures["evaluation"]:
        people.print(_effect(figures["evaluation"]), highlight=False)
    steps = [
        (local(datetime.fromisoformat(s["at"]), zone), s["step"], s["by"], s["reason"] or "–")
        for s in figures["life"]
    ]
    if steps:
        people.print(table("its life", ("when", "step", "by", "reason"), steps))
    if figures["files_changed"]:
        files = ", ".join(figures["files_changed"])
        people.print(f"Changed since the launch and not acted on: {files}", highlight=False)


def _effect(evaluation: Figures) -> str:
    found = evaluation["effect"]
    if found is None:
        until = f" until {evaluation['until'][:10]}" if evaluation["until"] else ""
        return f"effect: {evaluation['verdict']}{until} {evaluation['note']}".rstrip()
    return (
        f"effect: {100 * found['difference']:+.1f} points of {evaluation['success']}"
        f" ({100 * found['low']:+.1f} to {100 * found['high']:+.1f}),"
        f" {found['contacted']:,} contacted against {found['held_out']:,} held out"
    )


def _cost(figures: Figures, currency: str) -> None:
    each = figures["cost_per_complete"]
    told = f"cost {figures['cost']:,.2f} {currency}"
    if each is not None:
        told += f", {each:,.2f} a complete response"
    people.print(f"{told}, {counted(len(figures['follow_ups']), 'follow-up')}", highlight=False)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
