"""Decides about every subscriber of the base, in one query: which reason drops them, or where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import ibis
import pyarrow as pa

from outbound.audience.base import KEY, Base
from outbound.audience.compact import CELL, CHANCE, CODE, SEGMENT, compact
from outbound.audience.compile import Scope, compiled
from outbound.audience.criteria import Criteria
from outbound.audience.holdout import CHANCE_DIGITS
from outbound.audience.known import HELD, know, with_holds
from outbound.audience.nouns import History
from outbound.campaign.schema import Campaign, EventBuild
from outbound.expression.tree import Expression

NO_VALUE = "-"
"""How a null stands in a cell's name."""

CELL_JOINT = "\x1f"
"""What stands between the values of a cell here, where a / may be part of one."""

OUTSIDE = ("where", "outside the audience")
NOT_DUE = ("where", "not due at this moment")
NO_SEGMENT = ("where", "no segment")
NO_NUMBER = ("unreachable", "no usable number")
SHARED = ("duplicate", "another subscriber on the list has the same number")
_Value = Any  # an Ibis value


@dataclass(frozen=True)
class Decisions:
    """What becomes of each subscriber before the sample is drawn.

    rows: the base's key; code: 0 passes, n drops for the n-th of `reasons`; segment (its place);
    cell where the sample has cells; held and release (see `chance`) where chance is asked.
    Who is not among the rows is outside the audience.
    """

    rows: pa.Table
    reasons: tuple[tuple[str, str], ...]
    segments: tuple[str, ...]


def decide(
    base: Base,
    campaign: Campaign,
    criteria: Criteria,
    moment: datetime,
    history: History,
    refused_prefixes: Sequence[str] = (),
) -> Decisions:
    """Decide about everyone inside the audience; narrow columns only, in one query."""
    known = know(base, criteria, moment, history)
    inside = known.table.filter(_holds(criteria.where, known.scope(known.table)))
    table, holds = with_holds(base, inside, history)
    reasons = _Reasons(holds)
    scope = known.scope(table)
    segment = _segment(criteria, scope)
    branches = _own_reasons(criteria, scope, segment, reasons)
    if criteria.due is not None:
        due = _due(base, criteria.due, scope) if known.due is None else table[known.due] > 0
        branches.insert(0, (~due, reasons.code(NOT_DUE)))
    branches += [
        (table[HELD].notnull(), table[HELD]),
        (table[base.meaning.phone].isnull(), reasons.code(NO_NUMBER)),
        *_refused(base, table, refused_prefixes, reasons),
        *_without_consent(base, campaign, table, reasons),
    ]
    code = ibis.cases(*branches, else_=0).cast("int16")
    subscriber = table[base.meaning.id].cast("string")
    columns = {KEY: table[KEY], CODE: code, SEGMENT: segment}
    sample = campaign.audience.sample
    if sample or campaign.audience.holdout:
        digest = ibis.literal(f"{campaign.id}:").concat(subscriber).hexdigest("md5")
        columns[CHANCE] = (code == 0).ifelse(digest.left(CHANCE_DIGITS), ibis.null("string"))
    if sample and sample.per:
        columns[CELL] = _cell([table[name] for name in sample.per])
    if base.numbers_are_unique:
        rows = table.select(**columns)
    else:
        rows = table.select(**columns, __id=subscriber, __number=table[base.meaning.phone])
        rows = _first_of_number(rows, reasons.code(SHARED))
    decided = compact(base.batches(rows))
    return Decisions(decided, reasons.known(), tuple(name for name, _ in criteria.segments))


class _Reasons:
    """Numbers the reasons, in the order in which they are decided; holds have their own codes."""

    def __init__(self, holds: tuple[tuple[str, str], ...]) -> None:
        self._reasons = list(holds)

    def code(self, reason: tuple[str, str]) -> int:
        if reason not in self._reasons:
            self._reasons.append(reason)
        return self._reasons.index(reason) + 1

    def known(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._reasons)


