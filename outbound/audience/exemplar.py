"""Finds somebody to show a script for: a subscriber of the base who would hear it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import ibis

from outbound.audience.base import Base
from outbound.audience.compile import Scope, compiled
from outbound.audience.criteria import EVERYONE, Criteria, read_criteria
from outbound.campaign.schema import Campaign
from outbound.expression.names import HISTORY
from outbound.expression.tree import Expression, Type

_NULLS: Final = {Type.NUMBER: "float64", Type.TEXT: "string"}
_Value = Any  # an Ibis value


def exemplar(
    base: Base, campaign: Campaign, segment: str, language: str, moment: datetime
) -> str | None:
    """The id of the first subscriber of the segment; None if nobody is in it.

    One who speaks the language and is in the audience goes before one who does not, or is not. What
    only the store knows of a person is left unknown: here it matters how a script sounds, not who is due.
    """
    criteria = read_criteria(campaign, base)
    if segment not in {name for name, _ in criteria.segments}:
        return None
    table, meaning = base.table, base.meaning
    scope = _scope(criteria, table, moment)
    belongs = _belongs(criteria, segment, scope)
    fit = [_holds(criteria.where, scope).ifelse(0, 1)]
    if meaning.language in base.columns:
        fit.insert(0, (table[meaning.language] == language).fill_null(False).ifelse(0, 1))
    subscriber = table[meaning.id].cast("string")
    ranked = table.filter(belongs).select(
        subscriber_id=subscriber, **{f"fit{n}": value for n, value in enumerate(fit)}
    )
    best = ranked.order_by([*(f"fit{n}" for n in range(len(fit))), "subscriber_id"]).limit(1)
    found: list[str] = base.fetch(best)["subscriber_id"].to_pylist()
    return found[0] if found else None


def segments_of(campaign: Campaign) -> tuple[str, ...]:
    """The names of the campaign's segments; `everyone` where it names none."""
    return tuple(segment.name for segment in campaign.audience.segments) or (EVERYONE,)


def _scope(criteria: Criteria, table: Any, moment: datetime) -> Scope:
    history = {name: ibis.null(_NULLS[HISTORY[name]]) for name in criteria.history()}
    events = {asked: ibis.literal(0) for asked in criteria.events()}
    columns = {name: table[name] for name in table.columns}
    return Scope(columns, history, events, moment.date())


def _belongs(criteria: Criteria, segment: str, scope: Scope) -> _Value:
    """Whether a subscriber falls into the segment: into it, and into none before it."""
    belongs: _Value = ibis.literal(True)
    for matches in _until(criteria, segment, scope):
        belongs = belongs & matches
    return belongs


def _until(criteria: Criteria, segment: str, scope: Scope) -> Iterator[_Value]:
    for name, where in criteria.segments:
        matches = ibis.literal(True) if where is None else _holds(where, scope)
        if name == segment:
            yield matches
            return
        yield ~matches


def _holds(expression: Expression, scope: Scope) -> _Value:
    """Whether it holds; unknown is no."""
    return compiled(expression.root, scope).cast("boolean").fill_null(False)
