"""Ending and diverting calls at the carrier: asked after the transaction that decided it."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from outbound.campaign.schema import Channel
from outbound.dialing.port import Progress
from outbound.engine.attempts import desks
from outbound.engine.context import Engine
from outbound.errors import CarrierError

UP: Final = (Progress.QUEUED, Progress.RINGING, Progress.ANSWERED)
_TO_END: Final = "calls to end"
"""Where a session keeps them until its transaction is over."""


@dataclass(frozen=True)
class HangUp:
    """A call to end at the carrier."""

    sid: str
    answered: bool


@dataclass(frozen=True)
class Divert:
    """A live call that shall ask the voicemail endpoint what to say, with a token for it."""

    sid: str
    token: str


def divert(engine: Engine, order: Divert) -> bool:
    """Divert a call; False where the carrier could not be asked: the call then ends as it would."""
    try:
        engine.carrier.divert(order.sid, order.token)
    except CarrierError as failure:
        engine.heartbeat.alarm(engine.clock.now(), "divert", f"{failure.message} ({order.sid})")
        return False
    _has_left(engine, order.sid)
    return True


def end_later(session: Session, order: HangUp) -> None:
    """Have a call ended once the transaction is over, by whoever then calls `end_lines`."""
    session.info.setdefault(_TO_END, {})[order] = None  # however often it is asked for


def end_lines(engine: Engine, session: Session) -> None:
    """End the calls for which a transaction that is over has asked; one that is missed thanks by itself."""
    for order in session.info.pop(_TO_END, ()):
        hang_up(engine, order)


def hang_up(engine: Engine, order: HangUp) -> bool:
    """End a call; False where the carrier could not be asked, which reconciliation will mend."""
    try:
        engine.carrier.hang_up(order.sid, answered=order.answered)
    except CarrierError as failure:
        engine.heartbeat.alarm(engine.clock.now(), "hang-up", f"{failure.message} ({order.sid})")
        return False
    if order.answered:
        _has_left(engine, order.sid)
    return True


def end_left_open(engine: Engine) -> int:
    """End the calls that stayed in an agent's room after the talk; returns how many rooms are empty again.

    Whoever was to end them has died, or the carrier could not be asked: until they have left, the
    agent gets nobody else, so that no customer ever hears another.
    """
    with engine.store.read() as session:
        lines = desks.left_open(session)
    return sum(
        _is_over(engine, sid) or hang_up(engine, HangUp(sid, answered=True)) for sid in lines
    )


def _is_over(engine: Engine, sid: str) -> bool:
    """Whether the carrier says that a call has ended, or never was."""
    try:
        found = engine.carrier.fetch(Channel.CALL, sid)
    except CarrierError:
        return False
    if found is not None and found.progress in UP:
        return False
    _has_left(engine, sid)
    return True


def _has_left(engine: Engine, sid: str) -> None:
    with engine.store.write() as session:
        desks.left_room(session, sid)
