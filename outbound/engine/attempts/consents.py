"""Consent as it is kept: given and withdrawn with its proof, imported, and shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session

from db.locks import lock_numbers
from outbound.campaign.schema import Channel, Purpose
from outbound.engine.attempts.holders import Holders
from outbound.engine.attempts.lines import HangUp, hang_up
from outbound.engine.attempts.list_import import (
    Imported,
    LeftOutError,
    moment_of,
    number_in,
    parts,
    rejecting,
)
from outbound.engine.attempts.number_events import number_events
from outbound.engine.attempts.number_file import NumberFile, Row, moment_in
from outbound.engine.attempts.suppress import (
    Source,
    append,
    event,
    ringing,
    take_back_covered,
)
from outbound.engine.context import Engine
from outbound.errors import InputError
from outbound.policy.consent import ConsentAct
from outbound.policy.suppression import Scope

NEEDED: Final = ("number", "purpose", "evidence", "occurred_at")
COLUMNS: Final = (*NEEDED, "channel", "expires", "subscriber")
"""What a file of consents may have: a column that nobody reads might have been a limit."""


@dataclass(frozen=True)
class Consented:
    """A consent to append, and who gave it."""

    number: str
    subscriber_id: str
    scope: Scope
    source: Source
    occurred_at: datetime
    expires_at: datetime | None = None


def agree(session: Session, given: Sequence[Consented], now: datetime) -> int:
    """Append consents that were not recorded before; returns how many."""
    numbers = {one.number for one in given}
    lock_numbers(session, numbers)
    held = number_events(session, numbers)
    fresh: dict[tuple[str, ConsentAct], Consented] = {}
    for one in given:
        act = _act(one)
        said = held[one.number].consents if one.number in held else ()
        if act not in said:
            fresh.setdefault((one.number, act), one)
    append(session, [_row(one, now) for one in fresh.values()])
    return len(fresh)


def withdraw(
    engine: Engine, number: str, scope: Scope, source: Source, subscriber_id: str | None
) -> None:
    """Append a withdrawal; what is reserved within its scope is taken back, what rings is ended."""
    now = engine.clock.now()
    with engine.store.write() as session:
        lock_numbers(session, [number])
        row = event(number, "withdrawn", scope, source, now, subscriber_id=subscriber_id)
        append(session, [row])
        calls = ringing(session, number, str(scope))
        take_back_covered(session, number, scope, now, "consent withdrawn")
    for sid in calls:
        hang_up(engine, HangUp(sid, answered=False))


def import_consents(engine: Engine, file: Path, progress: Callable[[int], None]) -> Imported:
    """Record the consents of a CSV file, each for who holds the number now, with its proof.

    A row whose number nobody or several people hold is left out, unless it names the subscriber.
    Raises InputError for a file without the columns that are needed, or with others.
    """
    source, zone, now = NumberFile.open(file), engine.zone, engine.clock.now()
    _check_columns(source)
    done, holders, country = Imported(), Holders(engine), engine.workspace.centre.country
    with rejecting(source, done) as reject:
        for batch in source.batches(country):
            known = holders.of({row.number for row in batch if row.number})
            given: list[Consented] = []
            for row in batch:
                try:
                    given.append(_consented(row, known, zone, now))
                except LeftOutError as why:
                    reject(row, str(why))
            for part in parts(given):
                with engine.store.write() as session:
                    recorded = agree(session, part, engine.clock.now())
                done.recorded += recorded
                done.already += len(part) - recorded
            done.rows += len(batch)
            progress(done.rows)
    return done


def holder_of(number: str, named: str, known: dict[str, list[str]]) -> str:
    """Who gave the consent: the one that is named, else the only one who holds the number.

    Raises LeftOutError where that is nobody or may be several.
    """
    holding = known.get(number, [])
    if named and (not holding or named in holding):
        return named
    if named:
        raise LeftOutError(f"the number is not held by {named}")
    if len(holding) == 1:
        return holding[0]
    raise LeftOutError(
        "several people hold the number" if holding else "nobody in the base holds it"
    )


def _check_columns(source: NumberFile) -> None:
    missing = [name for name in NEEDED if name not in source.columns]
    further = [name for name in source.columns if name not in COLUMNS]
    if missing or further:
        said = (
            f"The file has no column {missing[0]}."
            if missing
            else f"The file has a column {further[0]}, which would not be read."
        )
        raise InputError(
            said, where=f"{source.path}:1", hint=f"Its columns are {', '.join(COLUMNS)}."
        )


def _consented(row: Row, known: dict[str, list[str]], zone: ZoneInfo, now: datetime) -> Consented:
    number = number_in(row)
    purpose, channel, evidence = row.get("purpose"), row.get("channel"), row.get("evidence")
    if purpose not in [one.value for one in Purpose]:
        raise LeftOutError(f"no purpose: {purpose}" if purpose else "no purpose is named")
    if channel and channel not in [one.value for one in Channel]:
        raise LeftOutError(f"no channel: {channel}")
    if not evidence:
        raise LeftOutError("no evidence is named")
    occurred = moment_of(row, "occurred_at", zone, now)
    if occurred is None:
        raise LeftOutError("occurred_at is missing")
    return Consented(
        number,
        holder_of(number, row.get("subscriber"), known),
        Scope(purpose, channel),
        Source("import", evidence),
        occurred,
        _end(row.get("expires"), zone, now),
    )


def _end(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When consent ends: a day is its beginning, for whoever is in doubt is not contacted."""
    if not text:
        return None
    try:
        end = moment_in(text, zone)
    except (ValueError, OverflowError) as error:
        raise LeftOutError(f"expires is no day or moment: {text}") from error
    if end <= now:
        raise LeftOutError(f"it has run out: {text}")
    return end


def _act(one: Consented) -> ConsentAct:
    return ConsentAct(
        "consented", one.scope, one.occurred_at, one.expires_at, one.subscriber_id, one.source.name
    )


def _row(one: Consented, now: datetime) -> dict[str, Any]:
    return event(
        one.number, "consented", one.scope, one.source, now,
        expires_at=one.expires_at, occurred_at=one.occurred_at, subscriber_id=one.subscriber_id,
    )  # fmt: skip
