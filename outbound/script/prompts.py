"""A question as one text: what is asked, and how to answer it in this mode."""

from collections.abc import Mapping
from typing import Final

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm, Kind
from outbound.script.plan import Plan

SORRY: Final[Mapping[str, Mapping[Mode, str]]] = {
    "zh": {Mode.SMS: "抱歉，没有看懂。", Mode.VOICE: "抱歉，没有听清。"},
    "en": {
        Mode.SMS: "Sorry, we did not understand that.",
        Mode.VOICE: "Sorry, I did not get that.",
    },
}
"""Said before a question is asked again, where the script has no words of its own for it."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {
        "reply-scale": "（回复{low}-{high}的数字）",
        "reply-yes-no": "（回复1是，2否）",
        "reply-one": "（回复{options}）",
        "reply-many": "（可回复多个数字：{options}）",
        "reply-number": "（回复一个数字）",
        "reply-date": "（如2026-08-05）",
        "key-scale": "请用按键打分，{low}最低，{high}最高。",
        "key-ten": "请用按键打分，1最低，0键代表10分，星号键重听，井号键跳过。",
        "key-wide": "请按{low}到{high}的数字，按井号键结束。",
        "key-yes-no": "是请按1，否请按2。",
        "key-choices": "{choices}。",
        "key-choice": "{label}请按{place}",
        "reply-choice": "{place}{label}",
        "key-many": "可按多个键，按井号键结束。",
        "key-number": "请按数字键，按井号键结束。",
        "key-date": "请按八位年月日。",
        "comma": "，",
        "space": "",
    },
    "en": {
        "reply-scale": "Reply {low}-{high}.",
        "reply-yes-no": "Reply 1 yes, 2 no.",
        "reply-one": "Reply {options}.",
        "reply-many": "Reply one or more: {options}.",
        "reply-number": "Reply a number.",
        "reply-date": "Reply a date such as 2026-08-05.",
        "key-scale": "Please key in your score. {low} is the lowest, {high} the highest.",
        "key-ten": "Please key in your score. 1 is the lowest, 0 means 10. "
        "Press star to hear it again, hash to skip.",
        "key-wide": "Please key in {low} to {high}, then press hash.",
        "key-yes-no": "Press 1 for yes, 2 for no.",
        "key-choices": "Press {choices}.",
        "key-choice": "{place} for {label}",
        "reply-choice": "{place} {label}",
        "key-many": "You may press several keys; end with hash.",
        "key-number": "Please key in the number, then press hash.",
        "key-date": "Please key in year, month and day, eight digits.",
        "comma": ", ",
        "space": " ",
    },
}
"""How to answer, by language; a language without words of its own gets the English ones."""


def prompt(plan: Plan, question: Question, mode: Mode, *, explain: bool = True) -> str:
    """What is asked; with `explain` also how to answer it: by keys, by message, not to an agent."""
    asked = question.ask.of(plan.language, plan.fallback)
    words = _WORDS.get(plan.language.split("-")[0], _WORDS["en"])
    if mode is Mode.SMS:
        told = _reply(plan, question, words)
    elif mode is Mode.VOICE:
        told = _keys(plan, question, words) if explain or question.options else ""
    else:
        told = ""
    return f"{asked}{words['space']}{told}" if told else asked


def sorry(plan: Plan, mode: Mode) -> str:
    """What is said before a question is asked again."""
    words = SORRY.get(plan.language.split("-")[0], SORRY["en"])
    return plan.texts.sorry or words.get(mode, "")


def digits(question: Question) -> int:
    """The most keys worth waiting for: one more than a single key, so that a double press shows."""
    kind = question.answer
    match kind.form:
        case AnswerForm.SCALE:
            return max(2, len(str(kind.high)))
        case AnswerForm.MANY_OF:
            return max(2, len(question.options))
        case AnswerForm.NUMBER:
            return 12
        case AnswerForm.DATE:
            return 8
        case AnswerForm.YES_NO | AnswerForm.ONE_OF | AnswerForm.TEXT:
            return 2


def _reply(plan: Plan, question: Question, words: Mapping[str, str]) -> str:
    kind = question.answer
    match kind.form:
        case AnswerForm.SCALE:
            return words["reply-scale"].format(low=kind.low, high=kind.high)
        case AnswerForm.YES_NO:
            return "" if question.code else words["reply-yes-no"]
        case AnswerForm.ONE_OF | AnswerForm.MANY_OF:
            line = "reply-one" if kind.form is AnswerForm.ONE_OF else "reply-many"
            options = _choices(plan, question, words, "reply-choice")
            return words[line].format(options=options)
        case AnswerForm.NUMBER:
            return words["reply-number"]
        case AnswerForm.DATE:
            return words["reply-date"]
        case AnswerForm.TEXT:
            return ""


def _keys(plan: Plan, question: Question, words: Mapping[str, str]) -> str:
    kind = question.answer
    match kind.form:
        case AnswerForm.SCALE:
            return words[_scale_line(kind)].format(low=kind.low, high=kind.high)
        case AnswerForm.YES_NO:
            return words["key-yes-no"]
        case AnswerForm.ONE_OF | AnswerForm.MANY_OF:
            choices = _choices(plan, question, words, "key-choice")
            more = words["key-many"] if kind.form is AnswerForm.MANY_OF else ""
            return words["key-choices"].format(choices=choices) + more
        case AnswerForm.NUMBER:
            return words["key-number"]
        case AnswerForm.DATE:
            return words["key-date"]
        case AnswerForm.TEXT:
            return ""


def _scale_line(kind: Kind) -> str:
    if kind.low == 1 and kind.high == 10:
        return "key-ten"
    return "key-wide" if kind.high >= 10 else "key-scale"


def _choices(plan: Plan, question: Question, words: Mapping[str, str], line: str) -> str:
    labels = [text.of(plan.language, plan.fallback) for text in question.options.values()]
    each = [words[line].format(place=n, label=label) for n, label in enumerate(labels, start=1)]
    return words["comma"].join(each)
