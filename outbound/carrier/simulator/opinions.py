"""What the simulated subscribers think: a score per business process, turned into answers on any scale.

A person's score is the process's base, shifted by region, tier and plan, and by what is theirs alone:
a temper for everything, a view of the process, a view of the question. Region, tier and plan are what
a survey can find; the rest is what it must average out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from outbound.campaign.schema import Question
from outbound.campaign.values import AnswerForm
from outbound.carrier.simulator.chance import Chance

PLAIN_BASE: Final = 74.0
BASE: Final[Mapping[str, float]] = {
    "overall": 77,
    "network-quality": 74,
    "tariff": 66,
    "bill-information": 75,
    "payment": 82,
    "shops": 80,
    "hotline": 71,
    "website-app": 78,
    "new-services": 70,
    "promotions": 66,
    "rewards": 69,
    "complaint-handling": 60,
    "device-number": 79,
    "brand": 76,
}
"""The mean of each process on the scale from 0 to 100, before anyone's circumstances."""

REGION: Final[Mapping[tuple[str, str], float]] = {
    ("harbour", "overall"): -4,
    ("harbour", "network-quality"): -11,
    ("north", "overall"): -2,
    ("north", "tariff"): -8,
    ("south", "overall"): 3,
    ("south", "network-quality"): 5,
    ("east", "hotline"): 6,
    ("east", "bill-information"): 4,
    ("west", "shops"): -6,
    ("west", "payment"): -3,
    ("west", "tariff"): 3,
}
TIER: Final[Mapping[str, float]] = {"platinum": 6, "gold": 3, "silver": 0, "standard": -2}
PLAN: Final[Mapping[tuple[str, str], float]] = {
    ("5G", "network-quality"): 3,
    ("4G", "network-quality"): -4,
    ("5G", "tariff"): -3,
    ("campus", "tariff"): 5,
    ("fibre", "network-quality"): 2,
}
"""Shifts by plan family (the word before the dash) and process."""

TEMPER, VIEW, MOMENT = 11.0, 9.0, 6.0
"""Standard deviations: of a person, of their view of a process, of one question."""

GENEROUS: Final = 0.25
"""The share of people who call everything of at least `CONTENT` points perfect."""
CONTENT: Final = 82.0

YES: Final[Mapping[str, float]] = {
    "as_told": 0.92,
    "unknown_charge": 0.08,
    "send_how": 0.3,
    "reminders": 0.75,
    "marketing": 0.3,
    "contact_me": 0.35,
    "report_fault": 0.8,
    "own_case": 0.9,
    "accepts": 0.4,
    "call_about_bill": 0.08,
    "hear_options": 0.25,
    "keep_it": 0.2,
    "confirm": 0.8,
}
"""How many say yes to the reference campaigns' questions, by the question's id."""
YES_PLAIN: Final = 0.6

USED_NOT: Final = 0.04
"""The share that never used what a question with a `skip` answer is about."""

REMARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": (
        "信号还可以，电梯里不太行",
        "套餐有点贵",
        "营业厅排队太久",
        "客服态度很好",
        "账单看不太懂",
        "没什么特别的",
        "晚上网速慢",
    ),
    "en": (
        "Coverage is fine except in lifts",
        "The plan is rather expensive",
        "Too long a queue in the shop",
        "The hotline was kind",
        "I do not quite understand the bill",
        "Nothing in particular",
        "Data is slow in the evening",
    ),
}


@dataclass(frozen=True)
class Subscriber:
    """What of a subscriber's row shapes behaviour and opinion."""

    number: str
    language: str
    region: str
    tier: str
    plan: str


Value = bool | int | str | tuple[str, ...] | None


class Opinions:
    """What each subscriber would answer, if asked; the same whenever and however they are asked."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._drawn: Mapping[AnswerForm, Callable[[Subscriber, Question], Value]] = {
            AnswerForm.SCALE: self._scale,
            AnswerForm.YES_NO: self._yes_no,
            AnswerForm.ONE_OF: self._one,
            AnswerForm.MANY_OF: self._many,
            AnswerForm.NUMBER: self._number,
            AnswerForm.DATE: self._date,
            AnswerForm.TEXT: self._remark,
        }

    def value(self, person: Subscriber, question: Question) -> Value:
        """The answer as a plain value; None for "not used"."""
        if question.skip and self._share("unused", person, question) < USED_NOT:
            return None
        return self._drawn[question.answer.form](person, question)

    def score(self, person: Subscriber, question: Question) -> float:
        """The person's true score behind a scale question, from 0 to 100."""
        process = question.process or "overall"
        draw, number = self._chance.normal, person.number
        score = (
            BASE.get(process, PLAIN_BASE)
            + self._shift(person, process)
            + TEMPER * draw("temper", number)
            + VIEW * draw("view", number, process)
            + MOMENT * draw("moment", number, question.id)
        )
        if score >= CONTENT and self._chance.share("generous", number) < GENEROUS:
            return 100.0
        return min(max(score, 0.0), 100.0)

    def _shift(self, person: Subscriber, process: str) -> float:
        family = person.plan.partition("-")[0]
        return (
            REGION.get((person.region, process), 0.0)
            + TIER.get(person.tier, 0.0)
            + PLAN.get((family, process), 0.0)
        )

    def _share(self, about: str, person: Subscriber, question: Question) -> float:
        return self._chance.share(about, person.number, question.id)

    def _scale(self, person: Subscriber, question: Question) -> Value:
        kind = question.answer
        steps = kind.high - kind.low
        return kind.low + int(self.score(person, question) / 100 * steps + 0.5)

    def _yes_no(self, person: Subscriber, question: Question) -> Value:
        return self._share("yes", person, question) < YES.get(question.id, YES_PLAIN)

    def _one(self, person: Subscriber, question: Question) -> Value:
        """Options as people choose them: the first are likelier."""
        options = [(option, 0.6**place) for place, option in enumerate(question.options)]
        return self._chance.weighted(options, "one", person.number, question.id)

    def _many(self, person: Subscriber, question: Question) -> Value:
        chosen = [
            option
            for option in question.options
            if self._chance.share("many", person.number, question.id, option) < 0.35
        ]
        return tuple(chosen) or (next(iter(question.options)),)

    def _number(self, person: Subscriber, question: Question) -> Value:
        return 1 + int(5 * self._share("number", person, question))

    def _date(self, person: Subscriber, question: Question) -> Value:
        return f"2026-10-{1 + int(28 * self._share('date', person, question)):02d}"

    def _remark(self, person: Subscriber, question: Question) -> Value:
        remarks = REMARKS.get(person.language, REMARKS["en"])
        return self._chance.pick(remarks, "remark", person.number, question.id)
