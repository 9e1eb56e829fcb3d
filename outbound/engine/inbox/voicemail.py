"""Messages on answering machines: one a contact, begun after the beep, left once it is said to its end.

A machine is told by the carrier when its greeting is over, or before that by the agent who hears it.
Either way the agent is free at once, and the call goes on by itself.
"""

from typing import Final

from sqlmodel import Session

from db.tables import Attempt
from outbound.carrier.twilio.tokens import callback_url, token
from outbound.carrier.twilio.twiml import say_and_hangup, say_and_redirect, wait
from outbound.dialing.heard import Heard
from outbound.dialing.outcome import Outcome
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts import desks
from outbound.engine.attempts.lines import Divert, HangUp
from outbound.engine.attempts.machines import may_leave, wanted
from outbound.engine.attempts.moves import is_over
from outbound.engine.attempts.settle import Over, end
from outbound.engine.attempts.wording import voicemail_of
from outbound.engine.context import Engine
from outbound.engine.inbox.effects import Effects
from outbound.engine.inbox.progress import said_so_far
from outbound.engine.inbox.second_gate import forbidden
from outbound.script.fault import ScriptError

WAIT, SPEAK, SAID = 0, 1, 2
"""What a call asks for in turn: to wait for the beep, for the words, and what comes after them."""

LONGEST_GREETING: Final = 60
"""Seconds after which no beep is waited for any more."""


def detected(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """A machine picked up: it gets its message or is hung up on, unless somebody has answered a question."""
    attempt = over.attempt
    attempt.machine = bool(heard.machine)
    if not attempt.machine:
        return Effects("human")
    leaving = wanted(over.running, attempt.step)
    bound = attempt.agent_id is not None and not leaving
    settled = is_over(attempt) or bool(attempt.body) or said_so_far(session, over).given
    if bound or settled or attempt.sid is None:
        return Effects("machine")
    _free_agent(engine, session, attempt)
    if heard.greeting_over and may_leave(session, over.contact, over.running, attempt.step):
        return Effects("machine: leave a message", divert=(_to(engine, attempt, SPEAK),))
    return Effects("machine: hang up", hang_up=(HangUp(attempt.sid, answered=True),))


def told_by_agent(engine: Engine, session: Session, over: Over) -> Divert | None:
    """The agent hears a machine: the call waits for its beep without them; None where it cannot."""
    attempt = over.attempt
    waits = attempt.sid is not None and attempt.answered_at is not None and not is_over(attempt)
    if not waits or not may_leave(session, over.contact, over.running, attempt.step):
        return None
    attempt.machine, attempt.agent_id = True, None
    return _to(engine, attempt, WAIT)


def asked(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    """A diverted call asks what to say: nothing until the beep, then the message, and it was left whole."""
    attempt, silence = over.attempt, say_and_hangup([], over.contact.language)
    if is_over(attempt):
        return Effects("late", silence)
    if heard.turn == WAIT:
        return Effects("waits for the beep", wait(LONGEST_GREETING))
    if heard.turn == SAID:
        end(session, over, Provisional(Outcome.VOICEMAIL_LEFT), engine.clock.now())
        return Effects("message left", silence)
    may = may_leave(session, over.contact, over.running, attempt.step)
    if not may or forbidden(engine, session, over):
        return Effects("may no longer speak", silence)
    attempt.body = _words(engine, over)
    if not attempt.body:
        return Effects("nothing to leave", silence)
    after = _url(engine, _to(engine, attempt, SAID))
    return Effects("message begun", say_and_redirect([attempt.body], over.contact.language, after))


def _words(engine: Engine, over: Over) -> str:
    """The message; a script that fails leaves none, and somebody is told."""
    now = engine.clock.now()
    try:
        return voicemail_of(over.running, over.contact, now)
    except ScriptError as failure:
        said = f"no message is left: {failure.message} ({failure.where})"
        engine.heartbeat.alarm(now, "script", said, over.attempt.campaign_id)
        return ""


def _free_agent(engine: Engine, session: Session, attempt: Attempt) -> None:
    desks.let_go(session, attempt, engine.clock.now())
    attempt.agent_id = None


def _to(engine: Engine, attempt: Attempt, turn: int) -> Divert:
    proof = token(engine.settings.token_secret, attempt.id, turn)
    return Divert(attempt.sid or "", proof)


def _url(engine: Engine, to: Divert) -> str:
    return callback_url(engine.settings.public_url, "voicemail", to.token)
