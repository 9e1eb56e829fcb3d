"""What an ended attempt does to its contact: outcome, suppression, response, and what comes next."""

from datetime import datetime
from typing import assert_never

from sqlmodel import Session

from db.tables import Contact, ContactState, Kind
from outbound.dialing.attempt import Event, State
from outbound.dialing.outcome import Meaning, Outcome, Suppresses, meaning_of, scope_of
from outbound.dialing.provisional import Provisional
from outbound.dialing.reached import is_about_number
from outbound.engine.attempts.answers import Where, raise_alerts, response_of
from outbound.engine.attempts.closed import close
from outbound.engine.attempts.following import Following, what_follows
from outbound.engine.attempts.lines import HangUp, end_later
from outbound.engine.attempts.moves import move
from outbound.engine.attempts.others import Answered, silence_others
from outbound.engine.attempts.over import Over as Over
from outbound.engine.attempts.suppress import Source, forbid, ringing
from outbound.engine.ledger import Entry, note
from outbound.policy.decision import GiveUp, Hold, Next, NextNumber, NextStep, Wait
from outbound.policy.retry import Finality


def end(
    session: Session, over: Over, found: Provisional, at: datetime, *, scope: str | None = None
) -> None:
    """End an attempt with what it meant and decide what follows for its contact, in one transaction.

    Without an outcome nothing was spent and the contact is decided again. `scope` narrows what a
    hard refusal forbids to what the person named. Whoever has answered, yes or no, is not asked by
    this campaign in any other way.
    """
    attempt = over.attempt
    if attempt.outcome is not None or attempt.state is State.WITHDRAWN:
        return
    move(attempt, Event.WITHDREW if found.outcome is None else Event.FINISHED, at)
    if attempt.kind is not Kind.CONTACT:
        attempt.outcome = found.outcome
        return
    if found.outcome is None:
        _decide_again(session, over.contact, at)
        return
    following = what_follows(session, over, found, at)
    said = meaning_of(found.outcome, attempt.channel, found.detail)
    _write_down(session, over, found, said, at)
    if said.suppresses is not Suppresses.NUMBER:
        _raise_alerts(session, over, at)
    if over.contact.state is not ContactState.CLOSED:
        _keep_count(over.contact, following)
        go_on(session, over.contact, at, following.next)
    _forbid(session, over, said, at, scope, converts=isinstance(following.next, Wait))
    if _is_enough(over, said):
        answered = Answered(over.contact, attempt.id, attempt.mode)
        silence_others(session, answered, over.dealings(session), at)


def _write_down(
    session: Session, over: Over, found: Provisional, said: Meaning, at: datetime
) -> None:
    """The outcome, of the attempt and of its contact; one that is closed is told anew only by a talk."""
    attempt, contact = over.attempt, over.contact
    assert found.outcome is not None  # the caller has looked
    attempt.outcome, attempt.detail = found.outcome, found.detail
    if contact.state is not ContactState.CLOSED or said.human or contact.outcome is None:
        contact.outcome = found.outcome
    contact.changed_at = at
    contact.confirmed = contact.confirmed or said.contacted
    note(session, contact, at, Entry("ended", found.outcome.value, attempt.reason))


def _keep_count(contact: Contact, following: Following) -> None:
    """The attempts spent on the step, and the promise to call back where it still stands."""
    contact.spent = following.spent
    if not following.promised:
        contact.callback_start = contact.callback_end = contact.agent_id = None


def _forbid(
    session: Session, over: Over, said: Meaning, at: datetime, scope: str | None, *, converts: bool
) -> None:
    """Suppress as far as the outcome says, or the person: the number that was called, whatever follows.

    Who will be asked once more after a soft refusal is not suppressed yet.
    """
    attempt = over.attempt
    forbidden = scope or scope_of(said, attempt.campaign_id)
    if forbidden is None or said.suppresses is Suppresses.NOTHING or attempt.outcome is None:
        return
    if attempt.outcome is Outcome.REFUSED and converts:
        return
    source = Source("outcome", attempt.id, attempt.agent_id or "")
    forbid(session, attempt.number, at, source, forbidden, attempt.outcome.value)
    for sid in ringing(
        session, attempt.number, forbidden
    ):  # another campaign may be calling by now
        end_later(session, HangUp(sid, answered=False))


def _is_enough(over: Over, said: Meaning) -> bool:
    """Whether the person has answered the campaign, and it was not only a wrong number."""
    attempt = over.attempt
    final = said.finality is Finality.CONTACT and over.contact.state is ContactState.CLOSED
    if not final or attempt.outcome is None:
        return False
    return not is_about_number(attempt.outcome, attempt.detail)


def _raise_alerts(session: Session, over: Over, at: datetime) -> None:
    """Open the follow-ups that the answers call for: also where the customer hung up after a low score."""
    if not over.running.campaign.alerts:
        return
    response = response_of(session, over.contact)
    if response is not None:
        attempt = over.attempt
        raise_alerts(
            session, Where(over.contact, over.running, attempt.id, attempt.mode), response, at
        )


def _decide_again(session: Session, contact: Contact, now: datetime) -> None:
    if contact.state is ContactState.TRYING:
        contact.state, contact.next_at, contact.changed_at = ContactState.WAITING, now, now
        note(session, contact, now, Entry("ended", "withdrawn", "it never rang"))


def go_on(session: Session, contact: Contact, now: datetime, following: Next) -> None:
    """Put the contact where the policy says: waiting, on its next step, held, or closed."""
    contact.changed_at = now
    match following:
        case Wait(until, reason):
            contact.state, contact.next_at, contact.reason = ContactState.WAITING, until, reason
            note(session, contact, now, Entry("next", "wait", reason, until))
        case NextStep(index, until, reason):
            contact.state, contact.next_at, contact.reason = ContactState.WAITING, until, reason
            contact.step, contact.spent = index, 0
            note(session, contact, now, Entry("next", f"step {index + 1}", reason, until))
        case NextNumber(number, rest, until, reason):
            contact.state, contact.next_at, contact.reason = ContactState.WAITING, until, reason
            contact.number, contact.numbers = number, list(rest)
            contact.step, contact.spent = 0, 0
            note(session, contact, now, Entry("next", "another number", reason, until))
        case Hold(reason):
            contact.state, contact.next_at, contact.reason = ContactState.HELD, None, reason
            note(session, contact, now, Entry("next", "held", reason))
        case GiveUp(reason):
            close(session, contact, now, reason)
        case _:
            assert_never(following)
