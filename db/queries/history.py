"""What the store knows of people when a wave is built: small Arrow tables, aggregated by the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from sqlalchemy import Select, and_, case, func, literal, or_, select
from sqlmodel import Session, SQLModel

from db.tables import ContactState, ResponseState
from outbound.campaign.schema import Cap, Purpose

_tables = SQLModel.metadata.tables
_answer, _attempt, _campaign = _tables["answer"].c, _tables["attempt"].c, _tables["campaign"].c
_contact, _follow_up, _response = (
    _tables["contact"].c,
    _tables["follow_up"].c,
    _tables["response"].c,
)

NUMBERS = pa.schema([("number", pa.string()), ("reason", pa.string())])
PEOPLE = pa.schema(
    [
        ("subscriber_id", pa.string()),
        ("contacts_30d", pa.int64()),
        ("attempts_30d", pa.int64()),
        ("days_since_contact", pa.int64()),
        ("days_since_survey", pa.int64()),
        ("last_outcome", pa.string()),
        ("last_overall", pa.float64()),
        ("open_follow_ups", pa.int64()),
        ("risk", pa.float64()),
        ("grade", pa.string()),
    ]
)
"""The `history.` columns; risk and grade stay null until something reckons them."""


def suppressed(session: Session, scopes: Sequence[str], now: datetime) -> pa.Table:
    """Numbers whose latest event in one of the scopes is a suppression that has not expired."""
    event = _tables["suppression"].c
    latest = (
        select(
            event.number, event.event, event.scope, event.expires_at,
            func.row_number()
            .over(partition_by=(event.number, event.scope), order_by=(event.recorded_at.desc(), event.id.desc()))
            .label("place"),
        )
        .where(event.scope.in_(scopes))
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        select(latest.c.number, latest.c.scope).where(
            latest.c.place == 1, latest.c.event == "suppressed",
            or_(latest.c.expires_at.is_(None), latest.c.expires_at > now),
        )
    )  # fmt: skip
    return _numbers([(number, f"suppressed ({scope})") for number, scope in rows])


def capped(session: Session, caps: Sequence[Cap], now: datetime) -> pa.Table:
    """Numbers that a cap holds at this moment; the caps given are those that apply to the campaign."""
    found: list[tuple[str, str]] = []
    for cap in caps:
        found += [(number, cap_reason(cap)) for (number,) in session.execute(_over(cap, now))]
    return _numbers(found)


def cap_reason(cap: Cap) -> str:
    """A cap in words: at most 1 contact in 90 days, for survey."""
    clock = next(
        name for name in ("contacts", "attempts", "completes") if getattr(cap, name) is not None
    )
    limit = getattr(cap, clock)
    scope = f", for {cap.purpose.value}" if cap.purpose else ""
    return f"at most {limit} {clock} in {cap.per.days or cap.per} days{scope}"


def _over(cap: Cap, now: datetime) -> Select[Any]:
    since = now - cap.per
    if cap.attempts is not None:
        number, at, limit = _attempt.number, _attempt.reserved_at, cap.attempts
        query = select(number).join(_tables["campaign"], _campaign.id == _attempt.campaign_id)
        if cap.channel is not None:
            query = query.where(_attempt.channel == cap.channel)
    elif cap.completes is not None:
        number, at, limit = _contact.number, _response.completed_at, cap.completes
        query = (
            select(number)
            .join(_tables["response"], _response.contact_id == _contact.id)
            .join(_tables["campaign"], _campaign.id == _contact.campaign_id)
            .where(_response.state == ResponseState.COMPLETE)
        )
    else:
        number, at, limit = _contact.number, _contact.first_attempt_at, cap.contacts or 0
        query = select(number).join(_tables["campaign"], _campaign.id == _contact.campaign_id)
    if cap.purpose is not None:
        query = query.where(_campaign.purpose == cap.purpose.value)
    return query.where(at > since, at <= now).group_by(number).having(func.count() >= limit)


def claimed(session: Session, campaign_id: str, priority: int) -> pa.Table:
    """Numbers with an open contact: on this campaign's own list, or on one with a better claim."""
    rows = session.execute(
        select(_contact.number, _contact.campaign_id)
        .join(_tables["campaign"], _campaign.id == _contact.campaign_id)
        .where(
            _contact.state != ContactState.CLOSED,
            or_(_contact.campaign_id == campaign_id, _campaign.priority > priority),
        )
        .distinct()
    )
    return _numbers(
        [
            (n, "already on this campaign's list" if c == campaign_id else f"held by {c}")
            for n, c in rows
        ]
    )


