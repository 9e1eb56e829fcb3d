"""How a simulated subscriber words an answer: keys on a call, a few characters in a message.

How somebody words an answer never depends on what they think, so that no wording biases a score.
"""

from collections.abc import Mapping
from typing import Final

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm
from outbound.carrier.simulator.chance import Chance
from outbound.carrier.simulator.opinions import Subscriber, Value

CHINESE: Final = "零一二三四五六七八九十"
ENGLISH: Final = (
    *("zero", "one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)
FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")

PUZZLED: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("什么意思", "你好", "？"),
    "en": ("who is this", "what do you mean", "?"),
}
PUZZLED_SHARE: Final = 0.03
"""The share of first messages in a conversation that answer nothing."""

OPT_OUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("退订", "TD", "T", "别再发了", "STOP"),
    "en": ("STOP", "Stop", "unsubscribe", "please stop texting me"),
}

_YES: Final[Mapping[str, str]] = {"zh": "是的", "en": "yes"}
_NO: Final[Mapping[str, str]] = {"zh": "不用", "en": "no"}
_UNUSED: Final[Mapping[str, str]] = {"zh": "没用过", "en": "not used"}
_SKIP: Final = "skip"  # what the agent's page sends for the "not used" answer
_SKIP_KEY: Final = "#"


def word(person: Subscriber, question: Question, value: Value, mode: Mode, chance: Chance) -> str:
    """The raw reply that gives `value` in that mode."""
    if mode is Mode.VOICE:
        return _keys(question, value)
    if mode is Mode.SMS:
        return _text(person, question, value, chance)
    return _plain(value)


def opt_out(person: Subscriber, chance: Chance) -> str:
    """How this person asks not to be contacted again."""
    choices = OPT_OUTS.get(person.language, OPT_OUTS["en"])
    return chance.pick(choices, "opt-out words", person.number)


def puzzled(person: Subscriber, chance: Chance) -> str:
    """Something that answers no question."""
    choices = PUZZLED.get(person.language, PUZZLED["en"])
    return chance.pick(choices, "puzzled words", person.number)


def _plain(value: Value) -> str:
    """As the agent's page sends it: numbers, yes or no, option ids."""
    match value:
        case None:
            return _SKIP
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ",".join(value)
        case _:
            return str(value)


def _keys(question: Question, value: Value) -> str:
    """Keys of the telephone: on a scale from 1 to 10 the key 0 is ten; options by their place."""
    kind = question.answer
    match value:
        case None:
            return _SKIP_KEY
        case bool():
            return "1" if value else "2"
        case int():
            return "0" if (kind.low, kind.high, value) == (1, 10, 10) else str(value)
        case _:
            return _places(question, value)


def _places(question: Question, value: str | tuple[str, ...]) -> str:
    """The places of the chosen options; what is no option cannot be keyed."""
    chosen = (value,) if isinstance(value, str) else value
    names = list(question.options)
    return "".join(str(names.index(option) + 1) for option in chosen if option in names)


def _text(person: Subscriber, question: Question, value: Value, chance: Chance) -> str:
    """As people type it: mostly the number or code alone, sometimes in words."""
    tongue = person.language if person.language in _YES else "en"
    wordy = chance.share("wordy", person.number, question.id) < 0.2
    match value:
        case True if question.code is not None:
            return question.code
        case None:
            return question.skip.of(person.language) if question.skip else _UNUSED[tongue]
        case bool():
            words = _YES if value else _NO
            return words[tongue] if wordy else ("1" if value else "2")
        case int():
            return _number(value, tongue, wordy, chance.share("style", person.number))
        case str() if question.answer.form is AnswerForm.ONE_OF:
            label = question.options[value].of(person.language)
            return label if wordy else _places(question, value)
        case tuple():
            return " ".join(_places(question, value))
        case _:
            return str(value)


def _number(value: int, tongue: str, wordy: bool, style: float) -> str:
    if not wordy:
        return str(value)
    if tongue != "zh":
        return ENGLISH[value] if value < len(ENGLISH) and style < 0.5 else f"{value} points"
    if style < 0.5:
        return f"{value}分"
    if style < 0.8 or value >= len(CHINESE):
        return str(value).translate(FULL_WIDTH)
    return CHINESE[value]
