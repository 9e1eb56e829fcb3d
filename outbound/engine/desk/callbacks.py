"""Promised callbacks: the windows that may be offered, the booking of one, and those that we missed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from sqlmodel import Session

from db.locks import lock_promises
from outbound.engine.attempts.cases import reach_of, span_in
from outbound.engine.attempts.over import Over
from outbound.engine.context import Engine
from outbound.engine.desk.roster import roster_of
from outbound.errors import InputError, RefusedError
from outbound.policy.callbacks import LENGTH, Window, why_not
from outbound.policy.promised_time import Roster
from outbound.policy.span import Span

SOONEST: Final = timedelta(minutes=15)
NEIGHBOURS: Final = 3
"""How many other times are offered for one that cannot be promised."""


def windows(
    engine: Engine, session: Session, over: Over, agent_id: str, now: datetime
) -> list[tuple[datetime, datetime]]:
    """The open spans in which this agent may promise a callback, soonest first, on the person's own clock.

    Inside `callbacks.within` and the campaign's dates, and where agents have time left for one.
    """
    place = reach_of(over.contact, over.running)
    span = span_in(place, over.contact, over.running)
    if span is None:
        return []
    last = min(now + over.running.campaign.contact.callbacks.within, span.until)
    roster = roster_of(engine, session, over, now)
    language = over.contact.language
    free = (
        piece
        for piece in _pieces(span, now + SOONEST, last, place.zone)
        if not roster.why_full(Window(piece.start, piece.start + LENGTH), language, agent_id)
    )
    zone = place.zone
    return [(one.start.astimezone(zone), one.end.astimezone(zone)) for one in _joined(free)]


def book(
    engine: Engine, session: Session, over: Over, agent_id: str, start: datetime | None
) -> None:
    """Promise the contact a call in the hour from `start`, by the same agent for a while.

    Raises InputError without a start, RefusedError, with other times, for one that cannot be kept.
    """
    if start is None:
        raise InputError("A callback needs its time.", hint="Choose one of the times offered.")
    now, place = engine.clock.now(), reach_of(over.contact, over.running)
    span = span_in(place, over.contact, over.running)
    if span is None:
        raise RefusedError(place.refusal)
    lock_promises(session)
    window, roster = Window(start, start + LENGTH), roster_of(engine, session, over, now)
    within = over.running.campaign.contact.callbacks.within
    hindrance = why_not(window, now, within, span) or roster.why_full(
        window, over.contact.language, agent_id
    )
    if hindrance:
        offered = windows(engine, session, over, agent_id, now)
        raise RefusedError(
            f"That time cannot be promised: {hindrance}.", hint=_others(start, offered)
        )
    over.contact.callback_start, over.contact.callback_end = window.start, window.end
    over.contact.agent_id = _keeper(roster, window, agent_id)


def _keeper(roster: Roster, window: Window, agent_id: str) -> str | None:
    """Who makes the call; anybody where the agent is not at work then."""
    known = any(worker.id == agent_id for worker in roster.workers)
    return agent_id if not known or roster.keeper(window, agent_id) else None


def _pieces(span: Span, begin: datetime, last: datetime, zone: tzinfo) -> Iterator[Window]:
    """The open time, cut where an hour begins on the clock of the zone."""
    at = begin
    while (start := span.first_from(at)) is not None and start < last:
        close = min(span.hours.closes_at(start) or last, last)
        while start < close:
            begun = start.astimezone(zone).replace(minute=0, second=0, microsecond=0)
            full = begun.astimezone(UTC) + LENGTH
            yield Window(start, min(full, close))
            start = full
        at = close


def _joined(pieces: Iterable[Window]) -> list[Window]:
    """The pieces, those that touch made one."""
    found: list[Window] = []
    for piece in pieces:
        if found and found[-1].end == piece.start:
            found[-1] = Window(found[-1].start, piece.end)
        else:
            found.append(piece)
    return found


def _others(wanted: datetime, offered: Iterable[tuple[datetime, datetime]]) -> str:
    """The nearest times that may be promised instead, on the person's own clock."""
    starts = [slot for start, end in offered for slot in _hours(start, end)]
    near = sorted(sorted(starts, key=lambda start: abs(start - wanted))[:NEIGHBOURS])
    if not near:
        return "No other time is left, either."
    return f"Offer {', '.join(f'{start:%m-%d %H:%M}' for start in near)} instead."


def _hours(start: datetime, end: datetime) -> Iterator[datetime]:
    """The full hours of a span's own clock at which a window in it may begin."""
    full = start.replace(minute=0, second=0, microsecond=0)
    first = full if full == start else full + LENGTH
    while first + LENGTH <= end:
        yield first
        first += LENGTH
