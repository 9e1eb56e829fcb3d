"""The story of one person: what was decided and done, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.tables import Answer, Attempt, Contact, Response, SuppressionEvent
from outbound.audience.base import Base
from outbound.campaign.loader import load_campaign
from outbound.engine.context import Engine
from outbound.engine.ledger import Decided, decisions
from outbound.engine.pages.coming import coming
from outbound.engine.pages.person_view import (
    AnswerView,
    AttemptView,
    Coming,
    DecisionView,
    Person,
    SuppressionView,
)
from outbound.engine.scripts.masking import masked
from outbound.errors import NotFoundError


@dataclass(frozen=True)
class Story:
    """What was decided about a person and done, oldest first, and what will happen next."""

    decisions: tuple[Decided, ...]
    attempts: tuple[AttemptView, ...]
    coming: tuple[Coming, ...]


def why(engine: Engine, subscriber: str, campaign: str | None = None) -> list[Decided]:
    """All that was decided about a subscriber, oldest first. NotFoundError for nobody or no campaign known."""
    with engine.store.read() as session:
        made = decisions(session, engine.workspace, subscriber, campaign)
    if not made:
        _facts(engine, subscriber)
        if campaign is not None:
            load_campaign(engine.workspace, campaign)
    return made


def story(engine: Engine, subscriber: str, campaign: str | None, now: datetime) -> Story:
    """The same with what was tried, and what comes next as it stands at `now`."""
    made = why(engine, subscriber, campaign)
    with engine.store.read() as session:
        tried = _attempts(session, subscriber, campaign)
        ahead = coming(engine, session, subscriber, now, campaign)
    return Story(tuple(made), tried, ahead)


def person(engine: Engine, subscriber: str) -> Person:
    """The whole column of one subscriber's time. Raises NotFoundError."""
    facts = _facts(engine, subscriber)
    columns = engine.workspace.centre.base.columns
    number = str(facts.get(columns.phone, ""))
    with engine.store.read() as session:
        return Person(
            id=subscriber,
            name=str(facts.get(columns.name or "", "") or ""),
            masked_number=masked(number),
            language=str(facts.get(columns.language or "", "") or ""),
            region=str(facts.get(columns.region or "", "") or ""),
            tier=str(facts.get(columns.tier or "", "") or ""),
            synthetic=bool(facts.get("synthetic")),
            coming=coming(engine, session, subscriber, engine.clock.now()),
            decisions=tuple(_decision(d) for d in decisions(session, engine.workspace, subscriber)),
            attempts=_attempts(session, subscriber),
            answers=_answers(session, subscriber),
            suppressions=_suppressions(session, number),
        )


def _facts(engine: Engine, subscriber: str) -> dict[str, object]:
    """The subscriber's row now, or as it was when they were last listed."""
    try:
        facts = Base.open(engine.workspace).row(subscriber)
    except NotFoundError:
        facts = None
    if facts is None:
        with engine.store.read() as session:
            contact = session.exec(
                select(Contact)
                .where(Contact.subscriber_id == subscriber)
                .order_by(col(Contact.id).desc())
            ).first()
            facts = dict(contact.facts) if contact else None
    if facts is None:
        raise NotFoundError(
            f"No subscriber {subscriber!r} in the base or on any list.",
            hint="Ids are exact; capital letters matter.",
        )
    return facts


def _decision(made: Decided) -> DecisionView:
    return DecisionView(
        made.at, made.campaign, made.wave, made.step, made.result, made.reason, made.until
    )


def _attempts(
    session: Session, subscriber: str, campaign: str | None = None
) -> tuple[AttemptView, ...]:
    theirs = (
        select(Attempt)
        .join(Contact, col(Contact.id) == Attempt.contact_id)  # by whom attempts have an index
        .where(Contact.subscriber_id == subscriber)
    )
    if campaign is not None:
        theirs = theirs.where(Attempt.campaign_id == campaign)
    rows = session.exec(theirs.order_by(col(Attempt.reserved_at), col(Attempt.turn)))
    return tuple(
        AttemptView(
            a.reserved_at, a.id, a.campaign_id, a.channel.value, a.mode.value, a.state.value,
            a.outcome.value if a.outcome else "", a.agent_id or "", a.ended_at, a.reason, a.code,
            a.cost if a.price is None else a.price,
        )
        for a in rows
    )  # fmt: skip


def _answers(session: Session, subscriber: str) -> tuple[AnswerView, ...]:
    rows = session.exec(
        select(Answer)
        .join(Response, col(Response.contact_id) == Answer.contact_id)
        .where(Response.subscriber_id == subscriber)
        .order_by(col(Answer.at), col(Answer.id))
    )
    return tuple(
        AnswerView(a.at, a.campaign_id, a.question, "–" if a.value is None else str(a.value), a.raw, a.mode.value, a.current)
        for a in rows
    )  # fmt: skip


def _suppressions(session: Session, number: str) -> tuple[SuppressionView, ...]:
    rows = session.exec(
        select(SuppressionEvent)
        .where(SuppressionEvent.number == number)
        .order_by(col(SuppressionEvent.recorded_at))
    )
    return tuple(
        SuppressionView(s.recorded_at, s.event, s.scope, s.reason, s.source, s.expires_at)
        for s in rows
    )
