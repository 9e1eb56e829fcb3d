"""Tallies: every cap that binds a contact, with the moments of what it counts."""

from collections.abc import Callable, Iterable
from typing import Final

from db.queries.lately import Facts, Lately, Past, Who
from outbound.campaign.schema import Cap
from outbound.engine.running import Running
from outbound.policy.caps import NUMBER_LIMIT, CapCount, Counted, Whose, limits


def tallies(
    running: Running, of_country: Iterable[Cap], facts: Facts, who: Who
) -> tuple[CapCount, ...]:
    """Every cap that may bind, with what it counts."""
    caps = _caps(running, of_country)
    return tuple(_counts(running.campaign.id, caps, facts, who))


def _caps(running: Running, of_country: Iterable[Cap]) -> list[tuple[Cap, Whose]]:
    return [
        *((cap, Whose.CENTRE) for cap in running.centre.caps),
        *((cap, Whose.CAMPAIGN) for cap in running.campaign.contact.caps),
        *((cap, Whose.COUNTRY) for cap in of_country),
        (NUMBER_LIMIT, Whose.NUMBER),
    ]


Kind = Callable[[Lately], list[Past]]

_COUNTS: Final[dict[Counted, tuple[Kind, Kind]]] = {
    Counted.CONTACTS: (lambda lately: lately.contacts, lambda lately: lately.begun),
    Counted.ATTEMPTS: (lambda lately: lately.attempts, lambda lately: lately.reserved),
    Counted.COMPLETES: (lambda lately: lately.completes, lambda lately: lately.open),
}
"""What has happened, and what is under way and may come to it."""


def _counts(
    campaign_id: str, caps: Iterable[tuple[Cap, Whose]], facts: Facts, who: Who
) -> Iterable[CapCount]:
    """Every cap with what it counts: once by number, once by subscriber where that is another count."""
    for cap, whose in caps:
        for counted, _ in limits(cap):
            happened, comes = _COUNTS[counted]
            done, pending = _groups(cap, happened, facts, who), _groups(cap, comes, facts, who)
            both = list(zip(done, pending, strict=True))
            for pasts, others in both[:1] if whose is Whose.NUMBER or both[0] == both[-1] else both:
                times = tuple(p.at for p in pasts if _speaks_of(cap, whose, p, campaign_id))
                open_ = sum(_speaks_of(cap, whose, p, campaign_id) for p in others)
                yield CapCount(cap, counted, times, whose, open_)


def _groups(cap: Cap, of: Kind, facts: Facts, who: Who) -> list[list[Past]]:
    """What is counted together: by number and by subscriber each, or all of a household as one."""
    number, subscriber = of(facts.by_number(who)), of(facts.by_subscriber(who))
    if cap.household and who.household:
        everyone = [*number, *subscriber, *of(facts.by_household(who))]
        return [list({id(past): past for past in everyone}.values())]
    return [number, subscriber]


def _speaks_of(cap: Cap, whose: Whose, past: Past, campaign_id: str) -> bool:
    if whose is Whose.CAMPAIGN and past.campaign_id != campaign_id:
        return False
    return cap.purpose in (None, past.purpose) and (
        cap.channel is None or past.channel in (None, cap.channel)
    )
