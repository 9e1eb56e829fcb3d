"""A week of the ten-point survey without wires: the engine's lists and store, the simulated people's answers."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import fmean
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
from sqlmodel import Session, col, select

from db.locks import lock_numbers
from db.tables import Contact, ContactState
from outbound.audience.importing import import_base
from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm
from outbound.carrier.simulator.behaviour import Line, Mood
from outbound.carrier.simulator.population import Population
from outbound.clock import VirtualClock
from outbound.demo.base import write_demo_base
from outbound.engine.attempts.answers import Where, keep, plan_of
from outbound.engine.campaigns.lifecycle import COMMAND_LINE, Planning, approve, launch
from outbound.engine.context import Engine
from outbound.engine.lists.build import build
from outbound.engine.lists.release import release
from outbound.engine.running import Running
from outbound.expression.evaluate import evaluate
from outbound.expression.parse import parse
from outbound.script.conversation import Act, Conversation, begin, hear, record
from outbound.script.plan import Plan
from outbound.settings import Settings
from outbound.wiring import open_engine, synthetic_rows

REPOSITORY = Path(__file__).parents[2]
CAMPAIGN = "ten-point-satisfaction"
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZONE)
CALLS = (MONDAY + timedelta(hours=2), MONDAY + timedelta(days=1, hours=10))
TEXTS = MONDAY + timedelta(days=2, hours=4)
TOGETHER = 50
"""Contacts between two looks at the quota."""


@dataclass(frozen=True)
class Member:
    """One of the audience: where they belong, and what they think of each scale question they are for."""

    belongs: Mapping[str, str]
    thinks: Mapping[str, int]


@dataclass(frozen=True)
class Week:
    """What was measured, and of whom: the engine, the people, the campaign, the audience."""

    engine: Engine
    population: Population
    running: Running
    audience: tuple[Member, ...]

    def truth(self, measure: str, process: str | None, by: Mapping[str, str]) -> float:
        """What asking everyone in the audience would give; several questions of a process are
        averaged within a person first."""
        asked = [q for q in self.running.campaign.questions if _measured(q, measure, process)]
        return fmean(
            fmean(own)
            for member in self.audience
            if by.items() <= member.belongs.items()
            and (
                own := [
                    _worth(measure, member.thinks[q.id]) for q in asked if q.id in member.thinks
                ]
            )
        )


@contextmanager
def survey_week(folder: Path, seed: int, rows: int | None = None) -> Iterator[Week]:
    """A week in a new workspace with the demo's 7,043 subscribers, other people for each seed."""
    for name in ("campaigns", "scripts"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "outbound.yaml", folder)
    engine = open_engine(
        folder, settings=Settings(f"sqlite:///{folder}/db/week.sqlite"), clock=VirtualClock(MONDAY)
    )
    try:
        running = _listed(engine, folder, seed, rows)
        people = synthetic_rows(engine.workspace)
        population = Population.from_rows(people, seed, running.campaign.questions, ZONE)
        with engine.store.write() as session:
            lock_numbers(session, session.exec(select(Contact.number)).all())
            _call_and_text(session, running, population)
        yield Week(
            engine, population, running, tuple(_members(engine, running, population, people))
        )
    finally:
        engine.store.close()


def _listed(engine: Engine, folder: Path, seed: int, rows: int | None) -> Running:
    write_demo_base(folder / "subscribers.csv", seed, MONDAY, rows)
    import_base(folder / "subscribers.csv", engine.workspace, MONDAY, lambda done: None)
    for department in ("marketing", "network"):
        approve(engine, CAMPAIGN, department, COMMAND_LINE)
    launch(engine, CAMPAIGN, COMMAND_LINE, Planning.NONE)
    build(engine, CAMPAIGN, MONDAY)
    return engine.running.named(CAMPAIGN)


