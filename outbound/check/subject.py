"""What a check looks at: one document with its positions, and the world that it must fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem, Severity
from outbound.campaign.schema import Campaign, Mode, Pacing
from outbound.campaign.source import Source, Trail
from outbound.campaign.values import parse_kind
from outbound.check.library import Library
from outbound.check.profile import BaseProfile
from outbound.expression.tree import Type

Names = Mapping[str, Type | None]
"""Names and their types; None where the type cannot be known."""


@dataclass(frozen=True)
class World:
    """What all documents of a workspace share; `centre` is None where its own file has problems.

    `columns` are the base's, or those that the centre's file names where no base is imported:
    then `columns_known` is false, and a column that is missing may yet exist. `profile` tells more
    of the base, where somebody can look into it.
    """

    centre: Centre | None
    columns: Names
    columns_known: bool
    scripts: Library
    now: datetime
    profile: BaseProfile | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The centre's zone."""
        return ZoneInfo(self.centre.zone if self.centre else "UTC")

    @property
    def today(self) -> date:
        """The day in the centre's zone."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Subject:
    """One campaign's document, valid or not: checks read what is there and pass over what is not.

    `campaign` is what the document says, None where it has problems of its own.
    """

    source: Source
    world: World
    campaign: Campaign | None = None

    def texts(self, *pattern: str) -> Iterator[tuple[Trail, str]]:
        """Every scalar that the pattern leads to, as written, with where it stands."""
        for trail, value in self.source.find(*pattern):
            written = self.source.written(trail)
            if written is not None and value is not None:
                yield trail, written

    def text(self, *trail: str | int) -> str | None:
        """One scalar as written, None if there is none."""
        return self.source.written(trail) if self.source.get(*trail) is not None else None

    def at(
        self, trail: Trail, code: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> Problem:
        """A problem with the value there."""
        return self.source.problem(self.source.position(trail), code, message, hint, severity)

    def at_key(
        self, trail: Trail, code: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> Problem:
        """A problem with the key there."""
        return self.source.problem(self.source.key_position(trail), code, message, hint, severity)

    def inside(
        self,
        trail: Trail,
        offset: int,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = "error",
    ) -> Problem:
        """A problem with one character of the text there."""
        return self.source.problem(self.source.locate(trail, offset), code, message, hint, severity)

    def modes(self) -> list[Mode]:
        """The modes in which the cascade speaks to people, in order, each once."""
        modes: list[Mode] = []
        for trail, _ in self.source.find("contact", "channels", "*", "*"):
            if trail[-1] == "sms":
                modes.append(Mode.SMS)
            elif self.text(*trail, "pacing") == Pacing.AGENTLESS.value:
                modes.append(Mode.VOICE)
            elif trail[-1] == "call":
                modes.append(Mode.AGENT)
        return list(dict.fromkeys(modes))

    def questions(self) -> list[tuple[Trail, str, Type | None]]:
        """The questionnaire's items in order: where each stands, its id, the type of its answer."""
        return self._questions

    @cached_property
    def _questions(self) -> list[tuple[Trail, str, Type | None]]:
        found = []
        for trail, item in self.source.find("survey", "questions", "*"):
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str):
                found.append((trail, name, answer_type(str(item.get("answer")))))
        return found


def answer_type(kind: str) -> Type | None:
    """What a question's answer is in an expression; None for a kind that does not exist."""
    try:
        form = parse_kind(kind).form.value
    except ValueError:
        return None
    return _ANSWERS[form]


_ANSWERS: Mapping[str, Type] = {
    "scale": Type.NUMBER,
    "number": Type.NUMBER,
    "yes-no": Type.BOOLEAN,
    "one-of": Type.TEXT,
    "text": Type.TEXT,
    "many-of": Type.LIST,
    "date": Type.DATE,
}
