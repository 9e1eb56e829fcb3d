"""What an ended attempt does to its contact: outcome, suppression, response, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, assert_never

from sqlmodel import Session

from db.queries.tried import Tried, tried
from db.tables import Attempt, Contact, ContactState, Kind
from outbound.dialing.aftermath import Ending, as_ended
from outbound.dialing.attempt import Event
from outbound.dialing.outcome import Detail, Outcome, Suppresses, meaning_of, scope_of
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts.answers import Where, raise_alerts, response_of
from outbound.engine.attempts.cases import reach_of, span_in
from outbound.engine.attempts.moves import move
from outbound.engine.attempts.reserve import close
from outbound.engine.attempts.suppress import Source, forbid
from outbound.engine.ledger import Entry, note
from outbound.engine.running import Running
from outbound.policy.callbacks import broken
from outbound.policy.day_parts import day_part
from outbound.policy.decision import GiveUp, Hold, Next, NextStep, Wait
from outbound.policy.retry import Ahead, after, jitter
from outbound.policy.span import Span

NOBODY: Final = frozenset(
    {Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT}
)
"""The outcomes of a call that reached nobody: a promised one is tried again soon."""


@dataclass(frozen=True)
class Over:
    """An attempt that is over, its contact, and the campaign as it runs.

    `tried`: all attempts of the contact, where whoever ends many has read them for all at once.
    """

    attempt: Attempt
    contact: Contact
    running: Running
    tried: Sequence[Tried] | None = None


def end(
    session: Session, over: Over, found: Provisional, at: datetime, *, scope: str | None = None
) -> None:
    """End an attempt with what it meant and decide what follows for its contact, in one transaction.

    Without an outcome nothing was spent and the contact is decided again. `scope` narrows what a
    hard refusal forbids to what the person named.
    """
    attempt, contact = over.attempt, over.contact
    if attempt.outcome is not None:
        return
    move(attempt, Event.WITHDREW if found.outcome is None else Event.FINISHED, at)
    if attempt.kind is not Kind.CONTACT:
        attempt.outcome = found.outcome
        return
    if found.outcome is None:
        _decide_again(session, contact, at)
        return
    following = what_follows(session, over, found.outcome, found.detail, at)
    attempt.outcome, attempt.detail = found.outcome, found.detail
    said = meaning_of(found.outcome, attempt.channel, found.detail)
    contact.spent += said.spends
    contact.outcome, contact.changed_at = found.outcome, at
    contact.confirmed = contact.confirmed or said.contacted
    note(session, contact, at, Entry("ended", found.outcome.value, attempt.reason))
    if said.suppresses is not Suppresses.NUMBER:
        _raise_alerts(session, over, at)
    if contact.state is not ContactState.CLOSED:
        go_on(session, contact, at, following)
    forbidden = scope or scope_of(said, contact.campaign_id)
    converts = found.outcome is Outcome.REFUSED and isinstance(following, Wait)
    if forbidden is not None and said.suppresses is not Suppresses.NOTHING and not converts:
        source = Source("outcome", attempt.id, attempt.agent_id or "")
        forbid(session, contact.number, at, source, forbidden, found.outcome.value)


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


def what_follows(
    session: Session, over: Over, outcome: Outcome, detail: Detail | None, at: datetime
) -> Next:
    """The policy's answer to this outcome."""
    attempt, contact, running = over.attempt, over.contact, over.running
    place = reach_of(contact, running)
    span = span_in(place, contact, running)
    if span is None:
        return GiveUp(place.refusal)
    if outcome is Outcome.CALLBACK_AGREED and contact.callback_start is not None:
        return Wait(contact.callback_start, "callback agreed")
    zone, before = place.zone, _tried(session, over)
    if contact.callback_start is not None:
        missed = _broken(contact, before, outcome, at, span, zone)
        if missed is not None:
            return missed
    if outcome is Outcome.DELIVERED and not running.campaign.questions:
        return GiveUp("delivered")
    so = sum(one.outcome is outcome and one.kind is Kind.CONTACT for one in before)
    ending = Ending(outcome, attempt.channel, at, attempt.step, contact.spent, so, detail)
    parts = frozenset(day_part(one.placed_at, zone) for one in before if one.placed_at is not None)
    spread = jitter(contact.id or 0, contact.slot)
    ahead = Ahead(span.hours, span.until, zone, at, spread, parts)
    return after(as_ended(ending), running.campaign.contact, ahead)


def _tried(session: Session, over: Over) -> Sequence[Tried]:
    if over.tried is not None:
        return over.tried
    contact_id = over.attempt.contact_id
    return tried(session, [contact_id])[contact_id]


def _broken(
    contact: Contact,
    before: Sequence[Tried],
    outcome: Outcome,
    at: datetime,
    span: Span,
    zone: tzinfo,
) -> Wait | GiveUp | None:
    """What follows where a promised call reached nobody; None where somebody was, or it was tried enough."""
    promised = contact.callback_start
    if outcome not in NOBODY or promised is None:
        contact.callback_start = contact.callback_end = contact.agent_id = None
        return None
    kept = sum(one.reserved_at >= promised and one.outcome is not None for one in before)
    following = broken(at, kept + 1, span, zone)
    if following is None:
        contact.callback_start = contact.callback_end = contact.agent_id = None
    return following


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
        case Hold(reason):
            contact.state, contact.next_at, contact.reason = ContactState.HELD, None, reason
            note(session, contact, now, Entry("next", "held", reason))
        case GiveUp(reason):
            close(session, contact, now, reason)
        case _:
            assert_never(following)
