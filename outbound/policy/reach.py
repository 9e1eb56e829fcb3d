"""Where a number's owner is and when they may be contacted: country, zones, hours that all allow."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Cap, Channel
from outbound.policy.hours import Everywhere, OpenHours
from outbound.policy.rules import CountryRules, Group, group_of, rules_for
from outbound.policy.zones import candidate_zones, country_of, unreachable


@dataclass(frozen=True)
class Reach:
    """The place and hours of one number under one campaign; `hours` is None where it is refused."""

    country: str | None
    zones: tuple[ZoneInfo, ...]
    hours: Everywhere | None
    caps: tuple[Cap, ...] = ()  # the country's
    refusal: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The person's zone, by which their days are told: the first that they may be in."""
        return self.zones[0] if self.zones else ZoneInfo("UTC")


def reach(
    number: str,
    recorded_zone: str | None,
    campaign: Campaign,
    centre: Centre,
    channel: Channel,
    now: datetime | None = None,
) -> Reach:
    """When a number may be contacted: the campaign's hours and the country's, in every zone.

    The rules are those of the day of `now` in the person's zone; without it, those last looked up.
    A campaign that keeps the centre's clock still keeps the country's hours by the person's.
    Raises HoursError if the campaign's hours cannot be read.
    """
    found = country_of(number), candidate_zones(number, recorded_zone)
    refusal = unreachable(number, centre.reached_countries, centre.refuse_prefixes)
    if refusal:
        return Reach(*found, None, refusal=refusal)
    return reach_in(*found, campaign, centre, channel, now)


def reach_in(
    country: str | None,
    zones: tuple[ZoneInfo, ...],
    campaign: Campaign,
    centre: Centre,
    channel: Channel,
    now: datetime | None = None,
) -> Reach:
    """The same for somebody whose country and zones are known, whatever the number."""
    rules = rules_for(country, now.astimezone(zones[0]).date() if now and zones else None)
    if country is None or rules is None:
        return Reach(country, zones, None, refusal="no rules for this country")
    if not zones:
        return Reach(country, zones, None, refusal="no time zone known for this number")
    group = group_of(campaign.purpose, offers=bool(campaign.offers))
    own = (ZoneInfo(centre.zone),) if campaign.contact.zone == "centre" else zones
    hours = _hours(campaign.contact.hours, own, _lawful(rules, group, channel), zones, country)
    return Reach(country, zones, hours, rules.caps(group, channel))


def _lawful(rules: CountryRules, group: Group, channel: Channel) -> tuple[str, ...]:
    # A country whose rules name no hours for a purpose allows none.
    return rules.hours(group, channel) or ("off",)


@lru_cache(maxsize=4096)
def _hours(
    own: str,
    own_zones: tuple[ZoneInfo, ...],
    lawful: tuple[str, ...],
    zones: tuple[ZoneInfo, ...],
    country: str,
) -> Everywhere:
    """One object for all that share it, so that its intervals are worked out once."""
    chosen = tuple(OpenHours.parse(own, country, zone) for zone in own_zones)
    law = tuple(OpenHours.parse(text, country, zone) for text in lawful for zone in zones)
    return Everywhere(chosen + law)
