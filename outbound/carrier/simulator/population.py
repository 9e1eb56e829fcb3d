"""The simulated carrier's subscribers: synthetic people with habits and opinions, from rows and a seed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from outbound.campaign.schema import Mode, Question
from outbound.campaign.values import AnswerForm
from outbound.carrier.simulator import phrases
from outbound.carrier.simulator.behaviour import Behaviour, Meeting, Pickup
from outbound.carrier.simulator.chance import Chance
from outbound.carrier.simulator.hearing import Hearing
from outbound.carrier.simulator.opinions import Opinions, Subscriber, Value

HOME = ZoneInfo("Asia/Shanghai")
"""Where the synthetic subscribers live."""

PROMOTER, DETRACTOR = 9, 6
"""On a scale from 0 to 10: who recommends, at least, and who does not, at most."""


@dataclass(frozen=True)
class Truth:
    """What a survey of everyone would find: `base` people with an answer, figures None where senseless."""

    base: int
    mean: float | None  # 0-100
    ten: float | None  # share of the top answer of a scale from 1 to 10
    nps: float | None  # -1 to 1, of a scale from 0 to 10


class Population:
    """Who can be reached at all, what they do and what they say. Everything follows from the seed."""

    def __init__(
        self,
        people: Mapping[str, Subscriber],
        questions: Iterable[Question],
        seed: int,
        zone: tzinfo = HOME,
    ) -> None:
        self._people = people
        self._questions = tuple(questions)
        self._chance = Chance(seed)
        self._behaviour = Behaviour(self._chance, zone)
        self._opinions = Opinions(self._chance)
        self._hearing = Hearing(self._questions)

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, object]],
        seed: int,
        questions: Iterable[Question],
        zone: tzinfo = HOME,
    ) -> "Population":
        """The synthetic people among the base's rows; a row not marked synthetic is left out."""
        people = {
            person.number: person
            for row in rows
            if row.get("synthetic") is True and (person := _subscriber(row)).number
        }
        return cls(people, questions, seed, zone)

    def __contains__(self, number: object) -> bool:
        return number in self._people

    def __len__(self) -> int:
        return len(self._people)

    # What people do.

    def pickup(self, number: str, at: datetime, nth: int) -> Pickup:
        """What the `nth` call to the number finds at that moment."""
        return self._behaviour.pickup(self._people[number], at, nth)

    def meet(self, number: str, at: datetime) -> Meeting:
        """What the person is willing to do on that day, should a call reach them."""
        return self._behaviour.meet(self._people[number], at)

    def reaction(self, number: str, *about: object) -> timedelta:
        """How long the person takes to answer what was just asked."""
        return self._behaviour.reaction(self._people[number], *about)

    def undelivered(self, number: str, sid: str) -> int | None:
        """The carrier's code if a message does not arrive."""
        return self._behaviour.undelivered(self._people[number], sid)

    def opts_out(self, number: str, at: datetime) -> str | None:
        """The words with which a message makes the person opt out on that day, if it does."""
        person = self._people[number]
        wants = self._behaviour.opts_out(person, at)
        return phrases.opt_out(person, self._chance) if wants else None

    def reply_after(self, number: str, at: datetime, turn: int) -> timedelta | None:
        """How long until the person replies to the conversation's `turn`-th message; None: never."""
        return self._behaviour.reply_after(self._people[number], at, turn)

    # What people say.

    def understand_heard(self, text: str) -> Question | None:
        """The question that was asked last in what was said or written, in any language."""
        return self._hearing.understand(text)

    def answer(self, number: str, question: Question, mode: Mode, nth: int = 0) -> str:
        """The person's reply, as raw as that mode brings it; asked again (`nth` > 0) they are plain."""
        person = self._people[number]
        about = ("puzzled", number, question.id)
        if (
            mode is Mode.SMS
            and nth == 0
            and question.answer.form is not AnswerForm.TEXT
            and self._chance.share(*about) < phrases.PUZZLED_SHARE
        ):
            return phrases.puzzled(person, self._chance)
        value = self._opinions.value(person, question)
        return phrases.word(person, question, value, mode, self._chance)

    def value(self, number: str, question: Question) -> Value:
        """What the person thinks, as a plain value; None for "not used"."""
        return self._opinions.value(self._people[number], question)

    def truth(self, rows: Iterable[Mapping[str, object]], what: Question | str) -> Truth:
        """What asking every synthetic person among `rows` would find, on one scale question or, by its
        id, on a process: there each person's answers to its questions are averaged first."""
        scales = [q for q in self._questions if q.answer.form is AnswerForm.SCALE]
        questions = [q for q in scales if q.process == what] if isinstance(what, str) else [what]
        unique = tuple({q.id: q for q in questions}.values())
        return _truth([self._scores(number, unique) for number in self._numbers(rows)])

    def _numbers(self, rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
        return (number for row in rows if (number := str(row["phone"])) in self._people)

    def _scores(self, number: str, questions: tuple[Question, ...]) -> list[tuple[int, int, int]]:
        """The person's answers that are no "not used", each with its scale's ends."""
        answers = ((self.value(number, q), q.answer) for q in questions)
        return [(v, kind.low, kind.high) for v, kind in answers if isinstance(v, int)]


def _subscriber(row: Mapping[str, object]) -> Subscriber:
    def text(name: str, otherwise: str = "") -> str:
        value = row.get(name)
        return otherwise if value is None else str(value)

    return Subscriber(
        number=text("phone"),
        language=text("language", "zh"),
        region=text("region"),
        tier=text("tier"),
        plan=text("plan"),
    )


def _truth(people: list[list[tuple[int, int, int]]]) -> Truth:
    """The figures of everyone's answers; people without one do not count."""
    answered = [answers for answers in people if answers]
    if not answered:
        return Truth(0, None, None, None)
    means = [
        sum(100 * (value - low) / (high - low) for value, low, high in answers) / len(answers)
        for answers in answered
    ]
    flat = [answer for answers in answered for answer in answers]
    tens = [value == 10 for value, low, high in flat if (low, high) == (1, 10)]
    recommends = [value for value, low, high in flat if (low, high) == (0, 10)]
    likes = sum(v >= PROMOTER for v in recommends) - sum(v <= DETRACTOR for v in recommends)
    return Truth(
        base=len(answered),
        mean=sum(means) / len(means),
        ten=sum(tens) / len(tens) if tens else None,
        nps=likes / len(recommends) if recommends else None,
    )
