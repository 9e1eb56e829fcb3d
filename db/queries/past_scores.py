"""Scores that people gave in a span of time, and the facts that were known of them then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, SQLModel

from db.queries.responses import COUNTED, Answered

_tables = SQLModel.metadata.tables
_answer, _contact, _response = _tables["answer"].c, _tables["contact"].c, _tables["response"].c


@dataclass(frozen=True)
class Facts:
    """One response and some of its person's facts, in the order asked for; None where not known."""

    response: int
    values: tuple[Any, ...]


def numbers(
    session: Session, campaigns: Sequence[str], since: datetime, until: datetime
) -> Iterator[Answered]:
    """The current answers that are numbers, of responses that count."""
    rows = session.execute(
        select(_answer.contact_id, _answer.campaign_id, _answer.question, _answer.number)
        .join(_tables["response"], _response.contact_id == _answer.contact_id)
        .where(*_within(campaigns, since, until))
        .order_by(_answer.id)
    )
    return (Answered(*row) for row in rows)


def people(
    session: Session,
    campaigns: Sequence[str],
    names: Sequence[str],
    since: datetime,
    until: datetime,
) -> Iterator[Facts]:
    """Who gave them, with the named facts alone: all of them would be many times as much to read."""
    gave = (
        select(_answer.contact_id)
        .join(_tables["response"], _response.contact_id == _answer.contact_id)
        .where(*_within(campaigns, since, until))
    )
    rows = session.execute(
        select(_contact.id, *(_contact.facts[name] for name in names)).where(_contact.id.in_(gave))
    )
    return (Facts(row[0], tuple(row[1:])) for row in rows)


def _within(
    campaigns: Sequence[str], since: datetime, until: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        _answer.campaign_id.in_(campaigns), _answer.current.is_(True), _answer.number.is_not(None),
        _answer.at > since, _answer.at <= until, _response.state.in_(COUNTED),
    )  # fmt: skip
