"""An answering machine picks up instead of the customer: what it gets, and how the call ends."""

from dataclasses import replace
from typing import Final

from outbound.dialing.outcome import Outcome
from outbound.errors import RefusedError
from outbound.rehearsal.nouns import Line, Manner, Talk, Told
from outbound.rehearsal.stage import Stage

MACHINE: Final = "/machine"
WHAT: Final = "an answering machine picks up: hear what is left on it"
BLOCK: Final = "voicemail"


def take_machine(stage: Stage, talk: Talk) -> Told:
    """The message after the beep, or the end of the call. RefusedError where somebody has answered, or none listens."""
    if talk.conversation.answers:
        raise RefusedError("Somebody has answered, so no machine picked up.")
    steps = (s.call for s in stage.campaign.contact.channels if s.mode is stage.setting.mode)
    call = next((step for step in steps if step is not None), None)
    if call is None or call.machine == "ignore":
        raise RefusedError("Nobody listens for machines here.", hint="contact.channels: machine")
    words = stage.voicemail() if call.machine == "message" else ""
    if not words:
        return _over(talk, Outcome.MACHINE, Line(Manner.NOTE, "the machine is hung up on"))
    return _over(talk, Outcome.VOICEMAIL_LEFT, Line(Manner.SAY, words, BLOCK))


def _over(talk: Talk, outcome: Outcome, line: Line) -> Told:
    return replace(talk, over=True, outcome=outcome.value), (line,)
