"""What follows an ended attempt: the rules' answer, from what the store knows of its contact."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from db.tables import Attempt, Kind
from outbound.campaign.schema import Channel
from outbound.dialing.aftermath import Ending, as_ended
from outbound.dialing.outcome import Outcome
from outbound.dialing.provisional import Provisional
from outbound.dialing.reached import NOBODY, NOBODY_THERE, is_about_number
from outbound.engine.attempts.cases import reach_of, span_in
from outbound.engine.attempts.numbers import next_number
from outbound.engine.attempts.over import Over
from outbound.policy.callbacks import Window, broken, due
from outbound.policy.day_parts import day_part
from outbound.policy.decision import GiveUp, Hold, Next, Wait
from outbound.policy.reach import Reach
from outbound.policy.retry import Ahead, after, jitter
from outbound.policy.span import Span


@dataclass(frozen=True)
class Following:
    """What comes next, the attempts spent on the step by now, and whether a promised call still is."""

    next: Next
    spent: int
    promised: bool = False


@dataclass(frozen=True)
class _Ended:
    """An ending with what came before it on the same number."""

    ending: Ending
    placed_at: datetime | None
    before: Sequence[Attempt]


def what_follows(session: Session, over: Over, found: Provisional, at: datetime) -> Following:
    """The policy's answer to an attempt that ends so; nothing is changed. `found` has an outcome."""
    assert found.outcome is not None  # what reached nobody and nothing is simply decided again
    ended = _ended(session, over, found, at)
    spent = ended.ending.spent_now
    place = reach_of(over.contact, over.running)
    span = span_in(place, over.contact, over.running)
    if span is None:
        return Following(GiveUp(place.refusal), spent)
    if is_about_number(found.outcome, found.detail):
        other = next_number(session, over, at, found.outcome.value)
        if other is not None:
            return Following(other, 0)
    if found.outcome is Outcome.DELIVERED and not over.running.campaign.questions:
        return Following(GiveUp("delivered"), spent)
    window = _window(over)
    if window is None:
        return Following(_ordinary(over, ended, place, span), spent)
    if found.outcome is Outcome.CALLBACK_AGREED:
        return Following(_agreed(window, at, span), spent, promised=True)
    return _promised(over, ended, window, place, span)


def _ended(session: Session, over: Over, found: Provisional, at: datetime) -> _Ended:
    """The ending, and what was tried before on its number: on another one all begins anew."""
    attempt, contact = over.attempt, over.contact
    tried = over.dealings(session).tried(attempt.contact_id)
    before = [one for one in tried if one.kind is Kind.CONTACT and one.number == attempt.number]
    assert found.outcome is not None  # as above
    nth = sum(one.outcome is found.outcome for one in before)
    ending = Ending(
        found.outcome, attempt.channel, at, attempt.step, contact.spent, nth, found.detail, _rang(attempt)
    )  # fmt: skip
    return _Ended(ending, attempt.placed_at, before)


def _rang(attempt: Attempt) -> bool:
    times = (attempt.rang_at, attempt.answered_at, attempt.connected_at)
    return any(time is not None for time in times)


def _window(over: Over) -> Window | None:
    start, end = over.contact.callback_start, over.contact.callback_end
    return None if start is None or end is None else Window(start, end)


def _agreed(window: Window, at: datetime, span: Span) -> Next:
    """A call was promised: it is made in its window, whatever retries would say."""
    answer = due(window, at, span)
    return Wait(answer.until, "callback agreed") if isinstance(answer, Wait) else answer


def _promised(over: Over, ended: _Ended, window: Window, place: Reach, span: Span) -> Following:
    """What follows a promised call. Where nobody came to it, the appointment is broken; where we failed,
    the promise stands; whoever was reached, was called as promised."""
    ending = ended.ending
    if ending.outcome in NOBODY:
        kept = (one for one in ended.before if one.reserved_at >= window.start)
        nth = 1 + sum(one.outcome in NOBODY for one in kept)
        answer = broken(ending.at, nth, span, place.zone)
        if answer is not None:
            return Following(answer, ending.spent_now, promised=isinstance(answer, Wait))
    follows = _ordinary(over, ended, place, span)
    ours = ending.outcome not in NOBODY and not ending.meaning.human
    stands = ours and isinstance(follows, Wait | Hold)
    return Following(follows, ending.spent_now, promised=stands)


def _ordinary(over: Over, ended: _Ended, place: Reach, span: Span) -> Next:
    """What retries, parts of the day and the cascade say."""
    contact, now, zone = over.contact, ended.ending.at, place.zone
    calls = [(one.placed_at, one.outcome) for one in ended.before if one.channel is Channel.CALL]
    if ended.ending.channel is Channel.CALL:
        calls.append((ended.placed_at, ended.ending.outcome))
    parts = [(day_part(at, zone), outcome) for at, outcome in calls if at is not None]
    missed = Counter(part for part, outcome in parts if outcome in NOBODY_THERE)
    ahead = Ahead(
        span.hours, span.until, zone, now, jitter(contact.id or 0, contact.slot),
        frozenset(part for part, _ in parts), missed,
    )  # fmt: skip
    return after(as_ended(ended.ending), over.running.campaign.contact, ahead)
