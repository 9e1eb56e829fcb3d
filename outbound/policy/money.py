"""Money: what an attempt can cost at the most, the limits it must fit under, and when they pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import ROUND_CEILING, Decimal
from typing import Final

from outbound.campaign.centre import Centre, Costs
from outbound.campaign.schema import Campaign, Channel
from outbound.campaign.spending import OTHER
from outbound.policy.decision import GiveUp, Wait
from outbound.policy.span import day_begins

LONGEST_TALK: Final = timedelta(minutes=30)
"""After so long the carrier ends a call by itself, so that no call costs more."""

HOUR: Final = timedelta(hours=1)
CENT: Final = Decimal("0.0001")
"""The smallest part of an amount that the store keeps."""


@dataclass(frozen=True)
class Limit:
    """One limit: `name` is its counter's, `key` where it is written, `passes_at` when a new one begins."""

    name: str
    key: str
    words: str
    most: Decimal
    currency: str
    passes_at: datetime | None = None


@dataclass(frozen=True)
class Allowance:
    """A limit and what was used of it: put aside for attempts under way, and paid."""

    limit: Limit
    reserved: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)


def limits_of(
    campaign: Campaign, centre: Centre, country: str | None, at: datetime, zone: tzinfo
) -> tuple[Limit, ...]:
    """Every limit under which an attempt falls that is made at that moment; none where none is set."""
    return tuple(sorted(_limits(campaign, centre, country, at, zone), key=lambda one: one.name))


def most_of(channel: Channel, costs: Costs, segments: int = 1) -> Decimal:
    """The most that an attempt can cost; of a message by the number of its segments."""
    if channel is Channel.SMS:
        return (costs.sms * segments).quantize(CENT, ROUND_CEILING)
    return (costs.call_minute * _minutes(LONGEST_TALK)).quantize(CENT, ROUND_CEILING)


def paid_for(talk: timedelta | None, reserved: Decimal) -> Decimal:
    """What a call of that length came to, of what was put aside for the longest; null is no talk.

    A minute begun is a minute paid. No call costs more than the longest: the carrier ends it.
    """
    if talk is None:
        return Decimal(0)
    minutes = min(max(1, _minutes(talk)), _minutes(LONGEST_TALK))
    return (reserved * minutes / _minutes(LONGEST_TALK)).quantize(CENT, ROUND_CEILING)


def short_of(
    allowances: Iterable[Allowance], price: Decimal, now: datetime, again: datetime
) -> Wait | GiveUp | None:
    """What a price that does not fit brings: a new day or hour is waited for, and so is money under way.

    Only what can never fit ends the contact.
    """
    worst: Wait | None = None
    for one in allowances:
        limit = one.limit
        if one.reserved + one.settled + price <= limit.most and limit.most:
            continue
        written = f"({limit.key} {limit.most.normalize():f} {limit.currency})"
        if limit.most == 0 or price > limit.most:
            return GiveUp(f"an attempt costs more than may be spent {limit.words} {written}")
        if one.settled + price <= limit.most:  # what is put aside may come back
            until = min(again, limit.passes_at or again)
            said = Wait(
                until, f"the money left {limit.words} is set aside for attempts under way {written}"
            )
        elif limit.passes_at is None:
            return GiveUp(f"no money left {limit.words} {written}")
        else:
            said = Wait(limit.passes_at, f"no money left {limit.words} {written}")
        worst = said if worst is None or said.until > worst.until else worst
    return worst


def _limits(
    campaign: Campaign, centre: Centre, country: str | None, at: datetime, zone: tzinfo
) -> Iterator[Limit]:
    spend, currency = centre.spend, centre.costs.currency
    of_campaign = campaign.spend
    if of_campaign is None and spend is not None:
        of_campaign = spend.campaign
    if of_campaign is not None:
        key = "spend" if campaign.spend is not None else "spend.campaign"
        yield Limit(f"campaign {campaign.id}", key, "for the campaign", of_campaign, currency)
    if spend is None:
        return
    local = at.astimezone(zone)
    tomorrow = day_begins(local.date() + timedelta(days=1), zone)
    if spend.day is not None:
        name = f"day {local:%Y-%m-%d}"
        yield Limit(name, "spend.day", "for today", spend.day, currency, tomorrow)
    if spend.hour is not None:
        name = f"hour {local:%Y-%m-%d %H}"
        yield Limit(name, "spend.hour", "for this hour", spend.hour, currency, _next_hour(local))
    named = country if country in spend.countries else OTHER
    if named in spend.countries and named is not None:
        name, key = f"country {named} {local:%Y-%m-%d}", f"spend.countries.{named}"
        words = f"for {country or 'this country'} today"
        yield Limit(name, key, words, spend.countries[named], currency, tomorrow)


def _next_hour(local: datetime) -> datetime:
    """The first moment of the next hour; where clocks are put back, an hour's counter goes on twice as long."""
    begun = local.astimezone(UTC) - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    following = begun + HOUR
    same = following.astimezone(local.tzinfo).hour == local.hour
    return following + HOUR if same else following


def _minutes(length: timedelta) -> int:
    """Minutes, with the one that was begun."""
    return -(-length // timedelta(minutes=1))
