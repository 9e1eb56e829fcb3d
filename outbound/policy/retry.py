"""What follows an ended attempt: when it is tried again, when the next step begins, when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum
from hashlib import sha256
from typing import Final

from outbound.campaign.schema import Channel, Contacting
from outbound.campaign.values import write_duration
from outbound.policy.day_parts import DayPart, Spread, choose
from outbound.policy.decision import GiveUp, Hold, Next, NextStep, Wait
from outbound.policy.hours import Opening
from outbound.policy.span import NO_TIME_LEFT, Span, needed_by
from outbound.policy.wall_time import same_local_time

_DAY: Final = timedelta(days=1)
CONVERSION: Final = timedelta(days=7)
"""The least delay after which a campaign may ask once more somebody who softly refused."""


class Finality(Enum):
    """What an outcome ends."""

    NOTHING = "nothing"
    CHANNEL = "channel"  # no more on this channel; another may go on
    CONTACT = "contact"


@dataclass(frozen=True)
class Retry:
    """What an outcome asks for where the campaign says nothing.

    The n-th delay answers the n-th such outcome and the last repeats, `at_most` times in all.
    None at all: the step is over. `elapsed`: a silence by law, kept in full by any clock.
    `held`: no delay can tell; the reason why it waits for evidence.
    """

    delays: tuple[timedelta, ...] = ()
    at_most: int | None = None
    elapsed: bool = False
    held: str = ""


STEP_IS_OVER: Final = Retry()
"""An outcome after which this step has nothing more to try."""


@dataclass(frozen=True)
class Ended:
    """An ended attempt. `nth` counts such outcomes of the contact, `spent` the step's attempts."""

    outcome: str
    nth: int
    at: datetime  # as the carrier reports it
    step: int
    spent: int
    retry: Retry = STEP_IS_OVER
    finality: Finality = Finality.NOTHING


@dataclass(frozen=True)
class Ahead:
    """What lies ahead of a contact: open hours, the end, the person's zone, the parts tried.

    `missed` counts the attempts in each part at which nobody was there.
    """

    hours: Opening
    until: datetime
    zone: tzinfo
    now: datetime
    jitter: float = 0.0
    tried: frozenset[DayPart] = frozenset()
    missed: Mapping[DayPart, int] = field(default_factory=dict)


def jitter(contact_id: int | str, slot: int) -> float:
    """A share from 0 to 0.1 that spreads retries; the same contact and slot always get the same."""
    digest = sha256(f"{contact_id}:{slot}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64 / 10


def after(ended: Ended, contacting: Contacting, ahead: Ahead) -> Next:
    """What follows: wait and try again, go on with the next step, hold, or give up."""
    retry = _rule(ended, contacting)
    if ended.retry.held:
        return Hold(ended.retry.held)
    if ended.finality is Finality.CHANNEL:
        return _next_step(ended, contacting, ahead)
    if ended.finality is Finality.CONTACT and not retry.delays:
        return GiveUp(ended.outcome)
    if _is_spent(ended, retry, contacting):
        if ended.finality is Finality.CONTACT:
            return GiveUp(ended.outcome)
        return _next_step(ended, contacting, ahead)
    return _again(ended, retry, contacting, ahead)


def later(start: datetime, delay: timedelta, ahead: Ahead) -> datetime | None:
    """`delay` after `start`: whole days by the calendar, less in open time; jitter added.

    None if that is more than a year away. The moment may be closed where days were counted.
    """
    if delay >= _DAY and delay % _DAY == timedelta():
        return same_local_time(start, delay // _DAY, ahead.zone) + delay * ahead.jitter
    return ahead.hours.add_open(start, delay * (1 + ahead.jitter))


def _rule(ended: Ended, contacting: Contacting) -> Retry:
    """The campaign's delays for the outcome, else the outcome's own."""
    given = contacting.retry.get(ended.outcome)
    if given is None:
        return ended.retry
    delays = (given,) if isinstance(given, timedelta) else tuple(given)
    if ended.finality is Finality.CONTACT:
        # Only a soft refusal is ever asked again: once, and not soon.
        converts = ended.outcome == "refused" and bool(delays) and delays[0] >= CONVERSION
        return Retry(delays, at_most=1) if converts else ended.retry
    most = ended.retry.at_most
    return Retry(delays, None if most is None else max(most, len(delays)), ended.retry.elapsed)


def _is_spent(ended: Ended, retry: Retry, contacting: Contacting) -> bool:
    if not retry.delays or (retry.at_most is not None and ended.nth > retry.at_most):
        return True
    return ended.spent >= contacting.channels[ended.step].either.attempts


def _again(ended: Ended, retry: Retry, contacting: Contacting, ahead: Ahead) -> Wait | GiveUp:
    delay = retry.delays[min(ended.nth, len(retry.delays)) - 1]
    span = Span(ahead.hours, ahead.until, needed_by(contacting.channels[ended.step]))
    due = later(ended.at, delay, ahead)
    if due is None:
        return GiveUp(NO_TIME_LEFT)
    if retry.elapsed:
        due = max(due, ended.at.astimezone(UTC) + delay)
    first = span.first_from(max(due, ahead.now))
    if first is None:
        return GiveUp(NO_TIME_LEFT)
    said = f"{ended.outcome}: again after {write_duration(delay)}"
    step = contacting.channels[ended.step]
    if step.channel is not Channel.CALL:
        return Wait(first, said)
    left = step.either.attempts - ended.spent
    spread = Spread(contacting.day_parts, left, ahead.tried, ahead.missed)
    moment, part = choose(first, spread, span, ahead.zone)
    return Wait(moment, said + part)


def _next_step(ended: Ended, contacting: Contacting, ahead: Ahead) -> NextStep | GiveUp:
    """The next step of the cascade; after the end of a channel, the next on another one."""
    here = contacting.channels[ended.step].channel
    ends_channel = ended.finality is Finality.CHANNEL
    for index, step in enumerate(contacting.channels[ended.step + 1 :], ended.step + 1):
        if ends_channel and step.channel is here:
            continue
        span = Span(ahead.hours, ahead.until, needed_by(step))
        delay = step.either.after
        start = later(ended.at, delay, ahead) if delay else ended.at
        moment = span.first_from(max(start, ahead.now)) if start else None
        if moment is None:
            return GiveUp(NO_TIME_LEFT)
        wait = f", {write_duration(delay)} later" if delay else ""
        return NextStep(index, moment, f"{ended.outcome}: on to {step.channel.value}{wait}")
    return GiveUp(ended.outcome if ends_channel else "all attempts are spent")
