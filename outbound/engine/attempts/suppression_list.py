"""The suppression list as people keep it: add, remove, import, show."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers
from sqlmodel import Session, col, select

from db.tables import SuppressionEvent
from outbound.audience.encoding import read_through, refuse_empty
from outbound.engine.attempts.lines import HangUp, hang_up
from outbound.engine.attempts.suppress import Source, lift, ringing, suppress
from outbound.engine.context import Engine
from outbound.errors import InputError, UsageError
from outbound.policy.suppression import parse_scope


@dataclass(frozen=True)
class ImportedNumbers:
    """How many numbers a file suppressed, and its lines that hold none."""

    suppressed: int
    rejected: list[tuple[int, str]]


def add(engine: Engine, number: str, scope: str, reason: str) -> str:
    """Suppress a number; returns it in E.164. Raises InputError, UsageError."""
    known, source = _number(engine, number), Source("command", by="command line")
    forbidden = _scope(scope)
    with engine.store.write() as session:
        calls = ringing(session, known, forbidden)
        suppress(session, known, engine.clock.now(), source, scope=forbidden, reason=reason)
    for sid in calls:
        hang_up(engine, HangUp(sid, answered=False))
    return known


def remove(engine: Engine, number: str, scope: str, reason: str) -> str:
    """Lift a scope from a number; `reason` is the proof of the person's own request."""
    known, source = _number(engine, number), Source("command", evidence=reason, by="command line")
    with engine.store.write() as session:
        lift(session, known, engine.clock.now(), source, scope=_scope(scope))
    return known


def import_file(engine: Engine, file: Path, scope: str, reason: str) -> ImportedNumbers:
    """Suppress the first column of a CSV file, all or nothing. Raises InputError for an unreadable file."""
    refuse_empty(file)
    read_through(file, text=True)  # tells another encoding, and the line
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    good: list[str] = []
    rejected: list[tuple[int, str]] = []
    for line, row in enumerate(rows, 1):
        try:
            good.append(_number(engine, row[0] if row else ""))
        except InputError:
            if line > 1:  # the first line may be a heading
                rejected.append((line, row[0] if row else ""))
    if not good:
        raise InputError(
            "The file holds no usable number.",
            where=str(file),
            hint="One number a row, in the first column.",
        )
    source, now, forbidden = Source("import", evidence=file.name), engine.clock.now(), _scope(scope)
    calls: list[str] = []
    with engine.store.write() as session:
        for number in dict.fromkeys(good):
            calls += ringing(session, number, forbidden)
            suppress(session, number, now, source, scope=forbidden, reason=reason)
    for sid in calls:
        hang_up(engine, HangUp(sid, answered=False))
    return ImportedNumbers(len(set(good)), rejected)


def standing_now(engine: Engine) -> list[dict[str, Any]]:
    """The suppressions that stand, latest event per number and scope, oldest first."""
    with engine.store.read() as session:
        latest = {(row.number, row.scope): row for row in _events(session)}
    now = engine.clock.now()
    return [
        {"number": row.number, "scope": row.scope, "source": row.source, "reason": row.reason, "recorded_at": row.recorded_at}
        for row in latest.values()
        if row.event == "suppressed" and (row.expires_at is None or row.expires_at > now)
    ]  # fmt: skip


def _events(session: Session) -> list[SuppressionEvent]:
    order = (col(SuppressionEvent.recorded_at), col(SuppressionEvent.id))
    return list(session.exec(select(SuppressionEvent).order_by(*order)))


def _number(engine: Engine, text: str) -> str:
    try:
        parsed = phonenumbers.parse(text, engine.workspace.centre.country)
    except phonenumbers.NumberParseException as failure:
        raise InputError(
            f"{text!r} is no telephone number.", hint="Write it as +8613800000000."
        ) from failure
    if not phonenumbers.is_possible_number(parsed):
        raise InputError(
            f"{text!r} is no possible telephone number.", hint="Write it as +8613800000000."
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _scope(scope: str) -> str:
    try:
        return str(parse_scope(scope))
    except ValueError as failure:
        raise UsageError(f"{failure}.", hint="For example --scope purpose:survey.") from failure
