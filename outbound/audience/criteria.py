"""A campaign's audience with its expressions parsed and held against the base that exists."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from outbound.audience.base import Base
from outbound.audience.compile import event_of
from outbound.campaign.schema import Audience, Campaign, EventBuild
from outbound.errors import InputError
from outbound.expression.fault import ExpressionError
from outbound.expression.names import history_columns, walk
from outbound.expression.parse import parse
from outbound.expression.tree import Call, Column, Expression, Node, Type

EVERYONE = "everyone"
"""The segment of a campaign that names none."""

_EVENT = "event "


@dataclass(frozen=True)
class Criteria:
    """Whom a campaign wants; `segments` are tried in order, one without expression takes all."""

    where: Expression
    unless: tuple[tuple[str, Expression], ...]
    segments: tuple[tuple[str, Expression | None], ...]
    due: EventBuild | None

    def nodes(self) -> Iterator[Node]:
        """Every node of every expression."""
        expressions = [self.where, *(unless for _, unless in self.unless)]
        expressions += [where for _, where in self.segments if where is not None]
        for expression in expressions:
            yield from walk(expression.root)

    def history(self) -> set[str]:
        """The `history.` columns that are asked for."""
        return {n.name for n in self.nodes() if isinstance(n, Column) and n.history}

    def events(self) -> set[tuple[str, int]]:
        """The counts of events that are asked for: the event's name and the days back."""
        return {event_of(n) for n in self.nodes() if isinstance(n, Call) and n.name == "events"}


def due_event(build: EventBuild) -> str | None:
    """The event that a relative build follows; None where it follows a date column."""
    return build.on.removeprefix(_EVENT).strip() if build.on.startswith(_EVENT) else None


def reads_history(campaign: Campaign) -> bool:
    """Whether the audience asks for any `history.` column; raises InputError for a bad expression."""
    audience = campaign.audience
    texts = [audience.where, *audience.unless.values(), *(s.where or "" for s in audience.segments)]
    return any(history_columns(_parsed(campaign, text)) for text in texts if text)


def read_criteria(campaign: Campaign, base: Base) -> Criteria:
    """The campaign's criteria; raises InputError where an expression or column does not fit the base.

    `outbound check` tells the same with file, line and column; here the base may be a newer one.
    """
    audience, build = campaign.audience, campaign.schedule.build
    due = build if isinstance(build, EventBuild) else None
    criteria = Criteria(
        where=_parsed(campaign, audience.where),
        unless=tuple((why, _parsed(campaign, text)) for why, text in audience.unless.items()),
        segments=tuple(
            (s.name, None if s.where is None else _parsed(campaign, s.where))
            for s in audience.segments
        )
        or ((EVERYONE, None),),
        due=due,
    )
    used = {n.name for n in criteria.nodes() if isinstance(n, Column) and not n.history}
    for name in sorted(used | _plain_columns(audience)):
        _require(campaign, base, name)
    if due is not None and due_event(due) is None:
        _require_date(campaign, base, due.on)
    return criteria


def _parsed(campaign: Campaign, text: str) -> Expression:
    try:
        return parse(text)
    except ExpressionError as error:
        raise InputError(
            f"{campaign.id}: {error.message} in: {text}", hint=error.hint, where=campaign.id
        ) from error


def _plain_columns(audience: Audience) -> set[str]:
    cells = audience.sample.per if audience.sample else ()
    return {*cells, *(name.removeprefix("-") for name in audience.order)}


def _require(campaign: Campaign, base: Base, name: str) -> None:
    if name in base.columns:
        return
    near = difflib.get_close_matches(name, base.columns, n=1)
    raise InputError(
        f"{campaign.id} uses the column {name}, which the base {base.snapshot} does not have.",
        hint=f"Did you mean {near[0]}?"
        if near
        else "Import a base that has it, or run `outbound check`.",
        where=campaign.id,
    )


def _require_date(campaign: Campaign, base: Base, name: str) -> None:
    _require(campaign, base, name)
    if base.columns[name] not in (Type.DATE, Type.MOMENT):
        raise InputError(
            f"{campaign.id} is built by {name}, which is no date but {base.columns[name].value}.",
            hint="Name a date column under schedule.build.on, or `event NAME`.",
            where=campaign.id,
        )
