"""How many of an audience become due day by day, where waves follow each subscriber's own date or event."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from outbound.audience.base import Base
from outbound.audience.compile import compiled
from outbound.audience.criteria import Criteria, due_event, read_criteria
from outbound.audience.known import know
from outbound.audience.nouns import History
from outbound.campaign.schema import Campaign, EventBuild

_Value = Any  # an Ibis value


def arrivals(
    base: Base, campaign: Campaign, moment: datetime, history: History
) -> Mapping[date, int]:
    """The day of the wave that makes subscribers of the audience due -> how many; from the base alone.

    None of an audience that follows no date. `where` and `unless` hold as of the moment; a date is
    the centre's.
    """
    build = campaign.schedule.build
    if not isinstance(build, EventBuild):
        return {}
    criteria = read_criteria(campaign, base)
    event = due_event(build)
    days = _of_column(base, criteria, moment, history) if event is None else _of_event(base, event)
    counts = days.group_by("day").agg(people=days.count())
    shift = timedelta(days=build.shift // timedelta(days=1))
    found = base.fetch(counts.filter(counts.day.notnull())).to_pylist()
    return {row["day"] + shift: row["people"] for row in found}


def _of_column(base: Base, criteria: Criteria, moment: datetime, history: History) -> Any:
    assert criteria.due is not None  # the caller looked
    known = know(base, criteria, moment, history)
    scope = known.scope(known.table)
    wanted = compiled(criteria.where.root, scope).cast("boolean").fill_null(False)
    for _, unless in criteria.unless:
        wanted = wanted & ~compiled(unless.root, scope).cast("boolean").fill_null(False)
    column: _Value = scope.columns[criteria.due.on]
    if not column.type().is_date() and column.type().timezone is not None:
        column = column.cast(f"timestamp('{base.zone.key}')")
    return known.table.filter(wanted).select(day=column.cast("date"))


def _of_event(base: Base, event: str) -> Any:
    if base.events is None:
        return base.table.limit(0).select(
            day=base.table[base.meaning.id].cast("string").cast("date")
        )
    events = base.events.filter(base.events.name == event)
    return events.select(day=events.at.cast("date"))
