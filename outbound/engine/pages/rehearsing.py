"""Talking a script through in the browser: replayed from the lines typed so far, so that nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from outbound.audience.base import Base
from outbound.campaign.schema import Mode
from outbound.engine.attempts.cases import reach_of
from outbound.engine.running import Running
from outbound.engine.scripts.listening import Listening, Teller, listening, modes_of, one_of
from outbound.engine.scripts.script_view import Listener, ScriptChoice
from outbound.errors import InputError, NotFoundError, OutboundError, RefusedError
from outbound.rehearsal.nouns import Line, Setting
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.talking import Scene, begin, end, possible, refusal, step

MOST: Final = 100
"""Lines that one rehearsal in the browser takes; each step says them all again."""


@dataclass(frozen=True)
class RehearsalChoice:
    """Who is talked to, how, from which moment on, and what was typed so far."""

    listener: ScriptChoice
    mode: str = ""
    at: datetime | None = None
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class RehearsalTurn:
    """What was typed, and what followed; `taken` is false where it was not possible."""

    typed: str
    lines: tuple[Line, ...]
    taken: bool


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal as far as it has come, and what it would come to if it ended here.

    possible: what may be typed now, each with what it does
    """

    mode: str
    modes: tuple[str, ...]
    listener: Listener
    at: datetime
    opening: tuple[Line, ...]
    turns: tuple[RehearsalTurn, ...]
    over: bool
    possible: tuple[tuple[str, str], ...]
    end: dict[str, Any]

    @property
    def typed(self) -> tuple[str, ...]:
        """The lines that were taken: what the next step says again."""
        return tuple(turn.typed for turn in self.turns if turn.taken)


def rehearse(
    running: Running, base: Base | None, choice: RehearsalChoice, teller: Teller
) -> Rehearsal:
    """The rehearsal after all that was typed. Raises NotFoundError, ScriptError, RefusedError."""
    modes = tuple(mode.value for mode in modes_of(running))
    mode = one_of(choice.mode, modes, "mode")
    if len(choice.typed) > MOST:
        raise RefusedError(f"A rehearsal takes at most {MOST} lines.", hint="Begin again.")
    at = choice.at or teller.now.replace(second=0, microsecond=0)
    heard = listening(running, base, choice.listener, at)
    stage = Stage(
        running.campaign, running.centre, running.environment, _setting(running, heard, mode, teller, at)
    )  # fmt: skip
    scene = begin(stage)
    opening = scene.lines
    scene, turns = _said_again(stage, scene, choice.typed)
    return Rehearsal(
        mode, modes, heard.listener, at, opening, turns, scene.over,
        tuple(possible(stage, scene.stored)), dict(end(stage, scene.stored)),
    )  # fmt: skip


def _said_again(
    stage: Stage, scene: Scene, typed: Sequence[str]
) -> tuple[Scene, tuple[RehearsalTurn, ...]]:
    turns = []
    for line in typed:
        if scene.over:
            break
        try:
            scene = step(stage, scene.stored, line)
        except (InputError, NotFoundError, RefusedError) as failure:
            turns.append(RehearsalTurn(line, (_told(failure),), taken=False))
            continue
        turns.append(RehearsalTurn(line, scene.lines, taken=True))
    return scene, tuple(turns)


def _told(failure: OutboundError) -> Line:
    return refusal(failure)


def _setting(
    running: Running, heard: Listening, mode: str, teller: Teller, at: datetime
) -> Setting:
    contact, listener = heard.contact, heard.listener
    zone = reach_of(contact, running).zone
    return Setting(
        Mode(mode), listener.segment, listener.language, at, listener.id, teller.name,
        zone.key, contact.facts,
    )  # fmt: skip
