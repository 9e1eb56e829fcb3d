"""A centre that cannot let go of its people: six campaigns want all of them at once, and caps of every kind forbid it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from outbound.audience.importing import import_base
from outbound.campaign.workspace import Workspace
from proof.capping.oracle import (
    ATTEMPTS,
    CAMPAIGN,
    CENTRE,
    COMPLETES,
    CONTACTS,
    COUNTRY,
    NUMBER,
    Rule,
)
from proof.town.centre import Centre

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)

SENDERS: Final = {
    "menu": "+862160010001", "texts": "+862160010002", "rings": "+862160010003", "notice": "+862160010004",
    "cares": "+862160010005", "again": "+862160010006",
}  # fmt: skip

PURPOSES: Final = {
    "menu": "survey", "texts": "survey", "rings": "research", "notice": "care", "cares": "care",
    "again": "follow-up",
}  # fmt: skip

OURS: Final = (
    Rule(CENTRE, CONTACTS, 2, 20 * _HOUR),
    Rule(CENTRE, CONTACTS, 1, 6 * _HOUR, purpose="survey"),
    Rule(CENTRE, ATTEMPTS, 4, 24 * _HOUR),
    Rule(CENTRE, ATTEMPTS, 1, 3 * _HOUR, channel="sms"),
    Rule(CENTRE, ATTEMPTS, 6, 20 * _HOUR, household=True),
    Rule(CENTRE, CONTACTS, 3, 30 * _HOUR, household=True),
    Rule(CENTRE, COMPLETES, 1, 30 * _DAY, purpose="survey"),
)
"""What the centre file says."""

THEIRS: Final = (
    Rule(CAMPAIGN, ATTEMPTS, 1, 2 * _HOUR, campaign="rings"),
    Rule(CAMPAIGN, ATTEMPTS, 2, 8 * _HOUR, campaign="menu"),
)
"""What campaigns say besides."""

RULES: Final = (
    *OURS,
    *THEIRS,
    Rule(NUMBER, ATTEMPTS, 3, _DAY),
    Rule(COUNTRY, ATTEMPTS, 4, 30 * _DAY, country="FR"),
)
"""All that hold: also our own limit for each number, and France's for whoever is called there."""

_CENTRE: Final = """\
centre: {zh: 海港移动, en: Harbour Mobile}
country: CN
countries: [CN, FR]
zone: Asia/Shanghai
languages: [zh, en]
departments: {care: {zh: 客服部, en: Care}}
processes: {overall: {title: {zh: 总体, en: Overall}}}
base:
  columns:
    zone: null
    household: home
    other_phones: [second]
    consent: {survey: agreed, research: agreed, care: agreed, follow-up: agreed}
costs: {agent_hour: 60, call_minute: 0.15, sms: 0.05, currency: CNY}
"""

_CALLS: Final = "call: {{pacing: agentless, attempts: {attempts}, ring: 20s, from: {name}}}"
_TEXTS: Final = "sms: {{attempts: {attempts}, from: {name}, reply-within: 2h}}"
_CHANNELS: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    "menu": (50, (_CALLS.format(attempts=3, name="menu"), "sms: {after: 20m, attempts: 2, from: menu, reply-within: 2h}")),
    "texts": (40, (_TEXTS.format(attempts=3, name="texts"),)),
    "rings": (60, (_CALLS.format(attempts=5, name="rings"),)),
    "notice": (80, (_TEXTS.format(attempts=2, name="notice"),)),
    "cares": (30, (_CALLS.format(attempts=5, name="cares"),)),
    "again": (70, (_CALLS.format(attempts=2, name="again"),)),
}  # fmt: skip
"""Each campaign's priority, and the steps of its cascade."""

_AUDIENCES: Final = ("share < 9", "share > 0")
"""Of two who share a number a list has one: not the same one in all."""

_NOTHING_ASKED: Final = frozenset({"notice"})
_LANGUAGES: Final = {"zh": "一个问题。", "en": "One question."}


