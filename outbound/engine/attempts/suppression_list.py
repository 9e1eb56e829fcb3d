"""The suppression list as people keep it: add, remove, import, show, and one number's history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session, col, select

from db.locks import lock_numbers
from db.tables import SuppressionEvent
from outbound.engine.attempts.lines import HangUp, hang_up
from outbound.engine.attempts.list_import import Imported, Terms, import_suppressions
from outbound.engine.attempts.number_events import events_in
from outbound.engine.attempts.number_file import possible_number
from outbound.engine.attempts.suppress import Order, Source, lift, ringing, suppress_all
from outbound.engine.context import Engine
from outbound.errors import InputError, RefusedError, UsageError
from outbound.policy.suppression import Scope, in_force, parse_scope

_BATCH: Final = 5_000
_BY_NUMBER: Final = select(SuppressionEvent).order_by(
    col(SuppressionEvent.number), col(SuppressionEvent.recorded_at), col(SuppressionEvent.id)
)


@dataclass(frozen=True)
class History:
    """All that was recorded about a number, oldest first, and what stands of it now."""

    number: str
    events: tuple[SuppressionEvent, ...]
    standing: tuple[str, ...]


def add(
    engine: Engine, number: str, scope: str, reason: str, expires_at: datetime | None = None
) -> str:
    """Suppress a number; returns it in E.164. Raises InputError, UsageError."""
    known, now = number_of(engine, number), engine.clock.now()
    forbidden = scope_of(scope)
    if expires_at is not None and expires_at <= now:
        raise UsageError("It would have run out already.", hint="Give a moment that is to come.")
    source = Source("command", by="command line")
    with engine.store.write() as session:
        lock_numbers(session, [known])
        calls = ringing(session, known, str(forbidden))
        order = Order(known, forbidden, source, reason, expires_at=expires_at)
        suppress_all(session, [order], now)
    for sid in calls:
        hang_up(engine, HangUp(sid, answered=False))
    return known


def remove(engine: Engine, number: str, scope: str, reason: str) -> str:
    """Lift a scope from a number; `reason` is the proof of the person's own request.

    Raises RefusedError where that scope is not suppressed, naming what is.
    """
    known, now, lifted = number_of(engine, number), engine.clock.now(), scope_of(scope)
    if not reason.strip():
        raise UsageError("A suppression is lifted by proof only.", hint="Name it with --reason.")
    source = Source("command", evidence=reason, by="command line")
    with engine.store.write() as session:
        standing = in_force(events_in(_events_of(session, known)).suppressions, now)
        if all(found.scope != lifted for found in standing):
            told = ", ".join(str(found.scope) for found in standing) or "nothing"
            raise RefusedError(
                f"{known} is not suppressed for {lifted}.", hint=f"Suppressed there: {told}."
            )
        lift(session, known, now, source, scope=str(lifted))
    return known


def import_file(engine: Engine, file: Path, scope: str, reason: str) -> Imported:
    """Suppress every number of a CSV file in a scope. Raises InputError for a file without a number."""
    terms = Terms((scope_of(scope),), Source("import", evidence=file.name), reason)
    return import_suppressions(engine, file, terms, lambda _: None)


def standing(engine: Engine) -> Iterator[dict[str, Any]]:
    """What stands suppressed now, number by number; nothing but one number is held in memory."""
    now = engine.clock.now()
    with engine.store.read() as session:
        for number, rows in _by_number(session):
            for found in in_force(events_in(rows).suppressions, now):
                row = _row_of(rows, str(found.scope), found.occurred_at, found.source)
                yield {
                    "number": number, "scope": str(found.scope), "source": found.source,
                    "reason": found.reason, "recorded_at": row.recorded_at,
                    "expires_at": found.expires_at,
                }  # fmt: skip


def standing_now(engine: Engine) -> list[dict[str, Any]]:
    """The same, all at once."""
    return list(standing(engine))


def history(engine: Engine, number: str) -> History:
    """All that was ever recorded about a number, consent too."""
    known, now = number_of(engine, number), engine.clock.now()
    with engine.store.read() as session:
        rows = _events_of(session, known)
    held = in_force(events_in(rows).suppressions, now)
    return History(known, tuple(rows), tuple(str(found.scope) for found in held))


def number_of(engine: Engine, text: str) -> str:
    """A number in E.164, also one that is not in use. Raises InputError."""
    known, why_not = possible_number(text, engine.workspace.centre.country)
    if known is None:
        raise InputError(f"{text!r} is {why_not}.", hint="Write it as +8613800000000.")
    return known


def scope_of(text: str) -> Scope:
    """A scope as the command line has it. Raises UsageError."""
    try:
        return parse_scope(text)
    except ValueError as failure:
        raise UsageError(f"{failure}.", hint="For example --scope purpose:survey.") from failure


def _by_number(session: Session) -> Iterator[tuple[str, list[SuppressionEvent]]]:
    rows = session.execute(_BY_NUMBER, execution_options={"yield_per": _BATCH}).scalars()
    for number, group in groupby(rows, key=lambda row: row.number):
        yield number, list(group)


def _events_of(session: Session, number: str) -> list[SuppressionEvent]:
    return list(session.exec(_BY_NUMBER.where(SuppressionEvent.number == number)))


def _row_of(
    rows: list[SuppressionEvent], scope: str, occurred_at: datetime, source: str
) -> SuppressionEvent:
    """The row that an event in force was read from."""
    same = (r for r in rows if (r.event, r.scope, r.source) == ("suppressed", scope, source))
    return next(row for row in same if row.occurred_at == occurred_at)
