"""One number's whole file: all that was decided about it and done with it, each with its place in the chain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from db.tables import Answer, Attempt, Contact, DecisionRow, Grant, SuppressionEvent, Wave
from outbound.audit.entries import ANSWER, DECISION, GRANT, SUPPRESSION
from outbound.engine.audit.places import NOWHERE, Place, Places


@dataclass(frozen=True)
class Line:
    """One thing of the file. `seq` and `hash` are of the link that proves it; without them nothing does."""

    at: datetime
    kind: str  # listed, decision, attempt, answer, grant, suppression
    campaign: str
    what: str
    result: str
    reason: str
    by: str
    until: datetime | None
    seq: int | None
    hash: str


@dataclass(frozen=True)
class NumberFile:
    """A number's file; `subscribers` are those who were to be reached by it."""

    number: str
    subscribers: tuple[str, ...]
    lines: tuple[Line, ...]


def number_file(session: Session, places: Places, number: str, as_of: datetime) -> NumberFile:
    """Everything about a number until a moment, oldest first."""
    contacts = _contacts(session, places, number)
    subscribers = sorted({contact.subscriber_id for contact in contacts})
    places.meet(subscribers)
    mine = [contact.id for contact in contacts]
    theirs = col(DecisionRow.subscriber_id).in_(subscribers)  # has an index; the contact has none
    decisions = session.exec(
        select(DecisionRow).where(theirs, col(DecisionRow.contact_id).in_(mine))
    ).all()
    found = [
        *_listed(session, places, [contact for contact in contacts if contact.number == number]),
        *_decisions(places, decisions),
        *_attempts(session, places, number, decisions),
        *_answers(session, places, mine),
        *_grants(session, places, mine),
        *_suppressions(session, places, number),
    ]
    lines = sorted((line for line in found if line.at <= as_of), key=lambda line: line.at)
    return NumberFile(number, tuple(subscribers), tuple(lines))


def _contacts(session: Session, places: Places, number: str) -> Sequence[Contact]:
    """Whom the number belongs to, or belonged to when something was decided or tried."""
    tried = select(Attempt.contact_id).where(Attempt.number == number)
    whose = or_(
        Contact.number == number, col(Contact.id).in_(tried), col(Contact.id).in_(places.contacts)
    )
    return session.exec(select(Contact).where(whose).order_by(col(Contact.id))).all()


def _listed(session: Session, places: Places, contacts: Sequence[Contact]) -> Iterator[Line]:
    for contact in contacts:
        wave = session.get_one(Wave, contact.wave_id)
        where = f"segment {contact.segment}" + (f", quota cell {contact.cell}" if contact.cell else "")  # fmt: skip
        yield _line(wave.built_at, "listed", contact.campaign_id, places.of_wave(wave), what=wave.id, result=where, reason=f"place {contact.rank}")  # fmt: skip


def _decisions(places: Places, rows: Sequence[DecisionRow]) -> Iterator[Line]:
    for row in rows:
        place = places.of(DECISION, row)
        if not place.elsewhere:
            yield _line(row.at, "decision", row.campaign_id, place, what=row.step, result=row.result, reason=row.reason, until=row.until)  # fmt: skip


def _attempts(
    session: Session, places: Places, number: str, decisions: Sequence[DecisionRow]
) -> Iterator[Line]:
    """An attempt is proven by the decision that reserved it; how it ended is a decision of its own."""
    reserved = {(row.contact_id, row.at): row for row in decisions if row.step == "reserved"}
    for one in session.exec(select(Attempt).where(Attempt.number == number)):
        row = reserved.get((one.contact_id, one.reserved_at))
        place = places.of(DECISION, row) if row else NOWHERE
        result = one.outcome.value if one.outcome else one.state.value
        yield _line(one.reserved_at, "attempt", one.campaign_id, place, what=f"{one.channel.value} {one.id}", result=result, reason=one.reason, by=one.agent_id or "", until=one.ended_at)  # fmt: skip


def _answers(session: Session, places: Places, contacts: Sequence[int | None]) -> Iterator[Line]:
    for one in session.exec(select(Answer).where(col(Answer.contact_id).in_(contacts))):
        place = places.of(ANSWER, one)
        if not place.elsewhere:
            yield _line(one.at, "answer", one.campaign_id, place, what=one.question, result=str(one.value), reason=one.raw, by=one.mode.value)  # fmt: skip


def _grants(session: Session, places: Places, contacts: Sequence[int | None]) -> Iterator[Line]:
    for one in session.exec(select(Grant).where(col(Grant.contact_id).in_(contacts))):
        place = places.of(GRANT, one)
        if not place.elsewhere:
            yield _line(one.at, "grant", one.campaign_id, place, what=one.offer, result=str(one.value), by=one.by)  # fmt: skip


def _suppressions(session: Session, places: Places, number: str) -> Iterator[Line]:
    for one in session.exec(select(SuppressionEvent).where(SuppressionEvent.number == number)):
        by = f"{one.source} {one.by}".strip()
        yield _line(one.recorded_at, "suppression", "", places.of(SUPPRESSION, one), what=one.event, result=one.scope, reason=one.reason or one.evidence, by=by, until=one.expires_at)  # fmt: skip


def _line(  # noqa: PLR0913 - a line's columns
    at: datetime,
    kind: str,
    campaign: str,
    place: Place,
    *,
    what: str,
    result: str,
    reason: str = "",
    by: str = "",
    until: datetime | None = None,
) -> Line:
    return Line(at, kind, campaign, what, result, reason, by, until, place.seq, place.hash)
