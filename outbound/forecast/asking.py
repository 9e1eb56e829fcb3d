"""What asking takes: how many questions a person meets, how long a talk lasts, how many segments a text has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outbound.campaign.schema import Campaign, Mode
from outbound.dialing.outcome import Outcome
from outbound.forecast.odds import NEXT_REPLY, TALK, Odds
from outbound.script.questionnaire import asked_in

BRANCH: Final = 0.4
"""The chance that a question with a `when` is met, before anything is known."""

_UNWILLING: Final = {Outcome.REFUSED, Outcome.REFUSED_HARD, Outcome.WRONG_PERSON, Outcome.CALLBACK_AGREED}  # fmt: skip
_SILENT: Final = {Outcome.BUSY, Outcome.NOT_IN_SERVICE}


@dataclass(frozen=True)
class Spent:
    """What one attempt takes: seconds of an agent and of an open line, segments of text."""

    agent: float = 0.0
    line: float = 0.0
    segments: float = 0.0


@dataclass(frozen=True)
class TextLength:
    """Segments of the message that reaches out, and of each further turn in its order."""

    first: float = 1.0
    turns: Sequence[float] = ()


def questions_met(campaign: Campaign, mode: Mode) -> float:
    """How many questions a person is asked in a mode: branches by chance, one of each rotation."""
    alone, groups = 0.0, dict[str, float]()
    for question in campaign.questions:
        if not asked_in(question, mode):
            continue
        chance = 1.0 if question.when is None else BRANCH
        if question.rotate is None:
            alone += chance
        else:
            groups[question.rotate] = groups.get(question.rotate, 0.0) + chance
    return alone + sum(min(1.0, chance) for chance in groups.values())


def spent(outcome: Outcome, mode: Mode, odds: Odds, questions: float, text: TextLength) -> Spent:
    """What an attempt with that outcome takes; an agent from its reservation to its end, as reports count."""
    if mode is Mode.SMS:
        return Spent(segments=_segments(outcome, text))
    seconds = TALK[mode]
    talk = _talk(outcome, mode, odds, questions)
    rings = seconds.rings_out if outcome is Outcome.NO_ANSWER else seconds.picked_up_after
    rings = 2.0 if outcome in _SILENT else rings
    over = 0.0 if talk else seconds.line
    return Spent(rings + talk + over if mode is Mode.AGENT else 0.0, talk)


def _talk(outcome: Outcome, mode: Mode, odds: Odds, questions: float) -> float:
    seconds = TALK[mode]
    if outcome is Outcome.COMPLETED:
        return odds.talk or seconds.opening + seconds.question * questions
    if outcome is Outcome.PARTIAL:
        return seconds.opening + seconds.question * questions / 2
    if outcome in _UNWILLING:
        return seconds.unwilling
    return seconds.machine if outcome is Outcome.MACHINE else 0.0


def _segments(outcome: Outcome, text: TextLength) -> float:
    """The first message, and the turns that replies brought about."""
    if outcome is Outcome.COMPLETED:
        return text.first + sum(text.turns)
    if outcome is Outcome.PARTIAL:
        return text.first + sum(text.turns) / 2
    if outcome is Outcome.DELIVERED and text.turns:
        few = 1 - NEXT_REPLY  # of those who replied at all, who fell silent soon
        return text.first + few * text.turns[0]
    return text.first
