"""Answers into the store: each kept as given, corrections as further revisions, alerts opened on what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from db.queries.dealings import Dealings
from db.tables import Answer, Contact, FollowUp, Response, ResponseState
from outbound.campaign.schema import Mode
from outbound.care.alerts import Situation, opened
from outbound.engine.attempts.others import Answered, silence_others
from outbound.engine.ledger import Entry, note
from outbound.engine.running import Running
from outbound.script.conversation import Act, Conversation, Record, progress
from outbound.script.plan import Plan, Texts

# Asked for every answer, so built once: building a question takes longer than asking it.
_REVISION: Final = select(func.max(col(Answer.revision))).where(
    col(Answer.contact_id) == bindparam("contact"), col(Answer.question) == bindparam("asked")
)
_ALREADY: Final = select(col(FollowUp.kind)).where(col(FollowUp.contact_id) == bindparam("contact"))


@dataclass(frozen=True)
class Where:
    """Which contact, under which campaign, and on which attempt something was said."""

    contact: Contact
    running: Running
    attempt_id: str
    mode: Mode


def plan_of(where: Where, moment: datetime, texts: Texts | None = None) -> Plan:
    """The questionnaire as this contact is led through it; `moment` is what days are counted to."""
    campaign, centre = where.running.campaign, where.running.centre
    return Plan(
        questions=campaign.questions,
        language=where.contact.language,
        subscriber=where.contact.subscriber_id,
        moment=moment,
        zone=where.running.zone,
        texts=texts or Texts(),
        facts=where.contact.facts,
        fallback=centre.languages[0],
    )


def response_of(session: Session, contact: Contact) -> Response | None:
    """The contact's response, None before the first conversation."""
    return session.get(Response, contact.id)


def keep(
    session: Session,
    where: Where,
    plan: Plan,
    told: tuple[Conversation, Iterable[Act]],
    now: datetime,
) -> Response:
    """Write down where a conversation stands and every answer it recorded, in the caller's transaction.

    The closing answer ends whatever else is under way with the person in this campaign.
    """
    conversation, acts = told
    response = response_of(session, where.contact)
    if response is None:
        response = _new(where, now)
    response.mode = where.mode
    response.conversation = conversation.to_json()
    done = progress(plan, conversation)
    if done.complete and conversation.answers:
        response.state = ResponseState.COMPLETE
        answered = Answered(where.contact, where.attempt_id, where.mode)
        silence_others(session, answered, Dealings(session, [response.contact_id]), now)
        response.completed_at = response.completed_at or now
    else:
        response.state = ResponseState.PARTIAL if done.partial else ResponseState.OPEN
        response.completed_at = None
    session.add(response)
    session.flush()
    for act in acts:
        if isinstance(act, Record):
            _record(session, where, response, act, now)
    return response


def raise_alerts(
    session: Session, where: Where, response: Response, now: datetime
) -> list[FollowUp]:
    """Open the follow-ups that the answers call for; one of a kind for each contact, however often asked."""
    values: Mapping[str, object] = {
        question: answer["value"] for question, answer in response.conversation["answers"].items()
    }
    contact, running = where.contact, where.running
    already = session.scalars(_ALREADY, {"contact": contact.id}).all()
    situation = Situation(values, contact.facts, {}, now, running.zone)
    made = []
    for order in opened(running.campaign.alerts, situation, already):
        follow_up = FollowUp(
            contact_id=where.contact.id or 0, campaign_id=where.contact.campaign_id,
            subscriber_id=where.contact.subscriber_id, kind=order.kind, department=order.department,
            reason=order.reason, words=_words(where, values), opened_at=now, due_at=now + order.due_in,
        )  # fmt: skip
        session.add(follow_up)
        made.append(follow_up)
        note(
            session,
            where.contact,
            now,
            Entry("follow-up", order.kind, order.reason, follow_up.due_at),
        )
    return made


def _new(where: Where, now: datetime) -> Response:
    return Response(
        contact_id=where.contact.id or 0, campaign_id=where.contact.campaign_id,
        subscriber_id=where.contact.subscriber_id, state=ResponseState.OPEN, mode=where.mode,
        conversation={}, started_at=now,
    )  # fmt: skip


def _record(session: Session, where: Where, response: Response, act: Record, now: datetime) -> None:
    # A talk that does not resume counts from one again; the store remembers what was said before.
    asked = {"contact": response.contact_id, "asked": act.question_id}
    before = session.execute(_REVISION, asked).scalar_one() or 0
    if before:
        given = (
            col(Answer.contact_id) == response.contact_id,
            col(Answer.question) == act.question_id,
        )
        session.execute(update(Answer).where(*given).values(current=False))
    session.add(
        Answer(
            contact_id=response.contact_id, campaign_id=where.contact.campaign_id, question=act.question_id,
            revision=before + 1, value=act.value, number=act.number, raw=act.raw, mode=where.mode,
            attempt_id=where.attempt_id, at=now,
        )
    )  # fmt: skip


def _words(where: Where, values: Mapping[str, object]) -> str:
    """What the customer said in their own words, for whoever takes up the follow-up."""
    said = [
        str(values[q.id])
        for q in where.running.campaign.questions
        if q.answer.form.value == "text" and values.get(q.id)
    ]
    return " / ".join(said)
