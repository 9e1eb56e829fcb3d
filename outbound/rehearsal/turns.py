"""A conversation's acts as lines of a rehearsal: what was stored, then what is said or sent."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from outbound.campaign.schema import Mode
from outbound.rehearsal.nouns import Line, Manner, Talk, Told
from outbound.rehearsal.plain import written
from outbound.rehearsal.stage import Stage
from outbound.script.conversation import Act, Ask, Record, Say
from outbound.script.conversation import Turn as Heard
from outbound.script.sms_length import segments
from outbound.script.uttered import message


def told(stage: Stage, talk: Talk, turn: Heard) -> Told:
    """The talk after a turn of its conversation, and the lines of that turn."""
    conversation, acts = turn
    asked = tuple(act.question_id for act in acts if isinstance(act, Ask))
    after = replace(
        talk,
        conversation=conversation,
        over=talk.over or conversation.closed is not None,
        asked=tuple(dict.fromkeys((*talk.asked, *asked))),
    )
    return after, tuple(_lines(stage, acts))


def sent(text: str) -> Line:
    """A message with what it costs to send."""
    length = segments(text)
    parts = "1 message" if length.segments == 1 else f"{length.segments} messages"
    return Line(Manner.SEND, text, f"{parts}, {length.encoding}, {length.units}")


def stored(act: Record) -> Line:
    """An answer as it is stored; a correction says which."""
    again = f", correction {act.revision - 1}" if act.revision > 1 else ""
    return Line(Manner.STORE, written(act.value) + again, act.question_id)


def _lines(stage: Stage, acts: Iterable[Act]) -> Iterator[Line]:
    acts = tuple(acts)
    yield from (stored(act) for act in acts if isinstance(act, Record))
    if stage.setting.mode is Mode.SMS:
        if text := message(acts):
            yield sent(text)
        return
    for act in acts:
        if isinstance(act, Say):
            yield Line(Manner.SAY, act.text)
        elif isinstance(act, Ask):
            yield Line(Manner.ASK, act.text, act.question_id)
