"""Plans a campaign: the list that the next wave would be, and what comes of it. Nothing is stored, nobody contacted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from db.queries import counts, past_attempts
from db.tables import CampaignRow, Wave
from outbound.audience.base import Base
from outbound.audience.nouns import Cell, Sketch
from outbound.audience.quota import CellCount
from outbound.audience.selection import sketch
from outbound.audience.spread import Spread
from outbound.campaign.schema import Campaign, Mode, Sample
from outbound.dialing.outcome import Outcome
from outbound.engine.context import Engine
from outbound.engine.lists.coming import people_due, returning_of
from outbound.engine.lists.release import cell_counts
from outbound.engine.lists.sampled import (
    Sampled,
    offers_taken,
    places,
    sampled,
    text_length,
)
from outbound.engine.lists.schedule import due_moment, moments, window
from outbound.engine.lists.standing_facts import history_of
from outbound.engine.running import Running
from outbound.engine.scripts.script_reading import draft
from outbound.forecast.asking import questions_met, spent
from outbound.forecast.course import COMPLETES, DONE, TOLD, Manner
from outbound.forecast.forecast import Frame, plan_of
from outbound.forecast.hints import FARTHEST
from outbound.forecast.nouns import CampaignPlan
from outbound.forecast.odds import Odds, Past, default_odds, learned
from outbound.forecast.outlook import CellStart, Outlook, Returning
from outbound.forecast.period import Courses
from outbound.forecast.reckoned import Reckoned, reckon
from outbound.forecast.refusals import refusals
from outbound.forecast.remarks import expects, remarks
from outbound.policy.hours import OpenHours
from outbound.policy.rules import group_of, rules_for

MOST_WAVES: Final = 20_000
"""Waves beyond this number are not counted."""

_USUAL: Final = ("Mo-Sa 09:00-12:00,14:00-20:00", "Mo-Su 09:00-20:00", "Mo-Su 10:00-18:00")


@dataclass(frozen=True)
class _Known:
    """What was read for a plan."""

    running: Running
    launched: bool
    now: datetime
    moment: datetime
    sketch: Sketch
    due: Mapping[date, float] | None
    seen: Mapping[str, CellCount]
    odds: Mapping[Mode, Odds]
    returning: Returning
    spread: Spread | None


def plan(
    engine: Engine, campaign_id: str, at: datetime, agents: float | None = None
) -> CampaignPlan:
    """The plan at a moment, for the wave that would be built next; with `agents`, as they get it done.

    Of a launched campaign its own content and what it has observed count, of a draft its files.
    Raises NotFoundError for no such campaign, ProblemsError or InputError where it cannot be read.
    """
    known = _read(engine, campaign_id, at)
    people = sampled(known.sketch)
    lengths, fault = text_length(known.running, people, known.moment)
    campaign = known.running.campaign
    manner = Manner(campaign.contact, known.odds, {
        (mode, outcome): spent(outcome, mode, odds, questions_met(campaign, mode), lengths)
        for mode, odds in known.odds.items()
        for outcome in Outcome
    }, DONE if campaign.questions else TOLD)  # fmt: skip
    outlook = _outlook(known, manner, people, agents)
    made = reckon(outlook)
    held_out = _held_out(known, made)
    frame = Frame(
        sketch=known.sketch, wave=f"{campaign.id}@{known.moment:%Y%m%dT%H%M%S}", waves=_count(known),
        costs=known.running.centre.costs, remarks=tuple(remarks(made, known.odds, held_out, fault)),
        open_hours_text=lambda: _open_hours(known),
        grants=offers_taken(known.running, people, known.moment),
    )  # fmt: skip
    return plan_of(made, frame, refusals(made, frame), held_out)


def _read(engine: Engine, campaign_id: str, at: datetime) -> _Known:
    with engine.store.read() as session:
        launched = session.get(CampaignRow, campaign_id) is not None
        running = (
            engine.running.named(campaign_id) if launched else draft(engine.workspace, campaign_id)
        )
        campaign, centre = running.campaign, running.centre
        moment = _next(session, running, at)
        history = history_of(session, campaign, centre, moment, engine.running)
        seen = _seen(session, campaign) if launched else {}
        odds = _odds(session, campaign)
    base = Base.open(engine.workspace)
    drawn = sketch(base, campaign, centre, moment, history)
    due = people_due(base, running, moment, history, drawn)
    returning = returning_of(base, running)
    now = at if launched else max(at, min(moment, window(campaign, running.zone)[1]))
    spread = history.spread
    return _Known(running, launched, now, moment, drawn, due, seen, odds, returning, spread)


def _seen(session: Session, campaign: Campaign) -> Mapping[str, CellCount]:
    """How each quota cell stands; a list without cells is one."""
    cells = cell_counts(session, campaign.id)
    if cells:
        return cells
    states = Counter(counts.contacts_by_state(session, campaign.id))
    closed, unreleased = states.pop("closed", 0), states.pop("unreleased", 0)
    if campaign.questions:
        complete = counts.responses_by_state(session, campaign.id)["complete"]
    else:
        complete = sum(counts.delivered_by_cell(session, campaign.id).values())
    return {"": CellCount(0, complete, closed, states.total(), unreleased)}


def _next(session: Session, running: Running, at: datetime) -> datetime:
    """The moment of the wave that would be built next: the one that is due, else the first to come.

    The moment asked for, where none is to come any more.
    """
    campaign, zone = running.campaign, running.zone
    due = due_moment(campaign, zone, at)
    if due is not None:
        built = select(Wave.id).where(Wave.campaign_id == campaign.id, Wave.moment == due)
        if session.exec(built).first() is None:
            return due
    return next(moments(campaign, zone, at), at.astimezone(zone))


def _odds(session: Session, campaign: Campaign) -> dict[Mode, Odds]:
    past = past_attempts.outcomes_by_mode(session, campaign.purpose)
    odds = {}
    for step in campaign.contact.channels:
        mode = step.mode
        talk = past_attempts.talk_seconds(session, campaign.id, mode)
        known = Past(past[mode], talk) if mode in past else None
        usual = default_odds(mode, questions_met(campaign, mode))
        odds[mode] = learned(usual, known, step.channel)
    return odds


def _outlook(known: _Known, manner: Manner, people: list[Sampled], agents: float | None) -> Outlook:
    campaign, zone = known.running.campaign, known.running.zone
    waves: dict[date, datetime] = {}
    for moment in _moments(known, FARTHEST):
        waves.setdefault(moment.astimezone(zone).date(), moment)
    outlook = Outlook(
        campaign=campaign, zone=zone, now=known.now, until=campaign.schedule.until, waves=waves,
        cells=tuple(_cells(known)), places=places(known.running, people, known.now), manner=manner, expect=0.0,
        returning=known.returning, arrivals=known.due, agents=agents, spread=known.spread,
    )  # fmt: skip
    if expects(campaign):
        return replace(outlook, expect=float((campaign.audience.sample or Sample()).expect))
    return replace(outlook, expect=float(Courses(outlook).whole[COMPLETES]))


def _moments(known: _Known, beyond: int) -> Iterator[datetime]:
    """The wave of the plan and all after it, up to so many days beyond the end."""
    campaign, zone = known.running.campaign, known.running.zone
    first, last = window(campaign, zone)
    if first <= known.moment < last:
        yield known.moment
    until = campaign.schedule.until + timedelta(days=beyond)
    schedule = campaign.schedule.model_copy(update={"until": until})
    longer = campaign.model_copy(update={"schedule": schedule})
    yield from islice(moments(longer, zone, known.moment), MOST_WAVES)


def _count(known: _Known) -> int:
    return sum(1 for _ in _moments(known, 0))


def _cells(known: _Known) -> Iterator[CellStart]:
    """Every cell of the list, those that only the file or an earlier wave names, or one for everybody."""
    sketched = known.sketch
    if not sketched.cells and set(known.seen) <= {""}:
        count = known.seen.get("", CellCount(0, 0, 0, 0, 0))
        yield CellStart({}, sketched.listed, 0 if expects(known.running.campaign) else None, sketched.listed, count.completes, count.closed, count.still_open, count.unreleased)  # fmt: skip
        return
    named = {"/".join(cell.values.values()): cell for cell in sketched.cells}
    sample = known.running.campaign.audience.sample
    if sample is not None and isinstance(sample.allocation, Mapping):
        for name, target in sample.allocation.items():
            values = dict(zip(sample.per, name.split("/"), strict=False))
            named.setdefault(name, Cell(values, 0, target if sample.completes else None, 0))
    per = () if sample is None else sample.per
    for (
        name,
        count,
    ) in known.seen.items():  # a wave before may have found people where none are left
        values = dict(zip(per, name.split("/"), strict=False))
        if name or not per:  # without contacts, what was seen stands under no cell's name
            named.setdefault(name, Cell(values, 0, count.target, 0))
    for name, cell in named.items():
        count = known.seen.get(name, CellCount(0, 0, 0, 0, 0))
        wanted = count.target or cell.target  # a campaign runs on the targets of its waves
        yield CellStart(cell.values, cell.available, wanted, cell.listed, count.completes, count.closed, count.still_open, count.unreleased)  # fmt: skip


def _held_out(known: _Known, made: Reckoned) -> int:
    """The holdout over the whole period: it grows only where people become due day by day."""
    share = float(known.running.campaign.audience.holdout)
    if known.due is None or share >= 1:
        return known.sketch.holdout
    return round(float(made.goal.contacts.sum()) * share / (1 - share))


def _open_hours(known: _Known) -> str:
    """Hours that open before the end under the country's rules; empty where no hours would."""
    campaign, centre = known.running.campaign, known.running.centre
    zone = ZoneInfo(centre.zone)
    rules = rules_for(centre.country, known.now.astimezone(zone).date())
    if rules is None:
        return ""
    group = group_of(campaign.purpose, offers=bool(campaign.offers))
    lawful = rules.hours(group, campaign.contact.channels[0].channel)
    for text in (*_USUAL, *lawful):
        own = known.running.campaign.contact.model_copy(update={"hours": text})
        asked = known.running.campaign.model_copy(update={"contact": own})
        trial = places(Running(asked, centre, {}), sampled(known.sketch), known.now)
        ends = window(campaign, zone)[1]
        channel = campaign.contact.channels[0].channel
        opens = [
            place.hours[channel].next_fit(known.now, timedelta(minutes=2))
            for place in trial
            if channel in place.hours
        ]
        if any(at is not None and at + timedelta(minutes=2) <= ends for at in opens):
            OpenHours.parse(text, centre.country, zone)
            return text
    return ""
