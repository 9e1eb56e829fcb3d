"""Imports lists of numbers: a million rows in batches, each effective when its batch is committed."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar
from zoneinfo import ZoneInfo

from db.locks import lock_numbers
from outbound.audience.rejects import inert
from outbound.engine.attempts.lines import HangUp, hang_up
from outbound.engine.attempts.number_events import NumberEvents, number_events
from outbound.engine.attempts.number_file import (
    NumberFile,
    Row,
    end_in,
    moment_in,
    nothing_in,
)
from outbound.engine.attempts.suppress import Order, Source, ringing_all, suppress_all
from outbound.engine.context import Engine
from outbound.errors import InputError, StoreError
from outbound.policy.suppression import Scope, in_force, parse_scope

IN_ONE_TRANSACTION: Final = 1_000
"""How many numbers one transaction holds; PostgreSQL keeps a lock for each."""

Part = TypeVar("Part")

_SHOWN: Final = 20
_AHEAD: Final = timedelta(days=1)
"""A clock elsewhere may be ahead by this much; what happens later than that did not happen."""


@dataclass(frozen=True)
class Refused:
    """A row that was left out, and why."""

    line: int
    reason: str
    text: str


@dataclass
class Imported:
    """What came of a file: rows read, events recorded, what stood already, what was left out and why.

    `refused` holds the first of those; all of them are in `rejects_file`.
    """

    rows: int = 0
    recorded: int = 0
    already: int = 0
    rejected: int = 0
    refused: list[Refused] = field(default_factory=list)
    rejects_file: Path | None = None


@dataclass(frozen=True)
class Terms:
    """What holds for rows that do not say otherwise, and where all of them come from."""

    scopes: tuple[Scope, ...]
    source: Source
    reason: str = ""
    expires_at: datetime | None = None


class LeftOutError(ValueError):
    """Why a row is left out."""


def import_suppressions(
    engine: Engine, file: Path, terms: Terms, progress: Callable[[int], None]
) -> Imported:
    """Suppress every number of a CSV file; each batch holds from its commit on.

    Optional columns: scope, reason, expires, occurred_at. What was said before is not said again,
    so an import that broke off is simply run again. Raises InputError for a file without a usable
    row; then nothing is written. Raises StoreError where the store gives up half-way, and says how much holds.
    """
    source, zone, now = NumberFile.open(file), engine.zone, engine.clock.now()
    done = Imported()
    with rejecting(source, done) as reject:
        for batch in source.batches(engine.workspace.centre.country):
            orders: list[Order] = []
            for row in batch:
                try:
                    orders += _orders(row, terms, zone, now)
                except LeftOutError as why:
                    reject(row, str(why))
            for part in parts(orders):
                _record(engine, part, done)
            done.rows += len(batch)
            progress(done.rows)
    if not done.recorded + done.already:
        raise nothing_in(file)
    return done


def parts(orders: Sequence[Part]) -> Iterator[list[Part]]:
    """As many at a time as one transaction holds."""
    left = iter(orders)
    while part := list(islice(left, IN_ONE_TRANSACTION)):
        yield part


def number_in(row: Row) -> str:
    """The row's number. Raises LeftOutError where it has none."""
    if row.number is None:
        raise LeftOutError(row.why_not)
    return row.number


def moment_of(row: Row, name: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When something happened; None where the row does not say. Raises LeftOutError for no moment, or a coming one."""
    text = row.get(name)
    if not text:
        return None
    try:
        moment = moment_in(text, zone)
    except (ValueError, OverflowError) as error:
        raise LeftOutError(f"{name} is no day or moment: {text}") from error
    if moment > now + _AHEAD:
        raise LeftOutError(f"{name} has not come yet: {text}")
    return moment


def end_of(row: Row, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When it ends; None for never. Raises LeftOutError for no moment, or one that is past."""
    text = row.get("expires")
    if not text:
        return None
    try:
        end = end_in(text, zone)
    except (ValueError, OverflowError) as error:
        raise LeftOutError(f"expires is no day or moment: {text}") from error
    if end <= now:
        raise LeftOutError(f"it has run out: {text}")
    return end


@contextmanager
def rejecting(source: NumberFile, done: Imported) -> Iterator[Callable[[Row, str], None]]:
    """A function that keeps a row that is left out, with its reason, in NAME.rejects.csv beside the file."""
    path = source.path.with_suffix(".rejects.csv")
    columns = source.columns or ("number",)
    with _opened(path) as file:
        writer = csv.writer(file)
        writer.writerow(["row", "reason", *(inert(name) for name in columns)])

        def reject(row: Row, reason: str) -> None:
            writer.writerow([inert(cell) for cell in (row.line, reason, *row.cells)])
            done.rejected += 1
            if len(done.refused) < _SHOWN:
                done.refused.append(Refused(row.line, reason, row.cells[0] if row.cells else ""))

        try:
            yield reject
        except StoreError as failure:
            raise _broken_off(failure, done) from failure
    if done.rejected:
        done.rejects_file = path
    else:
        path.unlink()


def _broken_off(failure: StoreError, done: Imported) -> StoreError:
    """What the store says, and what of the list holds all the same."""
    if not done.recorded:
        return failure
    hint = f"{done.recorded:,} were recorded before and hold. Run the same import again: it records the rest."
    return StoreError(failure.message, hint=hint, where=failure.where)


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"What is left out cannot be kept: {path} cannot be written: {error.strerror}.",
            where=str(path), hint="Copy the list to a folder that may be written to.",
        ) from error  # fmt: skip


def _orders(row: Row, terms: Terms, zone: ZoneInfo, now: datetime) -> list[Order]:
    number = number_in(row)
    ends = end_of(row, zone, now) if row.get("expires") else terms.expires_at
    reason, since = row.get("reason") or terms.reason, moment_of(row, "occurred_at", zone, now)
    return [
        Order(number, scope, terms.source, reason, since, ends) for scope in _scopes(row, terms)
    ]


def _scopes(row: Row, terms: Terms) -> tuple[Scope, ...]:
    text = row.get("scope")
    if not text:
        return terms.scopes
    try:
        return (parse_scope(text),)
    except ValueError as error:
        raise LeftOutError(f"no scope: {text}") from error


def _record(engine: Engine, orders: Sequence[Order], done: Imported) -> None:
    """One transaction; the calls that ring against it are ended once it is over."""
    now = engine.clock.now()
    numbers = {order.number for order in orders}
    with engine.store.write() as session:
        lock_numbers(session, numbers)
        held = number_events(session, numbers)
        fresh = _unsaid(orders, held, now)
        calls = ringing_all(session, fresh)
        suppress_all(session, fresh, now)
    for sid in calls:
        hang_up(engine, HangUp(sid, answered=False))
    done.recorded += len(fresh)
    done.already += len(orders) - len(fresh)


def _unsaid(orders: Sequence[Order], held: dict[str, NumberEvents], now: datetime) -> list[Order]:
    """Those that add something, each once."""
    fresh: dict[Any, Order] = {}
    for order in orders:
        said = in_force(held.get(order.number, NumberEvents()).suppressions, now)
        same = any(
            s.says_already(order.scope, order.source.name)
            or (s.scope, s.expires_at, s.source)
            == (order.scope, order.expires_at, order.source.name)
            for s in said
        )
        if not same:
            fresh.setdefault((order.number, order.scope, order.expires_at), order)
    return list(fresh.values())
