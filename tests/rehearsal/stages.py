"""A small campaign to rehearse, wholly in memory, changed by keyword."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Mode
from outbound.rehearsal.nouns import Line, Manner, Setting
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.talking import Scene, begin, step
from outbound.script.environment import ScriptEnvironment

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)

CENTRE: dict[str, Any] = {
    "centre": {"zh": "海港", "en": "Harbour"},
    "country": "CN",
    "zone": "Asia/Shanghai",
    "languages": ["zh", "en"],
    "departments": {"care": "Care"},
    "processes": {"overall": {"title": "Overall"}},
}
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "overall", "ask": {"zh": "打几分？", "en": "How do you rate us?"}, "answer": "scale 1-10",
        "process": "overall", "do": {"zh": "只读一遍", "en": "Read it once."},
    },
    {
        "id": "why", "when": "overall <= 6", "ask": {"zh": "为什么？", "en": "What is wrong?"}, "answer": "one-of",
        "options": {"price": {"zh": "资费", "en": "price"}, "network": {"zh": "网络", "en": "network"}}, "core": False,
    },
    {"id": "again", "ask": {"zh": "再来吗？", "en": "Shall we call again?"}, "answer": "yes-no"},
    {"id": "words", "ask": {"zh": "还有吗？", "en": "Anything else?"}, "answer": "text", "modes": ["agent"], "core": False},
]  # fmt: skip
CAMPAIGN: dict[str, Any] = {
    "id": "small",
    "title": "Small",
    "purpose": "retention",
    "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
    "audience": {
        "where": "status = 'active'",
        "segments": [{"name": "gold", "where": "tier = 'gold'"}, {"name": "everyone"}],
    },
    "contact": {
        "hours": "Mo-Fr 09:00-12:00,14:00-20:00; PH off",
        "channels": [
            {"call": {"from": "survey"}},
            {"call": {"from": "survey", "pacing": "agentless"}},
            {"sms": {"from": "survey"}},
        ],
    },
    "script": "small",
    "survey": {"questions": QUESTIONS},
    "offers": [
        {"id": "pack", "script": "small/pack", "value": 10, "budget": 100, "for": "tier = 'gold'"},
        {
            "id": "renewal",
            "script": "small/pack",
            "value": 10,
            "budget": 100,
            "grant": "supervisor",
        },
    ],
    "alerts": [{"when": "overall <= 3", "follow-up": "recover", "to": "care", "within": "24h"}],
}
TALK = """\
{% block opening %}Hello {{ subscriber.name }}.{% endblock %}
{% block sorry %}Pardon?{% endblock %}
{% block closing %}Thank you.{% endblock %}
"""
SCRIPTS = {
    "small/agent.md.j2": """\
{% block opening %}
Good {{ day_part }}, {{ subscriber.name }}.

> Wait for a yes.
{% endblock %}
{% block questions %}
{{ ask("overall") }}
{{ ask("why") }}
{{ offers() }}
{{ ask("again") }}
{{ ask("words") }}
{% endblock %}
{% block ready %}
{% objection "price", "Too dear" %}
Let me look.

> Do not argue.
{% endobjection %}
{% endblock %}
{% block closing %}
Goodbye.
{% endblock %}
""",
    "small/pack/agent.md.j2": "A pack to try.",
    "small/voice.txt.j2": TALK,
    "small/sms.txt.j2": TALK,
}
FACTS = {"name": "Ann", "tier": "gold", "status": "active"}


def campaign(**changes: Any) -> Campaign:
    """The campaign, some keys changed."""
    return Campaign.model_validate(CAMPAIGN | changes)


def asking(*questions: dict[str, Any]) -> Campaign:
    """The campaign with other questions."""
    return campaign(survey={"questions": list(questions)})


def stage(
    mode: Mode = Mode.AGENT,
    of: Campaign | None = None,
    scripts: dict[str, str] | None = None,
    **changes: Any,
) -> Stage:
    """The campaign set up for Ann, who is gold, in English."""
    setting = Setting(mode, "gold", "en", TUESDAY, "S1", "Li Na", "Asia/Shanghai", FACTS)
    environment = ScriptEnvironment.of_texts(SCRIPTS | (scripts or {}))
    centre = Centre.model_validate(CENTRE)
    return Stage(of or campaign(), centre, environment, replace(setting, **changes))


def said(on: Stage, *typed: str) -> Scene:
    """Where these lines lead."""
    scene = begin(on)
    for line in typed:
        scene = step(on, scene.stored, line)
    return scene


def texts(scene: Scene, *manners: Manner) -> list[str]:
    """The texts of the last lines, of these manners if any are named."""
    return [line.text for line in scene.lines if not manners or line.manner in manners]


def asked(scene: Scene) -> str:
    """The question that was put last; empty if none."""
    return next((line.of for line in scene.lines if line.manner is Manner.ASK), "")


def notes(lines: tuple[Line, ...]) -> list[str]:
    """What else happened."""
    return [line.text for line in lines if line.manner is Manner.NOTE]