def _members(
    engine: Engine, running: Running, population: Population, rows: list[dict[str, object]]
) -> Iterator[Member]:
    """Who belongs to the audience: listed, held out, or left out by the quota alone."""
    (file,) = (engine.workspace.db_dir / "waves").glob("*.parquet")
    reasons = pq.read_table(file).to_pylist()
    outside = {r["subscriber_id"] for r in reasons if r["reason"].startswith(("where:", "unless:"))}
    scales = [q for q in running.campaign.questions if q.answer.form is AnswerForm.SCALE]
    for row in rows:
        if row["subscriber_id"] not in outside:
            asked = [q for q in scales if q.when is None or _holds(q.when, row)]
            values = {q.id: population.value(str(row["phone"]), q) for q in asked}
            thinks = {name: value for name, value in values.items() if isinstance(value, int)}
            yield Member(_belongs(running, row), thinks)


def _belongs(running: Running, row: Mapping[str, object]) -> dict[str, str]:
    segments = running.campaign.audience.segments
    segment = next(s.name for s in segments if s.where is None or _holds(s.where, row))
    return {"region": str(row["region"]), "tier": str(row["tier"]), "segment": segment}


def _call_and_text(session: Session, running: Running, population: Population) -> None:
    """Two rounds of calls in the list's order, then messages; the quota calls for more and closes cells."""
    for nth, at in enumerate(CALLS):
        for contact in _in_order(session, running, at):
            _call(session, Where(contact, running, "call", Mode.AGENT), population, at, nth)
    for contact in _in_order(session, running, TEXTS):
        _text(session, Where(contact, running, "text", Mode.SMS), population, TEXTS)
        contact.state = ContactState.CLOSED


def _in_order(session: Session, running: Running, at: datetime) -> Iterator[Contact]:
    """Waiting contacts, looked at afresh whenever the quota was."""
    seen: set[int | None] = set()
    while True:
        release(session, running, at)
        session.flush()
        due = select(Contact).where(
            Contact.state == ContactState.WAITING, col(Contact.id).not_in(seen)
        )
        batch = session.exec(due.order_by(col(Contact.rank)).limit(TOGETHER)).all()
        if not batch:
            return
        seen.update(contact.id for contact in batch)
        yield from batch


def _call(session: Session, where: Where, population: Population, at: datetime, nth: int) -> None:
    contact = where.contact
    if population.pickup(contact.number, at, nth).line is not Line.PERSON:
        return
    meeting = population.meet(contact.number, at)
    if meeting.mood in (Mood.CALL_LATER, Mood.HANGS_UP):
        return
    contact.state = ContactState.CLOSED
    if meeting.mood is not Mood.TAKES_PART:
        return
    plan, acts = plan_of(where, at), list[Act]()
    conversation, _ = begin(plan, Mode.AGENT)
    while conversation.at and len(acts) != meeting.patience:
        raw = population.answer(contact.number, _asked(plan, conversation), Mode.AGENT)
        conversation, said = record(plan, conversation, conversation.at, raw)
        acts += said
    keep(session, where, plan, (conversation, acts), at)


def _text(session: Session, where: Where, population: Population, at: datetime) -> None:
    number, plan = where.contact.number, plan_of(where, at)
    conversation, said = begin(plan, Mode.SMS)
    acts, turn = list(said), 0
    while conversation.at and population.reply_after(number, at, turn):
        question = _asked(plan, conversation)
        raw = population.answer(number, question, Mode.SMS, conversation.misses)
        conversation, said = hear(plan, conversation, raw)
        acts += said
        turn += 1
    if conversation.answers:
        keep(session, where, plan, (conversation, acts), at)


def _asked(plan: Plan, conversation: Conversation) -> Question:
    return next(question for question in plan.questions if question.id == conversation.at)


def _measured(question: Question, measure: str, process: str | None) -> bool:
    wanted = "nps" if measure == "nps" else None
    scale = question.answer.form is AnswerForm.SCALE
    return scale and (question.measure, question.process) == (wanted, process)


def _worth(measure: str, value: int) -> float:
    """An answer as the measure counts it: of a scale from 1 to 10, or for NPS from 0 to 10."""
    if measure == "score":
        return 100 * (value - 1) / 9
    if measure == "ten":
        return 100.0 * (value == 10)
    return 100.0 * ((value >= 9) - (value <= 6))


def _holds(when: str, row: Mapping[str, object]) -> bool:
    return evaluate(_parsed(when), row, moment=MONDAY, zone=ZONE) is True


_parsed = cache(parse)