def write_centre(folder: Path, people: int) -> Centre:
    """The centre's files in a folder, its base imported.

    Who has the better claim is launched later: whoever is on its list is on no other from then on.
    """
    (folder / "campaigns").mkdir(parents=True)
    senders = "".join(f'  {n}: {{call: "{to}", sms: "{to}"}}\n' for n, to in SENDERS.items())
    caps = "".join(f"  - {_written(rule)}\n" for rule in OURS)
    (folder / "outbound.yaml").write_text(f"{_CENTRE}senders:\n{senders}caps:\n{caps}", "utf-8")
    for name in SENDERS:
        (folder / "campaigns" / f"{name}.yaml").write_text(_campaign(name), "utf-8")
        for file, text in _scripts(name):
            (folder / "scripts" / name).mkdir(parents=True, exist_ok=True)
            (folder / "scripts" / name / file).write_text(text, "utf-8")
    source = folder / "people.csv"
    source.write_text("\n".join(_people(people)) + "\n", "utf-8")
    imported = datetime(2026, 11, 22, tzinfo=UTC)
    import_base(source, Workspace(folder), imported, lambda rows: None, foreign_ok="the proof")
    return Centre(folder, tuple(sorted(SENDERS, key=lambda name: _CHANNELS[name][0])))


def _written(rule: Rule) -> str:
    said = {"purpose": rule.purpose, "channel": rule.channel, rule.counts: str(rule.allowed)}
    said |= {"household": "true" if rule.household else "", "per": f"{rule.per // _HOUR}h"}
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items() if value) + "}"


def _campaign(name: str) -> str:
    priority, steps = _CHANNELS[name]
    caps = [_written(rule) for rule in THEIRS if rule.campaign == name]
    return f"""\
title: {{zh: {name}, en: {name}}}
purpose: {PURPOSES[name]}
priority: {priority}
schedule: {{from: 2026-11-23, until: 2026-12-20, build: "30 9 * * 1"}}
audience: {{where: {_AUDIENCES[priority % 20 == 0]}, order: [subscriber_id]}}
contact:
  hours: "Mo-Fr 09:00-12:00,14:00-20:00"
  channels: [{", ".join(f"{{{step}}}" for step in steps)}]
  retry: {{busy: [10m, 30m], no-answer: 30m, machine: 15m, undelivered: 20m, technical-failure: 20m}}
  caps: [{", ".join(caps)}]
script: {name}
{"" if name in _NOTHING_ASKED else _survey(name)}"""


def _survey(name: str) -> str:
    return f"""\
survey:
  questions:
    - id: {name}_overall
      ask: {{zh: 【{name}】打几分？, en: "{name}, 1 to 10?"}}
      answer: scale 1-10
      process: overall
"""


def _scripts(name: str) -> Iterator[tuple[str, str]]:
    for language, said in _LANGUAGES.items():
        talk = "".join(
            f"{{% block {part} %}}{said}{{% endblock %}}\n"
            for part in ("opening", "resumed", "sorry", "closing")
        )
        plain = f"{said}退订回T。" if language == "zh" else f"{said} Reply T to stop."
        yield f"sms.{language}.txt.j2", plain if name in _NOTHING_ASKED else talk
        if name not in _NOTHING_ASKED:
            yield f"voice.{language}.txt.j2", talk


def _people(count: int) -> Iterator[str]:
    """Three of four live with five others, every third has a second number, some share one, some are in France."""
    yield "subscriber_id,phone,second,name,language,region,tier,status,plan,activated_on,share,agreed,synthetic,home"
    for place in range(1, count + 1):
        abroad = place % 7 == 0
        shared = place - 1 if place % 10 == 0 and (place - 1) % 7 and not abroad else place
        start, other = ("+3361200", "+3361300") if abroad else ("+8613800", "+8613900")
        width = 4 if abroad else 6
        second = f"{other}{place:0{width}}" if place % 3 == 0 else ""
        home = f"H{place // 8}" if place % 8 < 6 else ""
        yield (
            f"S{place:05},{start}{shared:0{width}},{second},Person {place},{'en' if place % 3 else 'zh'},"
            f"north,gold,active,plain,2024-01-15,{place % 10},true,true,{home}"
        )
