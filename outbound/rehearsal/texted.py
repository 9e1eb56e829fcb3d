"""The exchange of messages: replies, a stop in any words, and the end of the time for a reply."""

from dataclasses import replace
from typing import Final

from outbound.campaign.schema import Mode
from outbound.policy.opt_out import OptOut, opt_out
from outbound.policy.suppression import parse_scope
from outbound.rehearsal.nouns import Line, Manner, Talk, Told
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.turns import sent, told
from outbound.script.conversation import Closing, Conversation, begin, hear
from outbound.script.uttered import confirmation

WAIT: Final = "/wait"
KEPT: Final = Line(Manner.NOTE, "kept for a person to read; nothing is answered")


def open_sms(stage: Stage) -> Told:
    """The message that reaches out: a notice, or the opening and the first question."""
    talk = Talk(Conversation(Mode.SMS))
    if not stage.campaign.questions:
        return talk, (sent(stage.message()),)
    return told(stage, talk, begin(stage.plan, Mode.SMS))


def take_sms(stage: Stage, talk: Talk, typed: str) -> Told:
    """A reply; an empty line lets the time for one pass."""
    if typed in {"", WAIT}:
        closed = told(stage, talk, hear(stage.plan, talk.conversation, None))[0]
        return replace(closed, over=True, left=True), (
            Line(Manner.NOTE, "the time for a reply is over"),
        )
    said = opt_out(typed)
    if said is not None:
        return _stopped(stage, talk, typed, said)
    if not stage.campaign.questions:
        return talk, (KEPT,)
    return told(stage, talk, hear(stage.plan, talk.conversation, typed))


def possible_sms(stage: Stage, talk: Talk) -> list[tuple[str, str]]:
    """What may be typed at this point, and what it does."""
    replies = "an answer in any words" if stage.campaign.questions else "a reply; none is expected"
    return [
        ("TEXT", replies),
        ("T, STOP, 退订", "ask for no more; so does any wording that means it"),
        ("(nothing)", f"no reply until the time for one is over; also {WAIT}"),
    ]


def _stopped(stage: Stage, talk: Talk, typed: str, said: OptOut) -> Told:
    """Suppress what was asked for; what else runs goes on where the person named less than this."""
    campaign = stage.campaign
    covers = any(
        parse_scope(s).covers(campaign.purpose, stage.channel, campaign.id) for s in said.scopes
    )
    conversation = talk.conversation
    if covers:
        conversation = replace(conversation, at=None, closed=Closing.OPTED_OUT)
    scopes = tuple(dict.fromkeys((*talk.scopes, *said.scopes)))
    fresh = [scope for scope in said.scopes if scope not in talk.scopes]
    after = replace(talk, conversation=conversation, scopes=scopes, over=covers)
    lines = [Line(Manner.NOTE, f"suppressed: {scope}") for scope in fresh]
    if said.doubtful:
        lines.append(Line(Manner.NOTE, "a person decides what was meant"))
    if text := confirmation(said, typed, stage.setting.language) if fresh else "":
        lines.append(sent(text))
    elif fresh:
        lines.append(Line(Manner.NOTE, "the carrier confirms it by itself"))
    return after, tuple(lines)
