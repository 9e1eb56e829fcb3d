"""Joins what is known of people to the base: history columns, counted events, held numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from outbound.audience.base import Base
from outbound.audience.compile import Scope
from outbound.audience.criteria import Criteria, due_event
from outbound.audience.nouns import History
from outbound.expression.names import HISTORY
from outbound.expression.tree import Type

HOLDS = ("suppressed", "capped", "claimed", "unreachable")
HELD = "__held"
_WHO = "__who"
_ZERO_IF_UNKNOWN = frozenset({"contacts_30d", "attempts_30d", "open_follow_ups"})
_IBIS_TYPE = {Type.NUMBER: "float64", Type.TEXT: "string", Type.BOOLEAN: "boolean"}
_Table = Any  # an Ibis table


@dataclass(frozen=True)
class Known:
    """The base with the people and events joined that the criteria ask for, and its names."""

    table: _Table
    today: date
    columns: tuple[str, ...]
    history: Mapping[str, str]  # the history column's name here
    events: Mapping[tuple[str, int], str]  # the count's name here
    due: str | None  # counts the events that make a subscriber due, where a build follows one

    def scope(self, table: _Table) -> Scope:
        """What names mean in a table that has all of this one's columns."""
        return Scope(
            columns={name: table[name] for name in self.columns},
            history={name: table[own] for name, own in self.history.items()},
            events={asked: table[own] for asked, own in self.events.items()},
            today=self.today,
        )


def know(base: Base, criteria: Criteria, moment: datetime, history: History) -> Known:
    """The base joined with as much of the history as the criteria read."""
    table, past = _with_people(base, base.keyed, history.people, criteria.history())
    counts: dict[tuple[str, int], str] = {}
    for place, (name, days) in enumerate(sorted(criteria.events())):
        span = _Span(name, moment - timedelta(days=days), moment)
        counts[name, days] = f"__event{place}"
        table = _with_count(base, table, history, span, counts[name, days])
    due = None
    if criteria.due is not None and (event := due_event(criteria.due)) is not None:
        # The wave takes those whom the day since the last one made due.
        until, due = moment - criteria.due.shift, "__due"
        table = _with_count(
            base, table, history, _Span(event, until - timedelta(days=1), until), due
        )
    today = moment.astimezone(base.zone).date()
    return Known(table, today, tuple(base.table.columns), past, counts, due)


def _with_people(
    base: Base, table: _Table, people: pa.Table | None, wanted: set[str]
) -> tuple[_Table, dict[str, str]]:
    """Each wanted history column under a name of its own; who is unknown has null, counts have 0."""
    names = {name: f"__history_{name}" for name in sorted(wanted)}
    if people is None or people.num_rows == 0:
        unknown = {own: _unknown(name) for name, own in names.items()}
        return (table.mutate(**unknown) if unknown else table), names
    if not names:
        return table, names
    known = base.given(people)
    right = known.select(
        **{_WHO: known.subscriber_id}, **{own: known[name] for name, own in names.items()}
    )
    table = table.left_join(right, table[base.meaning.id] == right[_WHO]).drop(_WHO)
    zeros = {names[name]: table[names[name]].fill_null(0) for name in wanted & _ZERO_IF_UNKNOWN}
    return (table.mutate(**zeros) if zeros else table), names


def _unknown(name: str) -> Any:
    kind = _IBIS_TYPE[HISTORY[name]]
    return ibis.literal(0.0) if name in _ZERO_IF_UNKNOWN else ibis.null(kind)


@dataclass(frozen=True)
class _Span:
    """Events of one name, later than `since` and not later than `until`."""

    name: str
    since: datetime
    until: datetime


def _with_count(base: Base, table: _Table, history: History, span: _Span, column: str) -> _Table:
    """The table with how often each subscriber had such an event, 0 where never."""
    found = [_of_span(base, events, span) for events in _sources(base, history)]
    if not found:
        return table.mutate(**{column: ibis.literal(0)})
    who = ibis.union(*found) if len(found) > 1 else found[0]
    counts = who.group_by(_WHO).agg(**{column: who.count()})
    table = table.left_join(counts, table[base.meaning.id] == counts[_WHO]).drop(_WHO)
    return table.mutate(**{column: table[column].fill_null(0)})


def _sources(base: Base, history: History) -> list[_Table]:
    tables = [] if base.events is None else [base.events]
    if history.events is not None and history.events.num_rows:
        tables.append(base.given(history.events))
    return tables


def _of_span(base: Base, events: _Table, span: _Span) -> _Table:
    # A moment without zone is the centre's wall clock, as everywhere in the base.
    aware = events.at.type().timezone is not None
    ends = [
        ibis.literal(
            end.astimezone(UTC) if aware else end.astimezone(base.zone).replace(tzinfo=None)
        )
        for end in (span.since, span.until)
    ]
    inside = (events.name == span.name) & (events.at > ends[0]) & (events.at <= ends[1])
    return events.filter(inside).select(**{_WHO: events.subscriber_id})


def with_holds(
    base: Base, table: _Table, history: History
) -> tuple[_Table, tuple[tuple[str, str], ...]]:
    """The table with `__held`, and the (kind, reason) that its codes stand for, from 1.

    The code is that of the first hold on the subscriber's number: by kind, then by reason.
    """
    rows = [
        (kind, reason, held.column("number").filter(mask))
        for kind in HOLDS
        for held in [getattr(history, kind)]
        if held is not None and held.num_rows
        for reason, mask in _by_reason(held)
    ]
    holds = tuple((kind, reason) for kind, reason, _ in rows)
    if not rows:
        return table.mutate(**{HELD: ibis.null("int16")}), holds
    codes = _first_codes([numbers for _, _, numbers in rows])
    held = base.given(codes)
    right = held.select(__number=held.number, **{HELD: held.code})
    joined = table.left_join(right, table[base.meaning.phone] == right["__number"])
    return joined.drop("__number"), holds


def _by_reason(held: pa.Table) -> Iterable[tuple[str, pa.Array]]:
    reasons = held.column("reason")
    for reason in sorted(pc.unique(reasons).to_pylist()):
        yield reason, pc.equal(reasons, reason)


def _first_codes(numbers: list[pa.ChunkedArray]) -> pa.Table:
    """One row a number, with the lowest code, which is the first hold."""
    codes = [pa.repeat(pa.scalar(code, pa.int16()), len(n)) for code, n in enumerate(numbers, 1)]
    chunks = [chunk for number in numbers for chunk in number.chunks]
    table = pa.table({"number": pa.chunked_array(chunks), "code": pa.chunked_array(codes)})
    first = table.group_by("number").aggregate([("code", "min")])
    return first.select(["number", "code_min"]).rename_columns(["number", "code"])
