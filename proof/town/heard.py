"""What people said on the carrier's side, and what the office acknowledged of it: kept apart from the store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from outbound.campaign.schema import Mode, Question
from outbound.carrier.simulator.population import Population

NO_MORE: Final = ("STOP", "退订", "别再打了", "please stop texting me", "T")
"""Words in which people say so in the proofs."""


class Speakers(Population):
    """The simulated people; remembers which question each of them answers, for whoever hears the answer."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.asked: dict[tuple[str, Mode, str], Question] = {}

    def answer(self, number: str, question: Question, mode: Mode, nth: int = 0) -> str:
        """As the population's."""
        said = super().answer(number, question, mode, nth)
        self.asked[number, mode, said] = question
        return said


@dataclass
class Said:
    """One thing that one person said: a text, keys, or words to an agent.

    `about` names it at the carrier: a text's id, a question's callback, an agent's act. `place` is
    where in the order of things it was acknowledged, None while it was not.
    """

    about: str
    number: str
    campaign: str
    raw: str
    mode: Mode
    question: Question | None
    place: int | None = None
    told: int = 0

    @property
    def acknowledged(self) -> bool:
        """Whether the office said that it has it."""
        return self.place is not None


@dataclass
class Heard:
    """All that was said, by what names it."""

    said: dict[str, Said] = field(default_factory=dict)
    opted_out: dict[str, int] = field(default_factory=dict)
    """Where in the order of things a number's wish for no more was first acknowledged."""

    def note(self, one: Said) -> Said:
        """Remember that somebody said something, or says it again."""
        kept = self.said.setdefault(one.about, one)
        kept.told += 1
        return kept

    def acknowledge(self, one: Said, place: int) -> None:
        """The office has it."""
        if one.place is None:
            one.place = place
        if one.mode is Mode.SMS and one.raw in NO_MORE:
            self.opted_out.setdefault(one.number, place)

    def in_mode(self, mode: Mode) -> Iterator[Said]:
        """All that was said in one mode."""
        return (one for one in self.said.values() if one.mode is mode)


def said_in(kind: str, token: str, params: Mapping[str, str], people: Speakers) -> Said | None:
    """What a person says by a webhook; None for one that only tells."""
    if kind == "sms":
        number, raw = params["From"], params["Body"]
        return Said(
            params["MessageSid"], number, params["To"], raw, Mode.SMS, people.asked.get((number, Mode.SMS, raw))
        )  # fmt: skip
    if kind == "gather":
        number, raw = params["To"], params["Digits"]
        about = token.rsplit(".", 1)[0]
        return Said(
            about,
            number,
            params["From"],
            raw,
            Mode.VOICE,
            people.asked.get((number, Mode.VOICE, raw)),
        )
    return None
