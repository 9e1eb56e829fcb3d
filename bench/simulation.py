"""Simulation: a four-week campaign simulated whole, in simulated days per second.

Every contact is called by simulated agents up to three times, then sent an SMS, by the engine's own
code. Beside it a bare loop: the same number of attempts asked of the simulated population alone.
OUTBOUND_BENCH_SIMULATED=N names another number of subscribers on the base.
"""

import csv
import random
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.size import size
from outbound.audience.importing import import_base
from outbound.campaign.loader import load_campaign
from outbound.campaign.schema import Mode
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.carrier.simulator.behaviour import Line, Mood
from outbound.carrier.simulator.population import Population
from outbound.engine.figures.outturn import Outturn
from outbound.simulation.isolation import prepare, world
from outbound.simulation.period import run as run_period

CAMPAIGN = "four-weeks"
MOMENT = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAYS, AGENTS, CONTACTS = 28, 12, 10_000

CENTRE = """\
centre: Bench
country: CN
zone: Asia/Shanghai
languages: [zh]
senders: {survey: {call: "+862160010001", sms: "+862160010001"}}
processes: {overall: {title: Overall}, network: {title: Network}}
base:
  columns: {zone: null, consent: {survey: agreed}}
"""
FILE = """\
title: Four weeks
purpose: survey
schedule: {from: 2026-11-23, until: 2026-12-20, build: "0 8 23 11 *"}
audience: {where: agreed}
contact:
  hours: "Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-18:00; PH off"
  channels:
    - call: {pacing: progressive, attempts: 3, ring: 25s, machine: hang-up, from: survey}
    - sms: {after: 2h, attempts: 1, from: survey, reply-within: 1d}
  retry: {busy: [20m, 1h], no-answer: [3h, 1d], machine: 4h}
  callbacks: {within: 7d, keep-agent: 2h}
script: plain
survey:
  questions:
    - {id: overall, ask: 总体打几分？, answer: scale 1-10, process: overall}
    - {id: network, ask: 网络打几分？, answer: scale 1-10, process: network}
    - {id: recommend, ask: 会推荐吗？, answer: scale 0-10, measure: nps}
"""
AGENT = """\
{% block opening %}
您好，这里是{{ centre }}，想听听您的意见。
{% endblock %}
{% block questions %}
{{ ask("overall") }}
{{ ask("network") }}
{{ ask("recommend") }}
{% endblock %}
{% block closing %}
谢谢，再见。
{% endblock %}
"""
SMS = """\
{% block opening %}【{{ centre }}】只听意见，回复T不再邀请。{% endblock %}
{% block resumed %}【{{ centre }}】还剩几个问题，回复T不再邀请。{% endblock %}
{% block sorry %}抱歉，没有看懂您的回复。{% endblock %}
{% block closing %}谢谢您的意见。{% endblock %}
"""


def run() -> None:
    """Print days and attempts per second of one seed, and the ratio to the bare loop."""
    contacts = size("SIMULATED", CONTACTS)
    folder = Path(tempfile.mkdtemp(prefix="outbound-bench-"))
    try:
        place = _workspace(folder / "centre", contacts)
        came_to, seconds = _simulated(place.path, folder / "ground")
        bare = _bare(place, contacts, came_to.attempts)
    finally:
        shutil.rmtree(folder)
    print(f"simulation: {contacts} contacts, {DAYS} days, {AGENTS} agents, one seed, SQLite")
    print(
        f"  {came_to.attempts} attempts, {came_to.completes} completes, {came_to.sms_segments} SMS"
    )
    print(f"  ours       {seconds:>9.1f} s {came_to.attempts / seconds:>12,.0f} attempts a second")
    print(f"  bare loop  {bare:>9.3f} s {came_to.attempts / bare:>12,.0f} attempts a second")
    print(f"simulation: days a second: {DAYS / seconds:.2f}")
    print(f"ratio simulation ours / bare loop: {bare / seconds:.4f}")
    if came_to.contacts != contacts:
        sys.exit(f"{came_to.contacts} of {contacts} contacts were attempted")


def _simulated(centre: Path, ground: Path) -> tuple[Outturn, float]:
    with world(prepare(centre, ground, CAMPAIGN, AGENTS), seed=1) as here:
        began = time.perf_counter()
        came_to = run_period(here, lambda share: None)
        return came_to, time.perf_counter() - began


def _bare(place: Workspace, contacts: int, attempts: int) -> float:
    """Seconds for so many calls at the population alone: who picks up, who takes part, what they say."""
    questions = load_campaign(place, CAMPAIGN).questions
    people = Population.from_rows(_rows(contacts), 1, questions, ZoneInfo("Asia/Shanghai"))
    began = time.perf_counter()
    for nth in range(attempts):
        number = _number(nth % contacts + 1)
        at = MOMENT + timedelta(seconds=nth)
        if people.pickup(number, at, nth // contacts).line is not Line.PERSON:
            continue
        if people.meet(number, at).mood is Mood.TAKES_PART:
            for question in questions:
                people.answer(number, question, Mode.AGENT)
    return time.perf_counter() - began


def _workspace(folder: Path, contacts: int) -> Workspace:
    texts = {
        "outbound.yaml": CENTRE, f"campaigns/{CAMPAIGN}.yaml": FILE,
        "scripts/plain/agent.zh.md.j2": AGENT, "scripts/plain/sms.zh.txt.j2": SMS,
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    place = open_workspace(folder)
    file = folder / "subscribers.csv"
    rows = _rows(contacts)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    import_base(file, place, MOMENT, lambda done: None)
    return place


def _rows(contacts: int) -> list[dict[str, Any]]:
    chance = random.Random(1)
    return [
        {
            "subscriber_id": f"H{n:08}", "phone": _number(n), "language": "zh", "agreed": True,
            "region": chance.choice(("north", "south", "east", "west")), "synthetic": True,
            "tier": chance.choice(("standard", "silver", "gold")), "plan": "5G-128",
        }
        for n in range(1, contacts + 1)
    ]  # fmt: skip


def _number(n: int) -> str:
    return f"+86138{n:08}"


if __name__ == "__main__":
    run()