def _without_consent(
    base: Base, campaign: Campaign, table: Any, reasons: "_Reasons"
) -> list[tuple[_Value, Any]]:
    """Where the centre keeps consent for the purpose, silence refuses; the gate looks again later."""
    column = base.meaning.consent.get(campaign.purpose.value)
    if column is None or column not in base.columns:
        return []
    agreed = table[column].cast("boolean").fill_null(False)
    said = f"no consent recorded for {campaign.purpose.value}"
    return [(~agreed, reasons.code(("unreachable", said)))]


def _refused(
    base: Base, table: Any, prefixes: Sequence[str], reasons: "_Reasons"
) -> list[tuple[_Value, Any]]:
    """Numbers that begin like those that the centre refuses."""
    number = table[base.meaning.phone]
    said = {prefix: f"numbers that begin with {prefix} are refused" for prefix in prefixes}
    return [
        (number.startswith(prefix), reasons.code(("unreachable", why)))
        for prefix, why in said.items()
    ]


def _own_reasons(
    criteria: Criteria, scope: Scope, segment: _Value, reasons: _Reasons
) -> list[tuple[_Value, Any]]:
    """The campaign's own reasons in the order of `nouns.KINDS`, each with its code."""
    branches: list[tuple[_Value, Any]] = []
    if criteria.segments[-1][1] is not None:
        branches.append((segment.isnull(), reasons.code(NO_SEGMENT)))
    for why, expression in criteria.unless:
        branches.append((_holds(expression, scope), reasons.code(("unless", why))))
    return branches


def _holds(expression: Expression, scope: Scope) -> _Value:
    """Whether it holds; unknown is no."""
    return compiled(expression.root, scope).cast("boolean").fill_null(False)


def _segment(criteria: Criteria, scope: Scope) -> _Value:
    """The place of the first segment that matches; null where none does."""
    branches: list[tuple[_Value, _Value]] = []
    for place, (_, where) in enumerate(criteria.segments):
        if where is None:
            rest = ibis.literal(place, "int16")
            return ibis.cases(*branches, else_=rest) if branches else rest
        branches.append((_holds(where, scope), ibis.literal(place, "int16")))
    return ibis.cases(*branches, else_=ibis.null("int16"))


def _due(base: Base, build: EventBuild, scope: Scope) -> _Value:
    """Whether the subscriber's own date makes the wave of this day theirs."""
    column, today = scope.columns[build.on], scope.today
    if column.type().is_date():
        return (column == today - timedelta(days=build.shift // timedelta(days=1))).fill_null(False)
    first = datetime.combine(today, time()) - build.shift
    begins, ends = _like(column, base, first), _like(column, base, first + timedelta(days=1))
    return ((column >= begins) & (column < ends)).fill_null(False)


def _like(column: _Value, base: Base, wall: datetime) -> _Value:
    """A wall-clock time of the centre as the column has them: with a zone, or without."""
    aware = column.type().timezone is not None
    return ibis.literal(wall.replace(tzinfo=base.zone).astimezone(UTC) if aware else wall)


def _cell(values: list[_Value]) -> _Value:
    """The quota cell: its columns' values as texts, joined."""
    texts = [value.cast("string").fill_null(NO_VALUE) for value in values]
    name = texts[0]
    for text in texts[1:]:
        name = name.concat(CELL_JOINT, text)
    return name


def _first_of_number(rows: _Value, shared: int) -> _Value:
    """Of those who pass with one number, all but the lowest subscriber id are dropped."""
    passing = rows.filter(rows[CODE] == 0)
    groups = passing.group_by("__number").agg(__first=passing["__id"].min(), __size=passing.count())
    several = groups.filter(groups["__size"] > 1).select(__several="__number", __first="__first")
    joined = rows.left_join(several, rows["__number"] == several["__several"])
    later = (joined[CODE] == 0) & (joined["__id"] > joined["__first"]).fill_null(False)
    code = later.ifelse(ibis.literal(shared, "int16"), joined[CODE]).cast("int16")
    kept = {name: joined[name] for name in rows.columns if name not in ("__id", "__number")}
    return joined.select(**(kept | {CODE: code}))
