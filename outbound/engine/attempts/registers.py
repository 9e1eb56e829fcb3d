"""National registers of people who want no calls: as of which day each was last read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import phonenumbers
from sqlmodel import Session

from db.tables import StoreFact
from outbound.engine.attempts.list_import import Imported, Terms, import_suppressions
from outbound.engine.attempts.suppress import Source
from outbound.engine.context import Engine
from outbound.errors import UsageError
from outbound.policy.rules import rules_for
from outbound.policy.suppression import Scope, parse_scope

SELLING: Final = (parse_scope("purpose:marketing"), parse_scope("purpose:retention"))
"""What a register forbids, unless the import says otherwise."""

_AHEAD: Final = timedelta(days=1)


def register_as_of(session: Session, country: str) -> datetime | None:
    """As of when a country's register was last read whole; None for never."""
    fact = session.get(StoreFact, _fact(country))
    return None if fact is None else datetime.fromisoformat(fact.value)


def import_register(
    engine: Engine,
    file: Path,
    register: str,
    as_of: datetime,
    scopes: tuple[Scope, ...],
    progress: Callable[[int], None],
) -> Imported:
    """Suppress a whole register and note its age; the age counts once all of it is in.

    `register` is its country or its name in that country's rules. Raises UsageError for a register
    that no rules ask for and for a day that has not come, InputError for a file without a number.
    """
    countries, now = _countries(register), engine.clock.now()
    if as_of > now + _AHEAD:
        raise UsageError(
            "The register's day has not come yet.", hint="Give the day on which it was drawn up."
        )
    source = Source("register", evidence=file.name, by=register)
    terms = Terms(scopes or SELLING, source, f"{register}, as of {as_of:%Y-%m-%d}")
    done = import_suppressions(engine, file, terms, progress)
    with engine.store.write() as session:
        for country in countries:
            known = register_as_of(session, country)
            latest = as_of if known is None else max(known, as_of)
            session.merge(StoreFact(name=_fact(country), value=latest.astimezone(UTC).isoformat()))
    return done


def _fact(country: str) -> str:
    return f"register {country}"


def _countries(register: str) -> list[str]:
    """Those whose rules ask for the register."""
    wanted = register.strip().casefold()
    asked: dict[str, set[str]] = {}
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        rules = rules_for(country)
        texts = [rule.register_.name for rule in rules.rules if rule.register_] if rules else []
        if texts:
            names = {name.casefold() for text in texts for name in text.by_language.values()}
            asked[country] = {country.casefold(), *names}
    found = [country for country, names in asked.items() if wanted in names]
    if not found:
        raise UsageError(
            f"No rules ask for a register called {register}.", hint=f"Known: {', '.join(asked)}."
        )
    return found
