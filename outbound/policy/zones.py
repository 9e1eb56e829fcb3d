"""Where a number's owner may be: the country whose rules hold, and every zone that must allow."""

from collections.abc import Collection
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from outbound.audience.phones import unreached_kind, why_unreached

_UNKNOWN: Final = "Etc/Unknown"


def candidate_zones(number: str, recorded: str | None) -> tuple[ZoneInfo, ...]:
    """The zones a person may be in: the recorded one, else all of the number's metadata, by name.

    None at all for a number that has no zone, so nobody is contacted on a guess. A recorded name
    that is no zone counts as none recorded.
    """
    own = zone_named(recorded) if recorded else None
    return (own,) if own else _place(number)[1]


def country_of(number: str) -> str | None:
    """The ISO code of the country a number belongs to; None if the number is not a valid one."""
    return _place(number)[0]


def unreachable(number: str, countries: Collection[str], prefixes: Collection[str]) -> str:
    """Why a number is never called or written to, whoever it belongs to; empty where nothing forbids it.

    Only numbers in use, of persons, in the countries that the centre reaches: fraud lives on the others.
    """
    country, _, kind = _place(number)
    if country is None:
        return "no such number is in use"
    if why := why_unreached(country, kind, countries):
        return why
    prefix = next((prefix for prefix in prefixes if number.startswith(prefix)), None)
    return f"numbers that begin with {prefix} are refused" if prefix else ""


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=65_536)
def _place(number: str) -> tuple[str | None, tuple[ZoneInfo, ...], str]:
    """A number's country, zones, and its kind if nobody is contacted on that; none for no valid number."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None, (), ""
    if not phonenumbers.is_valid_number(parsed):
        return None, (), ""
    names = sorted(time_zones_for_number(parsed))
    zones = (zone_named(name) for name in names if name != _UNKNOWN)
    country = phonenumbers.region_code_for_number(parsed)
    return country, tuple(zone for zone in zones if zone), unreached_kind(parsed)
