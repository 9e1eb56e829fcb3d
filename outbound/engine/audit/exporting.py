"""`outbound audit export`: hands out one number's file, and keeps that it was handed out, to whom and why."""

import csv
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from db.tables import Contact, DecisionRow
from outbound.audience.phones import to_e164
from outbound.audience.rejects import inert
from outbound.audit.entries import DECISION, EXPORT
from outbound.engine.audit.file import Line, NumberFile, number_file
from outbound.engine.audit.places import Places
from outbound.engine.chain.writing import wrote
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry
from outbound.errors import InputError, UsageError

LAST: Final = datetime.max.replace(tzinfo=UTC)
"""Nothing is later: the whole file."""


def export(
    engine: Engine, number: str, by: str, reason: str, as_of: datetime | None = None
) -> NumberFile:
    """A number's file, as of a moment if one is given; that it was given is decided with it, so it never is without a trace.

    Raises InputError for a text that is no number, UsageError without a reason.
    """
    if not reason.strip():
        raise UsageError("An export needs a reason.", hint='For example --reason "asked for by letter, 2026-114"')  # fmt: skip
    try:
        known = to_e164(number, engine.workspace.centre.country)
    except ValueError as failure:
        raise InputError(f"{number!r} is no telephone number: {failure}.", hint="Write it as +8613800000000.") from failure  # fmt: skip
    with engine.store.read() as session:
        places = Places(session.connection(), engine.chain.keys, known)
        found = number_file(session, places, known, as_of or LAST)
    with engine.store.write() as session:
        _keep(session, engine.clock.now(), found, Entry("exported", by, reason))
    return found


def write_csv(found: NumberFile, target: Path) -> None:
    """Write a file as CSV, its texts made inert for spreadsheets. InputError where it cannot be written."""
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([field.name for field in fields(Line)])
            for line in found.lines:
                writer.writerow([_cell(value) for value in asdict(line).values()])
    except OSError as failure:
        raise InputError(f"The file cannot be written: {failure.strerror}.", where=str(target)) from failure  # fmt: skip


def _keep(session: Session, now: datetime, found: NumberFile, told: Entry) -> None:
    """In the chain, and in the decisions about everybody whose file it is, or about nobody who is known."""
    wrote(session, EXPORT, {"number": found.number, "lines": len(found.lines), "by": told.result, "reason": told.reason})  # fmt: skip
    for subscriber in found.subscribers or ("",):
        mine = select(Contact).where(Contact.subscriber_id == subscriber)
        latest = session.exec(mine.order_by(col(Contact.id).desc()).limit(1)).first()
        row = DecisionRow(
            at=now, subscriber_id=subscriber, campaign_id=latest.campaign_id if latest else "",
            wave_id=latest.wave_id if latest else None, contact_id=latest.id if latest else None, **vars(told),
        )  # fmt: skip
        session.add(row)
        wrote(session, DECISION, dict(vars(row)), number=found.number)


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else inert(value)
