"""Reads the rule files that lie beside it, once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml
from pydantic import TypeAdapter

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.rules.nouns import CountryRules, Holidays, group_of

_HOLIDAYS = "holidays.yaml"


def rules_for(country: str | None) -> CountryRules | None:
    """The rules of a country (ISO code); None where we have none, so nobody there is contacted."""
    return _by_country().get(country) if country else None


def hours_for(
    country: str, purpose: Purpose, channel: Channel | None = None, *, offers: bool = False
) -> str | None:
    """The strictest single text of a country's hours for a purpose; None: never.

    Where several texts bind, `rules_for(...).hours(...)` gives all; the files keep to one.
    """
    rules = rules_for(country)
    texts = rules.hours(group_of(purpose, offers=offers), channel) if rules else ()
    return texts[0] if texts else None


def public_holidays(country: str) -> tuple[date, ...]:
    """The public holidays of a country that the opening-hours library does not know."""
    known = _holidays().get(country)
    return known.days if known else ()


@cache
def _by_country() -> Mapping[str, CountryRules]:
    found: dict[str, CountryRules] = {}
    for file in sorted(_folder().iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml") or file.name == _HOLIDAYS:
            continue
        rules = CountryRules.model_validate(_read(file))
        for country in rules.countries:
            if country in found:
                raise ValueError(f"{file.name}: the rules of {country} stand in another file too")
            found[country] = rules
    return found


@cache
def _holidays() -> Mapping[str, Holidays]:
    return TypeAdapter(dict[str, Holidays]).validate_python(_read(_folder() / _HOLIDAYS))


def _folder() -> Traversable:
    return resources.files(__package__)


def _read(file: Traversable) -> object:
    # Our own package data, typed by the models; not a file that anybody hands in.
    return yaml.safe_load(file.read_text(encoding="utf-8"))
