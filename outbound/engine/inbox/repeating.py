"""Saying again what was said last: where an answer of ours got lost, nobody skips ahead."""

from typing import Final

from sqlalchemy import bindparam, select
from sqlmodel import Session, SQLModel

from outbound.dialing.attempt import Event
from outbound.dialing.heard import Endpoint, Heard
from outbound.dialing.port import Progress
from outbound.engine.attempts.moves import is_over, move
from outbound.engine.attempts.settle import Over
from outbound.engine.context import Engine
from outbound.engine.inbox import voice
from outbound.engine.inbox.effects import Effects
from outbound.engine.inbox.progress import own_failure
from outbound.engine.inbox.second_gate import forbidden

_inbox = SQLModel.metadata.tables["inbox"].c
_SAYS: Final = tuple(e.value for e in (Endpoint.VOICE, Endpoint.GATHER, Endpoint.VOICEMAIL))
_LAST: Final = (
    select(_inbox.reply)
    .where(
        _inbox.token == bindparam("attempt"), _inbox.endpoint.in_(_SAYS), _inbox.applied_at.is_not(None),
        _inbox.result.not_like("late%"),
    )
    .order_by(_inbox.applied_at.desc(), _inbox.id.desc())
    .limit(1)
)  # fmt: skip


def last_reply(session: Session, attempt_id: str) -> str:
    """What a call was told last, as TwiML; empty if it was told nothing yet."""
    return str(session.execute(_LAST, {"attempt": attempt_id}).scalar() or "")


def repeated(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """The carrier could not have our last answer: it is said again, and the carrier is asked for what else got lost."""
    own_failure(engine, session, over, heard)
    if is_over(over.attempt) or forbidden(engine, session, over):
        return Effects("may no longer speak", voice.sorry(over))
    said = last_reply(session, over.attempt.id)
    if not said:
        return voice.answered(engine, session, over, heard)
    if heard.progress is Progress.ANSWERED:
        move(over.attempt, Event.PICKED_UP, heard.at or engine.clock.now())
    return Effects("repeated", said)
