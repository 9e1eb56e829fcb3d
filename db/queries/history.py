"""What the store knows of people when a wave is built: small Arrow tables, aggregated by the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Select, and_, case, func, literal, or_, select
from sqlmodel import Session, SQLModel

from db.queries.columnar import one_column
from db.tables import ContactState, ResponseState
from outbound.campaign.schema import Cap, Purpose

_tables = SQLModel.metadata.tables
_answer, _attempt, _campaign = _tables["answer"].c, _tables["attempt"].c, _tables["campaign"].c
_contact, _follow_up, _response = (
    _tables["contact"].c,
    _tables["follow_up"].c,
    _tables["response"].c,
)

_OPEN = [state for state in ContactState if state is not ContactState.CLOSED]
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
    suppression = _tables["suppression"]
    event, later = suppression.c, suppression.alias("later").c
    overtaken = select(later.id).where(
        later.number == event.number, later.scope == event.scope,
        or_(
            later.recorded_at > event.recorded_at,
            and_(later.recorded_at == event.recorded_at, later.id > event.id),
        ),
    )  # fmt: skip
    standing = (
        event.event == "suppressed",
        or_(event.expires_at.is_(None), event.expires_at > now),
        ~overtaken.exists(),
    )
    found = []
    for scope in scopes:
        numbers = one_column(session, select(event.number).where(event.scope == scope, *standing))
        found.append(_with_reason(numbers, f"suppressed ({scope})"))
    return pa.concat_tables(found)


def capped(session: Session, caps: Sequence[Cap], now: datetime) -> pa.Table:
    """Numbers that a cap holds at this moment; the caps given are those that apply to the campaign."""
    found = [NUMBERS.empty_table()]
    for cap in caps:
        counts = one_column(session, _counted(cap, now)).value_counts()
        many = pc.greater_equal(counts.field("counts"), _limit(cap))
        numbers = counts.field("values").filter(many)
        found.append(_with_reason(pa.chunked_array([numbers]), cap_reason(cap)))
    return pa.concat_tables(found)


def cap_reason(cap: Cap) -> str:
    """A cap in words: at most 1 contact in 90 days, for survey."""
    clock = next(
        name for name in ("contacts", "attempts", "completes") if getattr(cap, name) is not None
    )
    limit = getattr(cap, clock)
    scope = f", for {cap.purpose.value}" if cap.purpose else ""
    return f"at most {limit} {clock} in {cap.per.days or cap.per} days{scope}"


def _limit(cap: Cap) -> int:
    return next(count for count in (cap.attempts, cap.completes, cap.contacts) if count is not None)


def _counted(cap: Cap, now: datetime) -> Select[Any]:
    """The number of each contact, attempt or complete that the cap counts, as often as it occurs."""
    if cap.attempts is not None:
        number, at, campaign = _attempt.number, _attempt.reserved_at, _attempt.campaign_id
        query = select(number)
        if cap.channel is not None:
            query = query.where(_attempt.channel == cap.channel)
    elif cap.completes is not None:
        number, at, campaign = _contact.number, _response.completed_at, _contact.campaign_id
        query = (
            select(number)
            .join(_tables["response"], _response.contact_id == _contact.id)
            .where(_response.state == ResponseState.COMPLETE)
        )
    else:
        number, at, campaign = _contact.number, _contact.first_attempt_at, _contact.campaign_id
        query = select(number)
    if cap.purpose is not None:
        same = select(_campaign.id).where(_campaign.purpose == cap.purpose.value)
        query = query.where(campaign.in_(same))
    return query.where(at > now - cap.per, at <= now)


def claimed(session: Session, campaign_id: str, priority: int) -> pa.Table:
    """Numbers with an open contact: on this campaign's own list, or on one with a better claim."""
    better = select(_campaign.id).where(
        or_(_campaign.id == campaign_id, _campaign.priority > priority)
    )
    found = [NUMBERS.empty_table()]
    for (holder,) in session.execute(better.order_by(_campaign.id)):
        # Named one by one, the open states are found by index; "not closed" reads every contact.
        query = select(_contact.number).where(
            _contact.campaign_id == holder, _contact.state.in_(_OPEN)
        )
        own = holder == campaign_id
        reason = "already on this campaign's list" if own else f"held by {holder}"
        found.append(_with_reason(one_column(session, query), reason))
        found.append(_with_reason(one_column(session, _left(holder)), reason))
    return pa.concat_tables(found)


def _left(campaign_id: str) -> Select[Any]:
    """The numbers by which people were tried who are still tried on another one."""
    return (
        select(_attempt.number)
        .join(_tables["contact"], _contact.id == _attempt.contact_id)
        .where(
            _contact.campaign_id == campaign_id, _contact.state.in_(_OPEN), _contact.numbers.is_not(None),
            _attempt.number != _contact.number,
        )
        .distinct()
    )  # fmt: skip


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
            _tables["answer"],
            and_(_answer.contact_id == _response.contact_id, _answer.current.is_(True)),
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


def _with_reason(numbers: pa.ChunkedArray, reason: str) -> pa.Table:
    reasons = pa.repeat(pa.scalar(reason), len(numbers))
    return pa.table({"number": numbers, "reason": reasons}, schema=NUMBERS)
