"""Reads the rule files that lie beside it, each when its country is first asked for."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import yaml
from pydantic import TypeAdapter

from outbound.policy.rules.nouns import CountryFile, CountryRules, Holidays

_HOLIDAYS: Final = "holidays.yaml"
_YAML: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=4096)
def rules_for(country: str | None, on: date | None = None) -> CountryRules | None:
    """The rules of a country (ISO code) on a day, so that a past decision finds those of its time.

    Without a day they are those of the day on which they were last looked up. None where we have
    none: nobody there is contacted.
    """
    file = file_of(country) if country else None
    return file.on(on or file.as_of) if file else None


def file_of(country: str) -> CountryFile | None:
    """All that is written down for a country, of every time; None where nothing is."""
    return next((file for file in rule_files() if country in file.countries), None)


@cache
def rule_files() -> tuple[CountryFile, ...]:
    """Every rule file, by name."""
    entries = sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name)
    names = [e for e in entries if e.name.endswith(".yaml") and e.name != _HOLIDAYS]
    return tuple(CountryFile.model_validate(_read(entry)) for entry in names)


def holidays_of(country: str) -> Holidays | None:
    """The public holidays of a country that the opening-hours library does not know."""
    return _holidays().get(country)


def public_holidays(country: str) -> tuple[str, ...]:
    """The same, as days alone in the syntax of opening hours: `2026 Jul 04`, or `Jul 04` for every year."""
    known = holidays_of(country)
    return (*known.yearly, *(f"{day:%Y %b %d}" for day in known.days)) if known else ()


@cache
def _holidays() -> Mapping[str, Holidays]:
    file = resources.files(__package__) / _HOLIDAYS
    return TypeAdapter(dict[str, Holidays]).validate_python(_read(file))


def _read(file: Traversable) -> object:
    # Our own package data, typed by the models; not a file that anybody hands in.
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_YAML)
