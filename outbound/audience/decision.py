"""Decides for every subscriber of the base, in one query, which reason drops them or where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import ibis
import pyarrow as pa

from outbound.audience.base import KEY, Base
from outbound.audience.compile import compiled
from outbound.audience.criteria import Criteria, due_event
from outbound.audience.holdout import DIGITS, RELEASE_DIGITS, threshold
from outbound.audience.known import HELD, Known, know
from outbound.audience.nouns import History
from outbound.campaign.schema import Campaign, EventBuild
from outbound.expression.tree import Expression

CODE, SEGMENT, CELL, HELD_OUT, RELEASE = "code", "segment", "cell", "held_out", "release"
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
    """One row for everyone: `code` 0 passes, n drops for the n-th of `reasons`.

    rows: the base's key, code; for who passes also segment (its place), cell, held_out (the
    holdout's chance is below its share) and release (what a cell's contacts are drawn by)
    """

    rows: pa.Table
    reasons: tuple[tuple[str, str], ...]
    segments: tuple[str, ...]


def decide(
    base: Base, campaign: Campaign, criteria: Criteria, moment: datetime, history: History
) -> Decisions:
    """What becomes of each subscriber before the sample is drawn."""
    known = know(base, criteria, moment, history)
    reasons = _Reasons(known.holds)
    segment = _segment(criteria, known)
    code = _code(base, criteria, known, segment, reasons, moment)
    passes = code == 0
    table, meaning = known.table, base.meaning
    columns = {
        KEY: table[KEY],
        CODE: code.cast("int16"),
        SEGMENT: passes.ifelse(segment, ibis.null("int16")),
        **_chance(campaign, table[meaning.id], passes),
    }
    if campaign.audience.sample and campaign.audience.sample.per:
        cell = _cell([table[name] for name in campaign.audience.sample.per])
        columns[CELL] = passes.ifelse(cell, ibis.null("string"))
    if not base.numbers_are_unique:
        columns |= {"__id": table[meaning.id], "__number": table[meaning.phone]}
    rows = table.select(**columns)
    if not base.numbers_are_unique:
        rows = _first_of_number(rows, reasons.code(SHARED))
    return Decisions(base.fetch(rows), reasons.known(), tuple(n for n, _ in criteria.segments))


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


def _code(
    base: Base,
    criteria: Criteria,
    known: Known,
    segment: _Value,
    reasons: _Reasons,
    moment: datetime,
) -> _Value:
    """The code of the first reason that holds, in the order of `nouns.KINDS`; null is no reason to stay."""
    branches = [(~_holds(criteria.where, known), reasons.code(OUTSIDE))]
    if criteria.due is not None:
        branches.append((~_due(base, criteria.due, known, moment), reasons.code(NOT_DUE)))
    if criteria.segments[-1][1] is not None:
        branches.append((segment.isnull(), reasons.code(NO_SEGMENT)))
    for why, expression in criteria.unless:
        branches.append((_holds(expression, known), reasons.code(("unless", why))))
    branches.append((known.table[HELD].notnull(), known.table[HELD]))
    branches.append((known.table[base.meaning.phone].isnull(), reasons.code(NO_NUMBER)))
    return ibis.cases(*branches, else_=0)


def _holds(expression: Expression, known: Known) -> _Value:
    return compiled(expression.root, known.scope).cast("boolean").fill_null(False)


def _segment(criteria: Criteria, known: Known) -> _Value:
    """The place of the first segment that matches; null where none does."""
    branches: list[tuple[_Value, _Value]] = []
    for place, (_, where) in enumerate(criteria.segments):
        if where is None:
            rest = ibis.literal(place, "int16")
            return ibis.cases(*branches, else_=rest) if branches else rest
        branches.append((_holds(where, known), ibis.literal(place, "int16")))
    return ibis.cases(*branches, else_=ibis.null("int16"))


def _due(base: Base, build: EventBuild, known: Known, moment: datetime) -> _Value:
    """Whether the subscriber's own date makes the wave of this day theirs."""
    if due_event(build) is not None:
        return known.due
    column = known.scope.columns[build.on]
    today = known.scope.today
    if column.type().is_date():
        return (column == today - timedelta(days=build.after // timedelta(days=1))).fill_null(False)
    first = datetime.combine(today, time()) - build.after
    begins, ends = _like(column, base, first), _like(column, base, first + timedelta(days=1))
    return ((column >= begins) & (column < ends)).fill_null(False)


def _like(column: _Value, base: Base, wall: datetime) -> _Value:
    """A wall-clock time of the centre as the column has them: with a zone, or without."""
    aware = column.type().timezone is not None
    return ibis.literal(wall.replace(tzinfo=base.zone).astimezone(UTC) if aware else wall)


def _chance(campaign: Campaign, subscriber: _Value, passes: _Value) -> Mapping[str, _Value]:
    """The holdout's and the sample's chance, as `holdout` computes them in Python."""
    digest = ibis.literal(f"{campaign.id}:").concat(subscriber).hexdigest("md5")
    columns: dict[str, _Value] = {}
    share = campaign.audience.holdout
    if share:
        bound = threshold(share)
        below = ibis.literal(True) if bound is None else digest.substr(0, DIGITS) < bound
        columns[HELD_OUT] = passes.ifelse(below, ibis.null("boolean"))
    if campaign.audience.sample:
        columns[RELEASE] = passes.ifelse(digest.substr(DIGITS, RELEASE_DIGITS), ibis.null("string"))
    return columns


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
