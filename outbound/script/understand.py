"""What an answer means: keys pressed, words typed, an agent's choice, or that it is not clear.

Never guesses: two different numbers, a number off the scale or a doubtful word are asked again.
On the keypad 0 is ten on a scale that begins at 1 and ends at 10; on a scale from 0 it is 0.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm
from outbound.script.answer_words import NEGATED, NO, SKIPS, YES
from outbound.script.number_words import numbers_in, plain

Value = bool | int | float | str | list[str] | None


@dataclass(frozen=True)
class Understood:
    """A value as it is stored, plain JSON; null means not used, or would not say."""

    value: Value
    number: float | None = None  # the value where it is a number


@dataclass(frozen=True)
class Unclear:
    """Not understood, and why in a few plain words."""

    reason: str


Meaning = Understood | Unclear


def understand(question: Question, raw: str, mode: Mode) -> Meaning:
    """What `raw` means as an answer to the question, heard in that mode."""
    if question.answer.form is not AnswerForm.TEXT and _skips(question, raw):
        return Understood(None)
    return _READERS[question.answer.form](question, raw, mode)


def _skips(question: Question, raw: str) -> bool:
    said = plain(raw)
    own = {plain(label) for label in question.skip.by_language.values()} if question.skip else set()
    return said in own or said in SKIPS or said.rstrip("呢啊吧了的") in own | SKIPS


def _scale(question: Question, raw: str, mode: Mode) -> Meaning:
    kind = question.answer
    keys = raw.rstrip("#") if mode is Mode.VOICE else ""
    if keys == "0" and kind.low == 1 and kind.high == 10:
        return Understood(10, 10.0)
    found = numbers_in(raw, kind.high)
    if len(found) > 1:
        return Unclear("more than one number")
    if not found:
        return Unclear("no number")
    value = found.pop()
    if value != value.to_integral_value():
        return Unclear("not a whole number")
    if not kind.low <= value <= kind.high:
        return Unclear("not on the scale")
    return Understood(int(value), float(value))


def _yes_no(question: Question, raw: str, mode: Mode) -> Meaning:
    said = plain(raw)
    if question.code is not None and mode is Mode.SMS:
        return _by_code(said, plain(question.code))
    if said in YES:
        return Understood(True, 1.0)
    if said in NO:
        return Understood(False, 0.0)
    return Unclear("neither yes nor no")


def _by_code(said: str, code: str) -> Meaning:
    """Only the code says yes, for what it starts may cost; nobody who says no is asked again."""
    if said == code:
        return Understood(True, 1.0)
    return Understood(False, 0.0) if said in NO else Unclear("not the code that says yes")


def _one_of(question: Question, raw: str, mode: Mode) -> Meaning:
    chosen = _chosen(question, raw)
    if len(chosen) > 1:
        return Unclear("more than one choice")
    return Understood(chosen[0]) if chosen else Unclear("none of the choices")


def _many_of(question: Question, raw: str, mode: Mode) -> Meaning:
    said = plain(raw)
    if mode is Mode.VOICE or (said.isdecimal() and len(question.options) < 10):
        said = " ".join(said)  # keys pressed one after the other: 13 is the first and the third
    chosen = _chosen(question, said)
    return Understood(list(chosen)) if chosen else Unclear("none of the choices")


def _chosen(question: Question, raw: str) -> tuple[str, ...]:
    """The options named by their place, id or label, in the questionnaire's order; none if doubtful."""
    said = plain(raw)
    names = list(question.options)
    if re.fullmatch(r"[\d\s,、;/和及and.]+", said):
        places = {int(n) for n in re.findall(r"\d+", said)}
        inside = all(1 <= place <= len(names) for place in places)
        return tuple(names[place - 1] for place in sorted(places)) if inside else ()
    found = set()
    for label, name in _labels(question):
        if label in said:
            found.add(name)
            said = said.replace(label, " ")  # `not solved` must not be found as `solved` again
    return () if NEGATED.search(said) else tuple(name for name in names if name in found)


def _labels(question: Question) -> list[tuple[str, str]]:
    labels = [(plain(name), name) for name in question.options]
    for name, text in question.options.items():
        labels += [(plain(label), name) for label in text.by_language.values()]
    return sorted(labels, key=lambda pair: (-len(pair[0]), pair))


def _number(question: Question, raw: str, mode: Mode) -> Meaning:
    found = numbers_in(raw)
    if len(found) != 1:
        return Unclear("more than one number" if found else "no number")
    value: Decimal = found.pop()
    whole = value == value.to_integral_value()
    return Understood(int(value) if whole else float(value), float(value))


def _text(question: Question, raw: str, mode: Mode) -> Meaning:
    return Understood(raw.strip()) if raw.strip() else Unclear("nothing said")


def _date(question: Question, raw: str, mode: Mode) -> Meaning:
    match = re.fullmatch(
        r"(\d{4})(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})[日号]?|(\d{2})(\d{2}))", plain(raw)
    )
    if match is None:
        return Unclear("not a date with year, month and day")
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return Understood(date(year, month, day).isoformat())
    except ValueError:
        return Unclear("no such day")


_READERS: Final[Mapping[AnswerForm, Callable[[Question, str, Mode], Meaning]]] = {
    AnswerForm.SCALE: _scale,
    AnswerForm.YES_NO: _yes_no,
    AnswerForm.ONE_OF: _one_of,
    AnswerForm.MANY_OF: _many_of,
    AnswerForm.NUMBER: _number,
    AnswerForm.TEXT: _text,
    AnswerForm.DATE: _date,
}
