"""Promised callbacks: the windows that may be offered, and the booking of one."""

from datetime import datetime, timedelta
from typing import Final

from outbound.engine.attempts.cases import reach_of, span_of
from outbound.engine.attempts.settle import Over
from outbound.errors import InputError, RefusedError
from outbound.policy.callbacks import LENGTH, Window, why_not

SOONEST: Final = timedelta(minutes=15)


def windows(over: Over, now: datetime) -> list[tuple[datetime, datetime]]:
    """The open spans in which a callback may be promised, soonest first, inside `callbacks.within`."""
    span = span_of(over.contact, over.running)
    if span is None:
        return []
    last = min(now + over.running.campaign.contact.callbacks.within, span.until)
    found, at = [], now + SOONEST
    while (start := span.first_from(at)) is not None and start < last:
        close = span.hours.closes_at(start) or last
        found.append((start, min(close, last)))
        at = close
    return found


def book(over: Over, agent_id: str, start: datetime | None, now: datetime) -> None:
    """Promise the contact a call in the hour from `start`, by the same agent for a while.

    Raises InputError without a start, RefusedError for one that cannot be kept.
    """
    if start is None:
        raise InputError("A callback needs its time.", hint="Choose one of the times offered.")
    span = span_of(over.contact, over.running)
    if span is None:
        raise RefusedError(reach_of(over.contact, over.running).refusal)
    window = Window(start, start + LENGTH)
    hindrance = why_not(window, now, over.running.campaign.contact.callbacks.within, span)
    if hindrance:
        raise RefusedError(
            f"That time cannot be promised: {hindrance}.", hint="Choose one of the times offered."
        )
    over.contact.callback_start, over.contact.callback_end = window.start, window.end
    over.contact.agent_id = agent_id
