"""The command that tells what a campaign will come to before it is launched: plan."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from outbound.cli.failures import REFUSED
from outbound.cli.options import AsJson, At, CampaignName, Folder, Language, moment
from outbound.cli.output import aside, counted, people, progress, table, write_json
from outbound.engine.lists import planning
from outbound.forecast.nouns import CampaignPlan, PlannedDay, Range
from outbound.forecast.page import plan_html
from outbound.wiring import open_engine

MOST_DAYS = 31


def plan(
    campaign: CampaignName,
    at: At = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the plan with pictures to this file.")
    ] = None,
    agents: Annotated[
        float | None, typer.Option("--agents", min=0.1, help="Reckon with so many agents at work.")
    ] = None,
    language: Language = "",
    workspace: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Tell whom a campaign would reach, whether its goal can be met, when, and what it costs.

    Nothing is stored and nobody is contacted. What cannot be met is refused, with what to change.

    Example: outbound plan ten-point-satisfaction --agents 4
    """
    engine = open_engine(workspace)
    when = moment(at, engine.zone, engine.clock.now())
    with progress(f"planning {campaign}"):
        made = planning.plan(engine, campaign, when, agents)
    if html is not None:
        tongue = language or engine.workspace.centre.languages[0]
        html.write_text(plan_html(made, tongue), encoding="utf-8")
    if as_json:
        write_json(made.as_json())
    else:
        show(made)
        if html is not None:
            people.print(f"written: {html}", highlight=False)
    if not made.feasible:
        raise typer.Exit(REFUSED)


def show(plan: CampaignPlan) -> None:
    """Print a plan as tables; what is refused goes aside."""
    rows: list[Sequence[object]] = [(drop.kind, drop.reason, drop.count) for drop in plan.waterfall]
    rows += [("holdout", "deliberately not contacted", plan.holdout), ("listed", plan.wave, plan.listed)]  # fmt: skip
    title = f"{plan.campaign}: {counted(plan.base, 'subscriber')}, {counted(plan.waves, 'wave')}"
    _print(title, ("step", "reason", "people"), rows)
    if plan.by_segment:
        _print("segments", ("segment", "listed"), list(plan.by_segment.items()))
    if plan.cells:
        _cells(plan)
    _days(plan.days, _goal(plan))
    _totals(plan)
    for note in plan.notes:
        people.print(note.message, style="dim", highlight=False, markup=False)
    for refused in plan.refusals:
        aside.print("[red]refused[/red] ", end="")
        aside.print(f"{refused.key}: {refused.message}", highlight=False, markup=False, soft_wrap=True)  # fmt: skip
        aside.print(f"      {refused.hint}", highlight=False, markup=False, soft_wrap=True)


def _cells(plan: CampaignPlan) -> None:
    rows = [
        (
            cell.name or "all", cell.available, "–" if cell.target is None else cell.target, cell.needed,
            cell.release, _range(cell.completes), "–" if cell.chance is None else f"{cell.chance:.0%}",
        )
        for cell in plan.cells
    ]  # fmt: skip
    columns = ("cell", "available", "target", "needed", "release now", "would yield (9 in 10)", "chance")  # fmt: skip
    _print("quota cells", columns, rows)


def _goal(plan: CampaignPlan) -> str:
    """What the campaign is for."""
    return "delivered" if plan.tells else "completes"


def _days(days: Sequence[PlannedDay], goal: str) -> None:
    busy = [day for day in days if day.attempts >= 0.5]
    rows = [
        (f"{day.day:%a %Y-%m-%d}", f"{day.open_hours:.1f}", round(day.attempts), f"{day.agent_hours:.1f}", round(day.completes))
        for day in busy[:MOST_DAYS]
    ]  # fmt: skip
    _print("by day", ("day", "hours open", "attempts", "agent hours", goal), rows)
    if len(busy) > MOST_DAYS:
        people.print(f"The first {MOST_DAYS} days are shown; --json gives all.", style="dim")


def _totals(plan: CampaignPlan) -> None:
    told = plan.forecast
    rows = [
        (_goal(plan), _range(told.completes)),
        ("contacts", _range(told.contacts)),
        ("attempts", _range(told.attempts)),
        ("agent hours", _range(told.agent_hours)),
        ("call minutes", _range(told.call_minutes)),
        ("SMS segments", _range(told.sms_segments)),
        (f"cost, {plan.currency}", _range(told.cost)),
        ("agents at least", f"{plan.agents:.1f}"),
        ("finishes", "not by the end" if told.finishes is None else f"{told.finishes:%a %Y-%m-%d}"),
    ]
    if told.effect is not None:
        rows.append(("effect that the holdout can show", f"{told.effect:.1%}"))
    _print("in all", ("", "expected (9 in 10)"), rows)


def _range(found: Range) -> str:
    if round(found.high) == round(found.low):
        return f"{found.expected:,.0f}"
    return f"{found.expected:,.0f} ({found.low:,.0f} to {found.high:,.0f})"


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    people.print(table(title, columns, rows))
    people.print()
