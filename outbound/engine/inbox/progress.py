"""How far the carrier says an attempt has come, applied: states rise, and the end gets its meaning."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from db.tables import Answer, Attempt, Kind, Response
from outbound.campaign.schema import Channel, Mode
from outbound.carrier.twilio.words import fault_of_end
from outbound.dialing.attempt import Event
from outbound.dialing.heard import OURS, Fault, Heard
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Progress
from outbound.dialing.provisional import Answers, Happened, Provisional, of_call, of_message
from outbound.engine.attempts import desks, money
from outbound.engine.attempts.answers import Where, plan_of, response_of
from outbound.engine.attempts.moves import is_over, move
from outbound.engine.attempts.remedies import act_on, end_by_code
from outbound.engine.attempts.settle import Over, end
from outbound.engine.attempts.wording import texts_of
from outbound.engine.context import Engine
from outbound.engine.inbox.effects import Effects
from outbound.script.conversation import Conversation, progress
from outbound.script.questionnaire import Progress as Done
from outbound.script.speech import lasts

_ANSWERED: Final = select(func.count(func.distinct(Answer.question))).where(
    col(Answer.contact_id) == bindparam("contact"),  # has an index; the attempt has none
    col(Answer.attempt_id) == bindparam("attempt"),
)

_RISES: Final = {
    Progress.QUEUED: Event.ACCEPTED,
    Progress.RINGING: Event.RANG,
    Progress.ANSWERED: Event.PICKED_UP,
}


def apply_progress(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """Apply a status callback; what is late, repeated or out of order changes nothing."""
    attempt, at = over.attempt, heard.at or engine.clock.now()
    assert heard.progress is not None  # the adapter gives every status a progress
    if heard.progress is not Progress.FAILED:
        own_failure(engine, session, over, heard)
    if heard.progress in _RISES:
        rose = move(attempt, _RISES[heard.progress], at)
        if heard.progress is Progress.ANSWERED and attempt.channel is Channel.SMS:
            _delivered(session, over, at)
        return Effects(heard.progress.value if rose else "late")
    if attempt.mode is Mode.AGENT and attempt.sid is not None:
        desks.left_room(session, attempt.sid)
    if attempt.outcome is not None or (is_over(attempt) and attempt.agent_id is None):
        return Effects("late: already over")
    return _ended(engine, session, over, heard, at)


def own_failure(engine: Engine, session: Session, over: Over, heard: Heard) -> None:
    """Act on a code that tells of a webhook of ours that failed; the attempt goes on as its status says."""
    fault = fault_of_end(heard.code, over.attempt.channel)
    if fault.remedy in OURS:
        over.attempt.code = heard.code
        act_on(engine, session, over, fault)


def said_so_far(session: Session, over: Over) -> Answers:
    """How far the contact's questionnaire has come; `given` are the answers of this attempt alone."""
    done = come_so_far(over, response_of(session, over.contact))
    if done is None:
        return Answers()
    here = session.execute(
        _ANSWERED, {"contact": over.contact.id, "attempt": over.attempt.id}
    ).scalar_one()
    return Answers(here, done.answered_core, done.applicable_core, done.complete)


def come_so_far(over: Over, response: Response | None) -> Done | None:
    """How far the contact's questionnaire has come, whoever asked; None before the first question."""
    if response is None or not response.conversation:
        return None
    where = Where(over.contact, over.running, over.attempt.id, over.attempt.mode)
    plan = plan_of(where, over.attempt.reserved_at)
    return progress(plan, Conversation.from_json(response.conversation))


def happened(
    session: Session,
    over: Over,
    word: Progress,
    by_code: Outcome | None = None,
    at: datetime | None = None,
) -> Happened:
    """What is known of an attempt that is over; `at` is when its line closed."""
    attempt = over.attempt
    return Happened(
        progress=word,
        by_code=by_code,
        rang=attempt.rang_at is not None or attempt.answered_at is not None,
        connected=attempt.connected_at is not None,
        machine=attempt.machine,
        opening_heard=at is None or _heard_opening(over, at),
        answers=said_so_far(session, over),
    )


def _heard_opening(over: Over, at: datetime) -> bool:
    """Whether a menu said who calls before the line closed: a second turn proves it, else the time it took."""
    attempt = over.attempt
    if attempt.mode is not Mode.VOICE or attempt.connected_at is None or attempt.asked > 1:
        return True
    opening = texts_of(over.running, over.contact, Mode.VOICE, at).opening
    return at - attempt.connected_at >= lasts(opening, over.contact.language)


def _delivered(session: Session, over: Over, at: datetime) -> None:
    if over.attempt.kind is not Kind.CONTACT or not over.running.campaign.questions:
        end(session, over, Provisional(Outcome.DELIVERED), at)


def _ended(engine: Engine, session: Session, over: Over, heard: Heard, at: datetime) -> Effects:
    attempt = over.attempt
    word = heard.progress or Progress.COMPLETED
    if attempt.channel is Channel.SMS and attempt.answered_at is not None:
        return Effects("conflict: failed after delivery")
    if word is Progress.COMPLETED and attempt.channel is Channel.CALL:
        _was_answered(attempt, heard, at)
    fault = _fault(attempt, heard) if word is Progress.FAILED else None
    known = happened(session, over, word, fault.outcome if fault else None, at)
    if attempt.channel is Channel.SMS:
        end_by_code(engine, session, over, of_message(known), fault, at)
        return Effects(word.value)
    if attempt.agent_id is not None and attempt.connected_at is not None:
        move(attempt, Event.FINISHED, at)
        desks.line_closed(session, attempt.agent_id, attempt.id, at)
        if fault is not None:
            act_on(engine, session, over, fault)
        return Effects("ended: the agent names the outcome")
    end_by_code(engine, session, over, of_call(known), fault, at)
    desks.let_go(session, attempt, at)
    return Effects(word.value)


def _was_answered(attempt: Attempt, heard: Heard, at: datetime) -> None:
    """A line that opened was picked up, whether we were told or not: its length says when, and what it cost.

    Where not even that is known, it may have been as soon as it was placed.
    """
    length = heard.duration
    if length is not None:
        money.lasted(attempt, length)
    if attempt.answered_at is not None:
        return
    began = attempt.placed_at or attempt.reserved_at if length is None else at - length
    move(attempt, Event.PICKED_UP, began)


def _fault(attempt: Attempt, heard: Heard) -> Fault:
    fault = fault_of_end(heard.code, attempt.channel)
    attempt.code, attempt.reason = heard.code, fault.says
    return fault