def people(session: Session, now: datetime) -> pa.Table:
    """One row for every subscriber of whom anything is known."""
    known: dict[str, dict[str, Any]] = {}
    for query in (
        _contacts(now),
        _attempts(now),
        _surveys(),
        _outcomes(),
        _overall(),
        _follow_ups(),
    ):
        for row in session.execute(query).mappings():
            known.setdefault(row["subscriber_id"], {}).update(row)
    for facts in known.values():
        for name in ("contact", "survey"):
            at = facts.pop(f"last_{name}_at", None)
            facts[f"days_since_{name}"] = None if at is None else (now - at).days
    return pa.Table.from_pylist(
        [_complete(who, facts) for who, facts in known.items()], schema=PEOPLE
    )


def _complete(subscriber: str, facts: dict[str, Any]) -> dict[str, Any]:
    counts = dict.fromkeys(("contacts_30d", "attempts_30d", "open_follow_ups"), 0)
    outcome = facts.get("last_outcome")
    return (
        counts
        | facts
        | {"subscriber_id": subscriber, "last_outcome": outcome.value if outcome else None}
    )


def _contacts(now: datetime) -> Select[Any]:
    first = _contact.first_attempt_at
    recent = case((first > now - timedelta(days=30), 1), else_=0)
    return (
        select(
            _contact.subscriber_id,
            func.sum(recent).label("contacts_30d"),
            func.max(first).label("last_contact_at"),
        )
        .where(first.is_not(None), first <= now)
        .group_by(_contact.subscriber_id)
    )


def _attempts(now: datetime) -> Select[Any]:
    at = _attempt.reserved_at
    return (
        select(_attempt.subscriber_id, func.count().label("attempts_30d"))
        .where(at > now - timedelta(days=30), at <= now)
        .group_by(_attempt.subscriber_id)
    )


def _surveys() -> Select[Any]:
    return (
        select(_response.subscriber_id, func.max(_response.completed_at).label("last_survey_at"))
        .join(_tables["campaign"], _campaign.id == _response.campaign_id)
        .where(_campaign.purpose == Purpose.SURVEY.value, _response.completed_at.is_not(None))
        .group_by(_response.subscriber_id)
    )


def _outcomes() -> Select[Any]:
    place = func.row_number().over(
        partition_by=_contact.subscriber_id, order_by=_contact.changed_at.desc()
    )
    ranked = (
        select(_contact.subscriber_id, _contact.outcome, place.label("place"))
        .where(_contact.outcome.is_not(None))
        .subquery()
    )
    return select(ranked.c.subscriber_id, ranked.c.outcome.label("last_outcome")).where(
        ranked.c.place == 1
    )


def _overall() -> Select[Any]:
    place = func.row_number().over(partition_by=_response.subscriber_id, order_by=_answer.at.desc())
    ranked = (
        select(_response.subscriber_id, _answer.number, place.label("place"))
        .join(
            _tables["answer"], and_(_answer.response_id == _response.id, _answer.current.is_(True))
        )
        .where(_answer.question == "overall", _answer.number.is_not(None))
        .subquery()
    )
    return select(ranked.c.subscriber_id, ranked.c.number.label("last_overall")).where(
        ranked.c.place == 1
    )


def _follow_ups() -> Select[Any]:
    return (
        select(_follow_up.subscriber_id, func.count(literal(1)).label("open_follow_ups"))
        .where(_follow_up.closed_at.is_(None))
        .group_by(_follow_up.subscriber_id)
    )


def _numbers(rows: list[tuple[str, str]]) -> pa.Table:
    return pa.table(
        {"number": [r[0] for r in rows], "reason": [r[1] for r in rows]}, schema=NUMBERS
    )
