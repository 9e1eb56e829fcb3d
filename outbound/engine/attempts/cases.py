"""The gate's cases: for a batch of contacts, all that the rules must know, read in the reserving transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from db.queries.gate_facts import facts_of
from db.queries.lately import Facts, Lately, Who
from db.tables import CampaignRow, Contact
from outbound.campaign.schema import Channel, Mode
from outbound.engine.attempts import money
from outbound.engine.attempts.suppress import suppressions
from outbound.engine.attempts.tallies import tallies
from outbound.engine.running import Running, RunningCampaigns
from outbound.policy.arbitration import Claim, held_by
from outbound.policy.caps import NUMBER_LIMIT
from outbound.policy.case import Case
from outbound.policy.consent import consent_of
from outbound.policy.money import Limit, most_of
from outbound.policy.reach import Reach, reach, reach_in
from outbound.policy.rules import (
    CountryRules,
    Doing,
    consent_asked,
    group_of,
    rules_for,
    sender_barred,
    silent_until,
)
from outbound.policy.span import Span, last_callable, needed_by
from outbound.policy.suppression import Suppression

LONGEST_CAP: Final = timedelta(days=366)
"""How far back caps look at the most."""

TALK: Final = timedelta(minutes=30)
"""So long after its last message a talk by messages counts as going on."""

Listed = tuple[Contact, CampaignRow, Running]
"""A contact, its campaign's row, and the campaign as it runs."""


@dataclass(frozen=True)
class _Place:
    """Where one contact's number is under its campaign, and what its country's rules say on that day."""

    reach: Reach
    rules: CountryRules | None
    doing: Doing
    limits: tuple[Limit, ...]  # of money


@dataclass(frozen=True)
class _Known:
    """What was read for the whole batch."""

    facts: Facts
    events: Mapping[str, tuple[Suppression, ...]]
    used: Mapping[str, tuple[Decimal, Decimal]]
    answered: Collection[int]
    campaigns: RunningCampaigns
    now: datetime


def cases(
    session: Session,
    listed: Sequence[Listed],
    now: datetime,
    campaigns: RunningCampaigns,
    answered: Collection[int] = (),
) -> dict[int, Case]:
    """The case of each contact by its id; `campaigns` tell until when others with a claim may run.

    `answered` are the contacts whose people have answered since their lists were made.
    """
    places = [_place(contact, running, now) for contact, _, running in listed]
    longest = max((_longest(one[2], place) for one, place in zip(listed, places, strict=True)), default=NUMBER_LIMIT.per)  # fmt: skip
    who = [who_is(contact) for contact, _, _ in listed]
    known = _Known(
        facts_of(session, who, now, min(LONGEST_CAP, longest)),
        suppressions(session, [one.number for one in who]),
        money.used(session, (limit for place in places for limit in place.limits)),
        frozenset(answered), campaigns, now,
    )  # fmt: skip
    return {
        one[0].id or 0: _case(one, place, known) for one, place in zip(listed, places, strict=True)
    }


def who_is(contact: Contact) -> Who:
    """By what a contact's person is known."""
    return Who(contact.number, contact.subscriber_id, contact.household)


def reach_of(contact: Contact, running: Running, now: datetime | None = None) -> Reach:
    """Where the contact's number is, and its hours under this campaign by the rules of that day."""
    channel = running.step(contact.step).channel
    return reach(contact.number, contact.zone, running.campaign, running.centre, channel, now)


def span_of(contact: Contact, running: Running) -> Span | None:
    """When the contact's present step may be attempted; None where its number is refused."""
    return span_in(reach_of(contact, running), contact, running)


def span_in(place: Reach, contact: Contact, running: Running) -> Span | None:
    """The same, for whoever knows already where the contact's number is."""
    if place.hours is None:
        return None
    return Span(place.hours, running.dates[1], needed_by(running.step(contact.step)))


def _place(contact: Contact, running: Running, now: datetime) -> _Place:
    found, campaign = reach_of(contact, running, now), running.campaign
    step = running.step(contact.step)
    group = group_of(campaign.purpose, offers=bool(campaign.offers))
    return _Place(
        found,
        rules_for(found.country, now.astimezone(found.zone).date()),
        Doing(group, step.channel, campaign.purpose, machine=step.mode is Mode.VOICE),
        money.limits(running, found.country, now),
    )


