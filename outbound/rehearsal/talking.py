"""A rehearsal step by step, without input or output: between every two steps it is stored and read back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from outbound.campaign.schema import Mode
from outbound.errors import InputError, NotFoundError, OutboundError, RefusedError
from outbound.rehearsal.agent import open_agent, possible_agent, take_agent
from outbound.rehearsal.findings import findings
from outbound.rehearsal.nouns import Case, Line, Manner, Talk, Told, Turn
from outbound.rehearsal.plain import cleaned
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.texted import open_sms, possible_sms, take_sms
from outbound.rehearsal.voice import open_voice, possible_voice, take_voice

MOST_TURNS: Final = 300
"""Turns after which nobody is rehearsing any more."""


@dataclass(frozen=True)
class Scene:
    """Where a rehearsal stands, as JSON text, and the lines that were heard last."""

    stored: str
    lines: tuple[Line, ...]
    over: bool


@dataclass(frozen=True)
class _Way:
    """How one mode is talked through."""

    begin: Callable[[Stage], Told]
    take: Callable[[Stage, Talk, str], Told]
    possible: Callable[[Stage, Talk], list[tuple[str, str]]]


_WAYS: Final[Mapping[Mode, _Way]] = {
    Mode.AGENT: _Way(open_agent, take_agent, possible_agent),
    Mode.VOICE: _Way(open_voice, take_voice, possible_voice),
    Mode.SMS: _Way(open_sms, take_sms, possible_sms),
}


def modes_of(stage: Stage) -> tuple[Mode, ...]:
    """The modes of the campaign's cascade, in its order."""
    return tuple(dict.fromkeys(step.mode for step in stage.campaign.contact.channels))


def begin(stage: Stage) -> Scene:
    """What the customer hears or reads first. Raises NotFoundError, ScriptError, RefusedError."""
    return _scene(_WAYS[stage.setting.mode].begin(stage))


def step(stage: Stage, stored: str, typed: str) -> Scene:
    """What follows a line. InputError or RefusedError where it cannot be, and nothing has changed then."""
    talk = _read(stored)
    if talk.over:
        raise RefusedError("The conversation is over.")
    return _scene(_WAYS[stage.setting.mode].take(stage, talk, cleaned(typed)))


def possible(stage: Stage, stored: str) -> list[tuple[str, str]]:
    """What may be typed at this point, and what it does."""
    talk = _read(stored)
    found = [] if talk.over else _WAYS[stage.setting.mode].possible(stage, talk)
    return [
        *found,
        ("?", "show this"),
        ("/end", "end the rehearsal here; so does the end of input"),
    ]


def end(stage: Stage, stored: str) -> dict[str, object]:
    """What would be stored, how it ended, and what was not reached."""
    return findings(stage, _read(stored))


def whole(stage: Stage, typed: Iterable[str]) -> Case:
    """The rehearsal of these lines from beginning to end; lines that cannot be are told as such."""
    scene = begin(stage)
    opening = scene.lines
    turns: list[Turn] = []
    for line in typed:
        if scene.over or len(turns) >= MOST_TURNS:
            break
        try:
            scene = step(stage, scene.stored, line)
        except (InputError, NotFoundError, RefusedError) as failure:
            turns.append(Turn(line, (refusal(failure),)))
            continue
        turns.append(Turn(line, scene.lines))
    return Case(stage.setting, opening, tuple(turns), end(stage, scene.stored))


def refusal(failure: OutboundError) -> Line:
    """A line that could not be taken, as it is told."""
    return Line(Manner.NOTE, f"not possible: {failure.message}")


def _scene(told: Told) -> Scene:
    talk, lines = told
    return Scene(json.dumps(talk.to_json(), ensure_ascii=False), lines, talk.over)


def _read(stored: str) -> Talk:
    return Talk.from_json(json.loads(stored))
