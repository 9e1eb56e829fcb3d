"""A plan in pictures: sections that any page may embed, and one HTML file that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from outbound.forecast.nouns import CampaignPlan, PlannedCell, Range
from outbound.forecast.titles import say
from outbound.forecast.words import refused_in, remarked_in
from outbound.picture.bars import Bar, BarGroup, bars
from outbound.picture.days import DayBar, days
from outbound.picture.reasons import Listing, listing
from outbound.picture.sheet import SHEET
from outbound.picture.svg import CSS

HERE = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
LIKELY, DOUBTFUL = 0.9, 0.5


@dataclass(frozen=True)
class PlanSection:
    """One part of a plan: a sentence as its heading, a picture or table as HTML, small print."""

    heading: str
    body: Markup
    note: str = ""
    kicker: str = ""


def plan_sections(plan: CampaignPlan, language: str) -> tuple[PlanSection, ...]:
    """What is refused, the list, the cells, the days, the cost, what the figures rest on."""
    parts = [_refused(plan, language)] if plan.refusals else []
    parts.append(_list(plan, language))
    if plan.cells:
        parts.append(_cells(plan, language))
    if any(day.attempts for day in plan.days):
        parts.append(_days(plan, language))
    if plan.forecast.cost.expected > 0:
        parts.append(_cost(plan, language))
    if plan.notes:
        parts.append(_basis(plan, language))
    return tuple(parts)


def plan_html(plan: CampaignPlan, language: str) -> str:
    """The whole plan in one language (Chinese for any zh, else English), self-contained."""
    return TEMPLATES.get_template("plan.html.j2").render(
        language=language,
        title=plan.title.of(language),
        kicker=say("plan", language),
        when=say("as-of", language, when=f"{plan.moment:%Y-%m-%d %H:%M}", waves=plan.waves),
        figures=figures(plan, language),
        sections=plan_sections(plan, language),
        style=Markup(CSS + SHEET + (HERE / "plan.css").read_text(encoding="utf-8")),
    )


def figures(plan: CampaignPlan, language: str) -> list[tuple[str, str, str]]:
    """The few figures on top: name, value, range."""
    told = plan.forecast
    ends = "–" if told.finishes is None else f"{told.finishes:%m-%d}"
    return [
        (say("listed-first", language), f"{plan.listed:,}", ""),
        (say("delivered" if plan.tells else "completes", language), f"{told.completes.expected:,.0f}", between(told.completes)),
        (say("attempts", language), f"{told.attempts.expected:,.0f}", between(told.attempts)),
        (say("agent-hours", language), f"{told.agent_hours.expected:,.0f}", between(told.agent_hours)),
        (say("cost", language, currency=plan.currency), f"{told.cost.expected:,.0f}", between(told.cost)),
        (say("finishes", language), ends, ""),
    ]  # fmt: skip


def between(found: Range) -> str:
    """The bounds of a figure; nothing where they round to one."""
    if round(found.low) == round(found.high):
        return ""
    return f"{found.low:,.0f}–{found.high:,.0f}"


def _refused(plan: CampaignPlan, language: str) -> PlanSection:
    rows = []
    for one in plan.refusals:
        message, hint = refused_in(one, language)
        rows.append(f"<li><code>{escape(one.key)}</code> {escape(message)}<br><strong>→ {escape(hint)}</strong></li>")  # fmt: skip
    heading = say("refused", language, count=len(rows))
    body = Markup(f'<ul class="refused">{"".join(rows)}</ul>')  # every text is escaped
    return PlanSection(heading, body, kicker=say("to-change", language))


def _list(plan: CampaignPlan, language: str) -> PlanSection:
    heading = say("list-sentence", language, base=plan.base, listed=plan.listed)
    shape = Listing(plan.base, plan.waterfall, plan.holdout, plan.listed)
    drawn = listing(heading, shape, language)
    shown = [f"{name} {count:,}" for name, count in plan.by_segment.items()]
    note = say("segments", language, segments=" · ".join(shown))
    return PlanSection(heading, Markup(drawn), note, say("list", language))  # our own drawing


def _cells(plan: CampaignPlan, language: str) -> PlanSection:
    aimed = [cell for cell in plan.cells if cell.target is not None]
    likely = sum(cell.chance is not None and cell.chance >= LIKELY for cell in aimed)
    heading = (
        say("cells-sentence", language, likely=likely, cells=len(aimed))
        if aimed
        else say("no-goal", language)
    )
    names = ("cell", "available", "target", "needed", "release", "yield", "chance")
    head = [say(name, language) for name in names]
    rows = [_cell_row(cell, language) for cell in plan.cells]
    return PlanSection(heading, _table(head, rows), say("cells-note", language), say("cells", language))  # fmt: skip


def _cell_row(cell: PlannedCell, language: str) -> list[str]:
    found = cell.completes
    return [
        escape(cell.name or say("everyone", language)),
        f"{cell.available:,}",
        "–" if cell.target is None else f"{cell.target:,}",
        f"{cell.needed:,}",
        f"{cell.release:,}",
        f'{found.expected:,.0f} <span class="quiet">{between(found)}</span>',
        _chance(cell.chance),
    ]


def _chance(chance: float | None) -> str:
    if chance is None:
        return "–"
    tone, mark = ("good", "✓") if chance >= LIKELY else ("watch", "!") if chance >= DOUBTFUL else ("bad", "✕")  # fmt: skip
    shown = f"{chance:.0%}" if 0.005 <= chance <= 0.995 else ("<1%" if chance < 0.5 else ">99%")
    return f'<span class="{tone}">{mark}</span> {shown}'


def _days(plan: CampaignPlan, language: str) -> PlanSection:
    busiest = max(plan.days, key=lambda day: (day.attempts, -day.day.toordinal()))
    told = {"day": f"{busiest.day:%m-%d}", "attempts": round(busiest.attempts), "hours": busiest.agent_hours}  # fmt: skip
    key = "days-sentence" if plan.forecast.agent_hours.expected > 0 else "days-sentence-plain"
    heading = say(key, language, **told)
    attempts = [DayBar(d.day, d.attempts, d.open_hours > 0) for d in plan.days]
    drawn = days(say("attempts", language), attempts)
    if plan.forecast.agent_hours.expected > 0:
        hours = [DayBar(d.day, d.agent_hours, room=d.open_hours * _agents(plan)) for d in plan.days]  # fmt: skip
        drawn += days(say("agent-hours-against", language), hours, "accent")
    return PlanSection(
        heading, Markup(drawn), say("days-note", language), say("days", language)
    )  # our own drawing


def _agents(plan: CampaignPlan) -> float:
    """The whole agents whose open hours the picture shows beside the work."""
    busiest = max((d.agent_hours / d.open_hours for d in plan.days if d.open_hours), default=0.0)
    return max(1.0, float(-(-busiest // 1)))


def _cost(plan: CampaignPlan, language: str) -> PlanSection:
    told = plan.forecast
    heading = say("cost-sentence", language, cost=told.cost.expected, low=told.cost.low, high=told.cost.high, currency=plan.currency)  # fmt: skip
    amounts = {"agent-hours": told.agent_hours, "call-minutes": told.call_minutes, "sms-segments": told.sms_segments}  # fmt: skip
    shown = [
        Bar(f"{say(name, language)} {found.expected:,.0f}", round(plan.cost_parts[name]))
        for name, found in amounts.items()
        if plan.cost_parts.get(name)
    ]
    whole = BarGroup(say("cost", language, currency=plan.currency), tuple(shown), "accent")
    drawn = Markup(bars(heading, [whole], round(told.cost.expected)))  # our own drawing
    head = [say(name, language) for name in ("item", "expected", "between")]
    rows = [
        [say(name, language), f"{found.expected:,.0f}", between(found) or "–"]
        for name, found in amounts.items()
        if found.expected >= 0.5
    ]
    note = say("cost-note", language)
    return PlanSection(heading, drawn + _table(head, rows), note, say("cost-plain", language))


def _basis(plan: CampaignPlan, language: str) -> PlanSection:
    rows = "".join(f"<li>{escape(remarked_in(note, language))}</li>" for note in plan.notes)
    heading = say("basis-sentence", language)
    return PlanSection(heading, Markup(f'<ul class="basis">{rows}</ul>'), kicker=say("basis", language))  # every text is escaped  # fmt: skip


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A table whose cells are HTML already; all but the first column are figures."""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return Markup(f'<table class="planned"><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table>')  # every text is escaped  # fmt: skip
