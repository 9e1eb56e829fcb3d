"""Which questions a person is asked: branches, rotation, modes, and how much has been answered."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm
from outbound.expression.evaluate import evaluate
from outbound.expression.parse import parse
from outbound.expression.tree import Expression
from outbound.script.plan import Plan
from outbound.script.understand import Value


@dataclass(frozen=True)
class Answer:
    """One answer as given: the value, its number if it has one, the words, and in which mode."""

    value: Value
    number: float | None
    raw: str
    mode: Mode
    revision: int = 1


Answers = Mapping[str, Answer]
"""Answers by question id."""


@dataclass(frozen=True)
class Standing:
    """A question as it stands: whether it applies to the person now, and its answer, kept either way."""

    question: Question
    applies: bool
    answer: Answer | None


@dataclass(frozen=True)
class Progress:
    """How much of the questionnaire is answered. A "not used" counts as answered.

    partial: not complete, but at least half of the core questions that apply
    """

    answered_core: int
    applicable_core: int
    complete: bool
    partial: bool


def applying(plan: Plan, mode: Mode, answers: Answers) -> tuple[Question, ...]:
    """The questions that apply to the person, in order: branches open, rotation decided.

    Those that this mode does not ask are among them, as another mode may ask them.
    """
    holding = _holding(plan, answers)
    chosen = {
        name: _turn(plan, mode, answers, name, tuple(members))
        for name, members in groupby(
            sorted((q for q in holding if q.rotate), key=lambda q: q.rotate or ""),
            key=lambda q: q.rotate or "",
        )
    }
    return tuple(q for q in holding if q.rotate is None or chosen[q.rotate] == q.id)


def asked_in(question: Question, mode: Mode) -> bool:
    """Whether the mode asks the question; nobody keys in a text."""
    spelled = mode is Mode.VOICE and question.answer.form is AnswerForm.TEXT
    return mode in question.modes and not spelled


def applicable(plan: Plan, mode: Mode, answers: Answers) -> tuple[Question, ...]:
    """The questions that this mode asks the person, in order, answered or not."""
    return tuple(q for q in applying(plan, mode, answers) if asked_in(q, mode))


def next_question(
    plan: Plan, mode: Mode, answers: Answers, passed: Iterable[str] = ()
) -> Question | None:
    """The first applicable question without an answer, not counting those passed over."""
    done = {*answers, *passed}
    return next((q for q in applicable(plan, mode, answers) if q.id not in done), None)


def standings(plan: Plan, mode: Mode, answers: Answers) -> tuple[Standing, ...]:
    """Every question as it stands; an answer whose branch has closed is kept but does not apply."""
    now = {q.id for q in applying(plan, mode, answers)}
    return tuple(Standing(q, q.id in now, answers.get(q.id)) for q in plan.questions)


def progress(plan: Plan, mode: Mode, answers: Answers) -> Progress:
    """How far the person has come, as this mode asks; answers of earlier modes count."""
    counted = [q for q in applying(plan, mode, answers) if q.id in answers or asked_in(q, mode)]
    core = [q for q in counted if q.core]
    answered = sum(q.id in answers for q in core)
    complete = all(q.id in answers for q in counted)
    partial = not complete and answered > 0 and 2 * answered >= len(core)
    return Progress(answered, len(core), complete, partial)


def _holding(plan: Plan, answers: Answers) -> list[Question]:
    """The questions whose `when` holds, each decided on the answers before it that apply."""
    row: dict[str, object] = {**plan.facts, **dict.fromkeys(q.id for q in plan.questions)}
    holding = []
    for question in plan.questions:
        if question.when is not None and not _holds(plan, question.when, row):
            continue
        holding.append(question)
        if question.id in answers:
            row[question.id] = answers[question.id].value
    return holding


def _holds(plan: Plan, when: str, row: Mapping[str, object]) -> bool:
    value = evaluate(
        _parsed(when), row, history=plan.history, events=None, moment=plan.moment, zone=plan.zone
    )
    return value is True  # unknown opens no branch


@lru_cache(maxsize=4096)
def _parsed(when: str) -> Expression:
    return parse(when)


def _turn(
    plan: Plan, mode: Mode, answers: Answers, group: str, members: tuple[Question, ...]
) -> str:
    """Whose turn it is in a rotation group: one already answered, else the highest hash.

    Ranking by hash keeps a person's question when another member of the group comes or goes.
    """
    answered = [q for q in members if q.id in answers]
    candidates = answered or [q for q in members if asked_in(q, mode)] or members
    return max(candidates, key=lambda q: _rank(plan.subscriber, group, q.id)).id


def _rank(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()
