"""The voice menu, talked through by keys: `*` again, `#` skip, nothing is silence, `!` cuts the prompt short."""

import re
from dataclasses import replace
from typing import Final

from outbound.campaign.schema import Mode
from outbound.errors import InputError
from outbound.rehearsal.machine import MACHINE, WHAT, take_machine
from outbound.rehearsal.nouns import Line, Manner, Talk, Told
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.turns import told
from outbound.script.conversation import Conversation, begin, hear, leave
from outbound.script.prompts import digits

HANG_UP: Final = "/hang-up"
_KEYS = re.compile(r"!?[0-9*#]*")


def open_voice(stage: Stage) -> Told:
    """The call is answered: the opening and the first question."""
    return told(stage, Talk(Conversation(Mode.VOICE)), begin(stage.plan, Mode.VOICE))


def take_voice(stage: Stage, talk: Talk, typed: str) -> Told:
    """Keys, silence, or the end of the call. Raises InputError for what no telephone can send."""
    if typed == MACHINE:
        return take_machine(stage, talk)
    if typed == HANG_UP:
        return told(stage, replace(talk, left=True), leave(talk.conversation))
    if not _KEYS.fullmatch(typed) or typed == "!":
        raise InputError(
            f"{typed!r} cannot be keyed in.",
            hint="Keys are 0-9, * and #; an empty line is silence; ? shows what may be typed.",
        )
    notes = []
    keys = typed.removeprefix("!")
    if typed.startswith("!"):
        notes.append(Line(Manner.NOTE, "the prompt stops at the first key"))
    most = digits(stage.question(talk.conversation.at or ""))
    if len(keys) > most:
        notes.append(Line(Manner.NOTE, f"the menu takes {most} keys; the rest is not heard"))
    after, lines = told(stage, talk, hear(stage.plan, talk.conversation, keys[:most] or None))
    return after, (*notes, *lines)


def possible_voice(stage: Stage, talk: Talk) -> list[tuple[str, str]]:
    """What may be typed at this point, and what it does."""
    most = digits(stage.question(talk.conversation.at or ""))
    return [
        ("0-9", f"press keys, at most {most} of them together"),
        ("*", "hear the question again"),
        ("#", "skip the question"),
        ("!8", "press 8 before the prompt is over"),
        ("(nothing)", "silence"),
        (HANG_UP, "hang up"),
        (MACHINE, WHAT),
    ]
