"""What a few people of a list tell of all of it: their hours, the length of their texts, the offers that fit."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import mean
from typing import Any, Final
from zoneinfo import ZoneInfo

from outbound.audience.nouns import Sketch
from outbound.campaign.schema import Campaign, Channel, Mode
from outbound.engine.running import Running
from outbound.errors import OutboundError
from outbound.forecast.asking import TextLength
from outbound.forecast.course import Place
from outbound.policy.hours import Opening
from outbound.policy.reach import reach
from outbound.retention.offers import Customer, eligible
from outbound.script.context import Person, script_variables
from outbound.script.conversation import begin
from outbound.script.plan import Plan, Texts
from outbound.script.prompts import prompt
from outbound.script.questionnaire import asked_in
from outbound.script.render import render_sms, render_sms_texts
from outbound.script.sms_length import segments
from outbound.script.uttered import message

PLACES: Final = 5
"""So many kinds of zone and hours are told apart, the rest count as the most usual."""

RENDERED: Final = 40
"""For so many people the texts are rendered."""

TAKES: Final = 0.5
"""The share of those who answer in full and whom an offer fits that takes one."""


@dataclass(frozen=True)
class Sampled:
    """One of the people on a list."""

    subscriber: str
    number: str
    language: str
    zone: str | None
    segment: str
    facts: Mapping[str, Any]


def sampled(sketch: Sketch) -> list[Sampled]:
    """The people that a sketch knows."""
    return [
        Sampled(
            row["subscriber_id"], row["number"], row["language"], row["zone"], row["segment"],
            json.loads(row["facts"]),
        )
        for row in sketch.people.to_pylist()
    ]  # fmt: skip


def places(running: Running, people: Sequence[Sampled], now: datetime) -> tuple[Place, ...]:
    """Where the people are and when they may be contacted, with their shares; none where nobody may be.

    Without people, the centre's own zone and hours stand for all.
    """
    channels = {step.channel for step in running.campaign.contact.channels}
    found: Counter[tuple[ZoneInfo, tuple[tuple[Channel, Opening], ...]]] = Counter()
    refused = 0
    for number, zone in _wheres(running, people):
        hours: dict[Channel, Opening] = {}
        for channel in sorted(channels, key=lambda c: c.value):
            place = reach(number, zone, running.campaign, running.centre, channel, now)
            if place.hours is not None:
                hours[channel] = place.hours
                zone = place.zone.key
        if hours:
            found[ZoneInfo(zone or running.centre.zone), tuple(hours.items())] += 1
        else:
            refused += 1
    usual = found.most_common(PLACES)
    rest = sum(found.values()) - sum(count for _, count in usual)
    whole = sum(found.values()) + refused
    return tuple(
        Place((count + (rest if n == 0 else 0)) / whole, zone, dict(hours))
        for n, ((zone, hours), count) in enumerate(usual)
    )


def text_length(
    running: Running, people: Sequence[Sampled], now: datetime
) -> tuple[TextLength, str]:
    """Segments of real texts for some of the people; and why not, where a script is at fault."""
    if not people or not any(s.channel is Channel.SMS for s in running.campaign.contact.channels):
        return TextLength(turns=_one_each(running.campaign)), ""
    rows: list[list[int]] = []
    try:
        rows = [[segments(text).segments for text in _texts(running, p, now)] for p in people[:RENDERED]]  # fmt: skip
    except OutboundError as fault:
        return TextLength(turns=_one_each(running.campaign)), fault.message
    first = mean(row[0] for row in rows)
    longest = max(len(row) for row in rows)
    turns = [mean(row[n] if n < len(row) else 0 for row in rows) for n in range(1, longest)]
    return TextLength(first, tuple(turns)), ""


def offers_taken(
    running: Running, people: Sequence[Sampled], moment: datetime
) -> Mapping[str, float]:
    """For each offer, the share of those who answer in full that is expected to take it."""
    shares: dict[str, float] = {}
    for person in people:
        customer = Customer(person.facts, {}, {}, moment, running.zone)
        try:
            fitting = eligible(
                running.campaign.offers, customer, dict[str, Decimal](), "supervisor"
            )
        except OutboundError:
            continue
        for one in fitting:
            part = TAKES / len(fitting) / len(people)
            shares[one.offer.id] = shares.get(one.offer.id, 0.0) + part
    return shares


def _wheres(running: Running, people: Sequence[Sampled]) -> Iterator[tuple[str, str | None]]:
    if people:
        yield from ((person.number, person.zone) for person in people)
        return
    senders = running.centre.senders.values()
    numbers = (n for sender in senders for n in (sender.call, sender.sms) if n)
    yield next(numbers, ""), running.centre.zone


def _texts(running: Running, person: Sampled, now: datetime) -> Iterator[str]:
    """All that one person would be sent, turn by turn, were every question answered."""
    campaign, centre = running.campaign, running.centre
    fallback = centre.languages[0]
    who = Person(person.facts, person.language, person.segment)
    used = script_variables(campaign, centre, who, now, moment=now)
    given = (running.environment, campaign, person.segment, person.language, fallback, used)
    if not campaign.questions:
        yield render_sms(*given)
        return
    texts = render_sms_texts(*given)
    plan = _plan(running, person, texts, now)
    yield message(begin(plan, Mode.SMS)[1])
    asked = [q for q in campaign.questions if asked_in(q, Mode.SMS) and q.when is None]
    yield from (prompt(plan, question, Mode.SMS) for question in asked[1:])
    yield texts.closing


def _plan(running: Running, person: Sampled, texts: Texts, now: datetime) -> Plan:
    return Plan(
        questions=running.campaign.questions, language=person.language, subscriber=person.subscriber,
        moment=now, zone=running.zone, texts=texts, facts=person.facts,
        fallback=running.centre.languages[0],
    )  # fmt: skip


def _one_each(campaign: Campaign) -> tuple[float, ...]:
    return tuple(1.0 for q in campaign.questions if asked_in(q, Mode.SMS) and q.when is None)
