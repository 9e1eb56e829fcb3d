"""The gate's cases: for a batch of contacts, all that the rules must know, read in the reserving transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from db.queries.gate_facts import NumberFacts, Past, number_facts
from db.tables import CampaignRow, Contact
from outbound.campaign.schema import Cap
from outbound.engine.attempts.suppress import suppressions
from outbound.engine.running import Running, RunningCampaigns
from outbound.policy.arbitration import Claim, held_by
from outbound.policy.caps import NUMBER_LIMIT, CapCount, Counted, Whose, limits
from outbound.policy.consent import consent_of
from outbound.policy.gate import Case
from outbound.policy.reach import Reach, reach
from outbound.policy.span import Span, needed_by
from outbound.policy.suppression import Suppression

LONGEST_CAP: Final = timedelta(days=366)
"""How far back caps look at the most."""

Listed = tuple[Contact, CampaignRow, Running]
"""A contact, its campaign's row, and the campaign as it runs."""


def cases(
    session: Session, listed: Sequence[Listed], now: datetime, campaigns: RunningCampaigns
) -> dict[int, Case]:
    """The case of each contact by its id; `campaigns` tell until when others with a claim may run."""
    numbers = list({contact.number for contact, _, _ in listed})
    longest = min(
        LONGEST_CAP, max((_longest(running) for _, _, running in listed), default=NUMBER_LIMIT.per)
    )
    facts = number_facts(session, numbers, now, longest)
    events = suppressions(session, numbers)
    return {
        contact.id or 0: _case(
            (contact, row, running),
            facts.get(contact.number, NumberFacts()),
            events.get(contact.number, ()),
            campaigns,
        )
        for contact, row, running in listed
    }


def reach_of(contact: Contact, running: Running) -> Reach:
    """Where the contact's number is, and its hours under this campaign."""
    channel = running.step(contact.step).channel
    return reach(contact.number, contact.zone, running.campaign, running.centre, channel)


def span_of(contact: Contact, running: Running) -> Span | None:
    """When the contact's present step may be attempted; None where its number is refused."""
    return span_in(reach_of(contact, running), contact, running)


def span_in(place: Reach, contact: Contact, running: Running) -> Span | None:
    """The same, for whoever knows already where the contact's number is."""
    if place.hours is None:
        return None
    return Span(place.hours, running.dates[1], needed_by(running.step(contact.step)))


def _case(
    listed: Listed, facts: NumberFacts, events: tuple[Suppression, ...], campaigns: RunningCampaigns
) -> Case:
    contact, row, running = listed
    campaign, centre = running.campaign, running.centre
    step, place = running.step(contact.step), reach_of(contact, running)
    begins, until = running.dates
    own = Claim(row.id, row.priority, until)
    others = [
        Claim(c.campaign_id, c.priority, campaigns.named(c.campaign_id).dates[1])
        for c in facts.claims
        if c.contact_id != contact.id
    ]
    return Case(
        campaign_id=row.id,
        campaign=row.state.value,
        begins_at=begins,
        purpose=campaign.purpose,
        channel=step.channel,
        contact=contact.state.value,
        span=span_in(place, contact, running),
        refusal=place.refusal,
        sender=running.sender(step) or None,
        consent=consent_of(contact.facts, centre.base.columns.consent, campaign.purpose),
        suppressions=events,
        caps=tuple(_counts(campaign.id, _caps(running, place), facts)),
        invited=contact.first_attempt_at is not None,
        promised=contact.callback_start is not None,
        due_at=contact.next_at,
        open_on_number=facts.open_by,
        held_by=held_by(own, others),
    )


def _caps(running: Running, place: Reach) -> list[tuple[Cap, Whose]]:
    return [
        *((cap, Whose.CENTRE) for cap in running.centre.caps),
        *((cap, Whose.CAMPAIGN) for cap in running.campaign.contact.caps),
        *((cap, Whose.COUNTRY) for cap in place.caps),
        (NUMBER_LIMIT, Whose.NUMBER),
    ]


def _counts(
    campaign_id: str, caps: Iterable[tuple[Cap, Whose]], facts: NumberFacts
) -> Iterable[CapCount]:
    happened: Mapping[Counted, list[Past]] = {
        Counted.CONTACTS: facts.contacts,
        Counted.ATTEMPTS: facts.attempts,
        Counted.COMPLETES: facts.completes,
    }
    for cap, whose in caps:
        for counted, _ in limits(cap):
            counts = [
                past for past in happened[counted] if _speaks_of(cap, whose, past, campaign_id)
            ]
            yield CapCount(cap, counted, tuple(past.at for past in counts), whose)


def _speaks_of(cap: Cap, whose: Whose, past: Past, campaign_id: str) -> bool:
    if whose is Whose.CAMPAIGN and past.campaign_id != campaign_id:
        return False
    return cap.purpose in (None, past.purpose) and (
        cap.channel is None or past.channel in (None, cap.channel)
    )


def _longest(running: Running) -> timedelta:
    caps = (*running.centre.caps, *running.campaign.contact.caps)
    return max((cap.per for cap in caps), default=NUMBER_LIMIT.per)
