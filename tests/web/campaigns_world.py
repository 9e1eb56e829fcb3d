"""Campaigns for the web's tests: one in every state that a page tells apart, with files, scripts, plans."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from db.tables import CampaignState
from outbound.audience.nouns import Drop
from outbound.campaign.problems import Problem
from outbound.campaign.schema import Purpose
from outbound.campaign.values import Text
from outbound.engine.campaigns.changes import FileChange
from outbound.engine.campaigns.keys import KeyChange
from outbound.engine.campaigns.standing import Signature, Standing
from outbound.engine.life.transitions import possible
from outbound.engine.pages.campaign_view import (
    CampaignFiles,
    CampaignLine,
    FileLine,
    Goal,
    ShownFile,
)
from outbound.engine.scripts.script_view import Fault, Listener, Passage, Rendering, ScriptPage
from outbound.forecast.nouns import (
    CampaignPlan,
    Forecast,
    PlannedCell,
    PlannedDay,
    Range,
    Refusal,
)
from outbound.picture.cells import CellProgress
from outbound.score.report.nouns import CampaignReport, Report
from outbound.script.sms_length import segments

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 20)
HASH, OLD = "ab" * 32, "cd" * 32
PROBLEMS = (
    Problem("campaigns/broken.yaml", 2, 10, "unknown-key", "error", "There is no key purpos.", "Did you mean purpose?"),
    Problem("scripts/satisfaction/agent.zh.md.j2", 7, 3, "script-variable", "error", "There is no question x."),
    Problem("campaigns/broken.yaml", 3, 1, "missing-language", "warning", "ask is not given in en."),
)  # fmt: skip


def line(name: str, state: CampaignState, **more: object) -> CampaignLine:
    """One line of the list."""
    title = Text({"zh": f"活动{name}", "en": f"Campaign {name}"})
    base = CampaignLine(
        name, state.value, title, "survey", "marketing", FIRST, LAST, Goal("completes", 0, 400)
    )
    return replace(base, **more)  # type: ignore[arg-type]


def standing(name: str, state: CampaignState, **more: object) -> Standing:
    """Where one stands: launched ones are signed by all."""
    launched = state not in (CampaignState.DRAFT, CampaignState.CHECKED, CampaignState.APPROVED)
    base = Standing(
        campaign=name, state=state, reason="", content_hash=HASH, signatures=(),
        missing=() if launched else ("marketing", "network"), changed=(), errors=(), allowed=possible(state),
        launched_at=START - timedelta(days=1) if launched else None, changed_at=None,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def signature(department: str, by: str, *, valid: bool = True) -> Signature:
    """One department's signature."""
    changed = () if valid else ("scripts/satisfaction/agent.zh.md.j2",)
    return Signature(
        department, by, START - timedelta(hours=3), HASH if valid else OLD, valid, changed
    )


CHANGES = (
    FileChange("campaigns/changed.yaml", "changed", (KeyChange("audience.holdout", "5%", "0%"),), "-holdout: 5%\n+holdout: 0%\n"),
    FileChange("scripts/satisfaction/agent.zh.md.j2", "changed", (), "-<b>old</b>\n+new\n"),
)  # fmt: skip


def files(name: str) -> CampaignFiles:
    """The broken one's problems in place; of others a sound file."""
    texts = ("title: Broken", "purpos: survey", "script: satisfaction")
    own = [p for p in PROBLEMS if p.file == f"campaigns/{name}.yaml"]
    rows = tuple(
        FileLine(n, text, tuple(p for p in own if p.line == n)) for n, text in enumerate(texts, 1)
    )
    other = ShownFile(PROBLEMS[1].file, (FileLine(7, "  {{ ask('x') }}", (PROBLEMS[1],)),))
    return CampaignFiles(
        ShownFile(f"campaigns/{name}.yaml", rows), (other,) if own else (), "purpose: survey\n"
    )


def plan(name: str, at: datetime) -> CampaignPlan:
    """A plan that cannot be met."""
    some = Range(380, 350, 410)
    cell = PlannedCell({"region": "north"}, 900, 100, 250, 60, Range(90, 80, 101), 0.2)
    return CampaignPlan(
        name, Text({"": name}), f"{name}@1", at, 4, 5000, (Drop("where", "outside the audience", 4000),),
        50, 950, {"everyone": 950}, (cell,), (PlannedDay(FIRST, 9.0, 80, 12.5, 20),),
        Forecast(some, some, some, some, some, some, some, LAST),
        (Refusal("audience.sample.completes", "400 completes cannot be reached by then.", "Ask for 350."),),
    )  # fmt: skip


def script(segment: str, language: str, subscriber: str) -> ScriptPage:
    """An agent's script with a branch, a voice script with a fault, two messages."""
    text = "【海港移动】请为整体服务打分。回复T退订。" * 3
    agent = (
        Passage("say", "opening", "<p>您好</p>", html=True),
        Passage("ask", "overall", "How satisfied are you?", choices=("1", "10"), do="read it once"),
        Passage("ask", "why", "What went wrong?", when="overall <= 6", skip="cannot say"),
    )
    renderings = (
        Rendering("agent", True, "satisfaction/agent.zh.md.j2", agent, (Passage("say", "too busy", "<p>When?</p>", html=True),)),
        Rendering("voice", True, fault=Fault("'nobody' is undefined.", "scripts/satisfaction/voice.zh.txt.j2:3", "Write a name that exists.")),
        Rendering("sms", True, "satisfaction/sms.zh.txt.j2", (Passage("say", "opening", text, length=segments(text)),)),
    )  # fmt: skip
    who = Listener(
        subscriber or "H0000001", "张伟", "138****8000", segment or "vip", language or "zh"
    )
    return ScriptPage(("vip", "everyone"), ("zh", "en"), who, renderings, launched=False)


def report(name: str, at: datetime) -> Report:
    """A small report."""
    told = CampaignReport(
        name, Text({"zh": "活动", "en": "Campaign"}), Purpose.SURVEY, 5000, (Drop("where", "outside the audience", 4000),),
        50, 950, 348, {"completed": 115, "no-answer": 233}, {"closed": 348, "waiting": 602}, 115, 0,
        cells=(CellProgress("north", 14, 20),),
    )  # fmt: skip
    return Report(Text({"": "Harbour Mobile"}), at, (told,))
