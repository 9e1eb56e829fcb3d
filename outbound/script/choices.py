"""The answers that an agent may press for a question, and how a given one reads in the customer's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from outbound.campaign.schema import Question
from outbound.campaign.values import AnswerForm

YES_NO: Final[Mapping[str, tuple[str, str]]] = {"zh": ("是", "否"), "en": ("yes", "no")}


@dataclass(frozen=True)
class Choice:
    """A value the agent may press, and how it reads in the customer's language."""

    value: str
    label: str


def choices_of(question: Question, language: str) -> Iterable[Choice]:
    """The answers to press; none where the answer is written down."""
    kind = question.answer
    match kind.form:
        case AnswerForm.SCALE:
            return [Choice(str(n), str(n)) for n in range(kind.low, kind.high + 1)]
        case AnswerForm.YES_NO:
            yes, no = YES_NO.get(language, YES_NO["en"])
            return [Choice("yes", yes), Choice("no", no)]
        case AnswerForm.ONE_OF | AnswerForm.MANY_OF:
            return [Choice(key, text.of(language)) for key, text in question.options.items()]
        case AnswerForm.NUMBER | AnswerForm.TEXT | AnswerForm.DATE:
            return []


def shown(question: Question, value: object, choices: Sequence[Choice], language: str) -> str:
    """A stored answer as one line of text."""
    if value is None:
        return question.skip.of(language) if question.skip else "–"
    if isinstance(value, bool):
        return YES_NO.get(language, YES_NO["en"])[0 if value else 1]
    labels = {choice.value: choice.label for choice in choices}
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return labels.get(text, text)
