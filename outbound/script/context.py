"""The values that a script may use, gathered for one person at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign
from outbound.script.sandbox import Named

_DAY_PARTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "zh": ("上午", "下午", "晚上"),
    "en": ("morning", "afternoon", "evening"),
}
"""Before 12, from 12 to 18, from 18."""


@dataclass(frozen=True)
class Person:
    """Who is addressed: the base's columns as `facts`, their language and segment."""

    facts: Mapping[str, object]
    language: str
    segment: str
    answers: Mapping[str, object] = field(default_factory=dict)  # values by question id


def script_variables(
    campaign: Campaign,
    centre: Centre,
    person: Person,
    now: datetime,
    *,
    moment: datetime,
    agent: str = "",
) -> dict[str, object]:
    """All that `inspection.VARIABLES` promises. `now` and `moment` are aware and in the person's zone."""
    fallback = centre.languages[0]
    asked = dict.fromkeys(question.id for question in campaign.questions)
    return {
        "subscriber": Named("subscriber", person.facts),
        "answers": Named("answers", {**asked, **person.answers}),
        "agent": Named("agent", {"name": agent}),
        "campaign": Named("campaign", {"title": campaign.title.of(person.language, fallback)}),
        "centre": centre.centre.of(person.language, fallback),
        "day_part": day_part(now, person.language),
        "now": now,
        "today": now.date(),
        "moment": moment,
        "segment": person.segment,
        "language": person.language,
    }


def day_part(now: datetime, language: str) -> str:
    """The part of the day in words, as in a greeting; English where the language has no words here."""
    words = _DAY_PARTS.get(language.split("-")[0], _DAY_PARTS["en"])
    return words[0] if now.hour < 12 else words[1] if now.hour < 18 else words[2]