def _case(listed: Listed, place: _Place, known: _Known) -> Case:
    contact, row, running = listed
    campaign, step, who = running.campaign, running.step(contact.step), who_is(contact)
    sender = running.sender(step) or None
    at_number, of_person = known.facts.by_number(who), known.facts.by_subscriber(who)
    return Case(
        campaign_id=row.id,
        campaign=row.state.value,
        begins_at=running.dates[0],
        purpose=campaign.purpose,
        channel=step.channel,
        contact=contact.state.value,
        span=span_in(place.reach, contact, running),
        refusal=place.reach.refusal,
        sender=sender,
        consent=consent_of(contact.facts, running.centre.base.columns.consent, campaign.purpose),
        consent_rule=consent_asked(place.rules, place.doing) if place.rules else None,
        suppressions=known.events.get(contact.number, ()),
        barred=_barred(place, sender),
        quiet_until=_quiet_until(place, (at_number, of_person)),
        caps=tallies(running, place.reach.caps, known.facts, who),
        invited=contact.first_attempt_at is not None,
        promised=contact.callback_start is not None,
        due_at=contact.next_at,
        open_on_number=at_number.open_by or of_person.open_by,
        talk=_talk(contact, (at_number, of_person)),
        held_by=_held_by(listed, (at_number, of_person), known),
        answered=contact.id in known.answered,
        price=most_of(step.channel, running.centre.costs),
        money=money.allowances(place.limits, known.used),
    )


def _barred(place: _Place, sender: str | None) -> str:
    """Why the country's rules forbid this sender; empty where they do not."""
    if place.rules is None or sender is None:
        return ""
    group, country = place.doing.group, place.reach.country
    return sender_barred(country, group, sender, place.rules.on) or ""


def _quiet_until(place: _Place, lately: Iterable[Lately]) -> datetime | None:
    """Until when the country's rules want the person left alone, after a refusal or an abandoned call."""
    rules, doing = place.rules, place.doing
    if rules is None:
        return None
    ends = [
        silent_until(rules, doing.group, past.at)
        for one in lately
        for past in one.refused
        if group_of(past.purpose) is doing.group
    ]
    silence = rules.abandonment.silence
    if silence is not None and doing.machine and doing.channel is Channel.CALL:
        ends += [past.at + silence for one in lately for past in one.abandoned]
    return max((end for end in ends if end is not None), default=None)


def _talk(contact: Contact, lately: Iterable[Lately]) -> tuple[str, datetime] | None:
    """The latest talk by messages with the person under another contact, and when it counts as over."""
    others = [
        talk for one in lately for contact_id, talk in one.talks.items() if contact_id != contact.id
    ]
    latest = max(others, key=lambda talk: talk[1], default=None)
    return None if latest is None else (latest[0], latest[1] + TALK)


def _held_by(listed: Listed, lately: Iterable[Lately], known: _Known) -> str | None:
    """The campaign with a better claim to the person."""
    contact, row, running = listed
    claims = {c for one in lately for c in one.claims if c.contact_id != contact.id}
    if not claims:
        return None
    own = Claim(row.id, row.priority, _last_moment(running))
    others = {
        Claim(c.campaign_id, c.priority, _last_moment(known.campaigns.named(c.campaign_id)))
        for c in claims
    }
    return held_by(own, others)


def _last_moment(running: Running) -> datetime:
    """The last moment at which a campaign may contact anybody where the centre is.

    It is the campaign's alone, not the contact's: else two contacts of one person could wait for each
    other for ever.
    """
    step, until, centre = running.step(0), running.dates[1], running.centre
    hours = reach_in(centre.country, (running.zone,), running.campaign, centre, step.channel).hours
    if hours is None:
        return until
    return last_callable(Span(hours, until, needed_by(step))) or until


def _longest(running: Running, place: _Place) -> timedelta:
    """How far back the contact's caps, and the silences of its country, look."""
    caps = (*running.centre.caps, *running.campaign.contact.caps, *place.reach.caps)
    spans = [NUMBER_LIMIT.per, *(cap.per for cap in caps)]
    if place.rules is not None:
        spans += [place.rules.abandonment.silence or NUMBER_LIMIT.per]
        bound = place.rules.binding(place.doing)
        spans += [rule.opt_out.silence for rule in bound if rule.opt_out and rule.opt_out.silence]
    return max(spans)
