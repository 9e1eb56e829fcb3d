"""The campaign file's nouns: what one campaign YAML says, validated and frozen.

Expressions stay texts here; `outbound.check` parses them against the columns that exist.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from outbound.campaign.contacting import Callbacks, CallStep, Cap, Contacting, SmsStep, Step
from outbound.campaign.nouns import Channel, Mode, Noun, Pacing, Purpose, refuse_twins
from outbound.campaign.values import (
    AnswerCode,
    AnswerForm,
    AnswerKind,
    Day,
    Duration,
    Fraction,
    Identifier,
    ScriptName,
    Text,
    TimeOfDay,
    fault,
)

__all__ = [
    "Alert",
    "Audience",
    "CallStep",
    "Callbacks",
    "Campaign",
    "Cap",
    "Channel",
    "Contacting",
    "Evaluate",
    "EventBuild",
    "Mode",
    "Noun",
    "Offer",
    "Pacing",
    "Purpose",
    "Question",
    "Sample",
    "Schedule",
    "Segment",
    "SmsStep",
    "Step",
    "Survey",
]


class EventBuild(Noun):
    """A wave relative to a date column or an event of each subscriber."""

    on: str  # a date column, or "event NAME"
    after: Duration | None = None
    before: Duration | None = None  # of a date only: nobody knows an event beforehand
    at: TimeOfDay | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.after is None) == (self.before is None):
            message = "a wave comes either after the date or before it"
            raise fault("conflict", message, hint="Write after: 3d, or before: 3d.")
        if self.before is not None and self.on.startswith("event "):
            message = "a wave cannot come before an event"
            raise fault("conflict", message, "before", hint="Write after, or name a date column.")
        return self

    @property
    def shift(self) -> timedelta:
        """From the date or event to the wave; below zero where the wave comes first."""
        return -(self.before or timedelta()) if self.after is None else self.after


class Schedule(Noun):
    """When waves are built; both dates inclusive, in the centre's zone."""

    from_: Day
    until: Day
    build: str | EventBuild  # a cron line, or relative

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.from_:
            raise fault("conflict", f"until {self.until} lies before from {self.from_}", "until")
        return self


class Segment(Noun):
    """A named group inside the audience; the first that matches wins."""

    name: Identifier
    where: str | None = None
    script: ScriptName | None = None


class Sample(Noun):
    """How much of the audience is listed: completes to reach, or a fixed number of contacts."""

    completes: Annotated[int, Field(ge=1)] | None = None
    contacts: Annotated[int, Field(ge=1)] | None = None
    per: tuple[str, ...] = ()
    allocation: Literal["proportional", "equal", "optimal"] | Mapping[str, int] = "proportional"
    expect: Fraction = Decimal("0.2")

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.completes is not None and self.contacts is not None:
            message = "completes and contacts exclude each other"
            raise fault("conflict", message, "contacts", hint="Keep one of them.")
        return self


class Audience(Noun):
    """Whom the campaign reaches."""

    where: str = "true"
    unless: Mapping[str, str] = Field(default_factory=dict)  # reason -> expression
    segments: tuple[Segment, ...] = ()
    sample: Sample | None = None
    holdout: Fraction = Decimal(0)
    order: tuple[str, ...] = ()  # columns, a leading - is descending

    @model_validator(mode="after")
    def _own_names(self) -> Self:
        refuse_twins([s.name for s in self.segments], "segments", key="name")
        return self


class Question(Noun):
    """One item of the questionnaire."""

    id: Identifier
    ask: Text
    answer: AnswerKind
    when: str | None = None
    process: Identifier | None = None
    measure: Literal["score", "nps", "ces"] | None = None  # nps: the 0-10 recommendation question
    options: Mapping[str, Text] = Field(default_factory=dict)
    modes: tuple[Mode, ...] = (Mode.AGENT, Mode.VOICE, Mode.SMS, Mode.WEB)
    do: Text | None = None  # what the agent does, not says
    skip: Text | None = None  # a "not used" answer: stored as such, never a score
    code: AnswerCode | None = None  # the one reply by SMS that says yes; `ask` names it
    core: StrictBool = True  # counts towards a partial response
    rotate: Identifier | None = None  # of a rotation group each person is asked one

    @model_validator(mode="after")
    def _code_of_a_yes(self) -> Self:
        if self.code is not None and self.answer.form is not AnswerForm.YES_NO:
            message = f"an answer {self.answer} takes no code"
            raise fault(
                "conflict", message, "code", hint="Only yes-no has one reply that says yes."
            )
        return self


class Survey(Noun):
    """The questionnaire."""

    questions: tuple[Question, ...] = Field(min_length=1)
    resume: StrictBool = False

    @model_validator(mode="after")
    def _own_ids(self) -> Self:
        refuse_twins([q.id for q in self.questions], "questions", key="id")
        return self


class Alert(Noun):
    """What an answer opens."""

    when: str
    follow_up: Identifier
    to: Identifier
    within: Duration


class Offer(Noun):
    """What may be granted in a retention talk; `grant` is agent, supervisor or `department NAME`."""

    id: Identifier
    for_: str | None = None
    script: ScriptName
    value: Annotated[Decimal, Field(ge=0)]
    grant: Annotated[
        str, StringConstraints(pattern=r"^(agent|supervisor|department [a-z0-9_-]+)$")
    ] = "agent"
    budget: Annotated[Decimal, Field(ge=0)]
    counters: tuple[str, ...] = ()
    title: Text | None = None


class Evaluate(Noun):
    """How success is measured, and when."""

    success: str
    after: Duration


class Campaign(Noun):
    """One campaign file; `id` is the file's stem, never written inside."""

    id: Identifier
    extends: str | None = Field(default=None, exclude=True)  # merged before this is read
    title: Text
    purpose: Purpose
    owner: Identifier | None = None
    approvals: tuple[Identifier, ...] = ()
    priority: Annotated[int, Field(ge=0, le=100)] = 50
    schedule: Schedule
    audience: Audience = Audience()
    contact: Contacting
    script: ScriptName
    survey: Survey | None = None
    alerts: tuple[Alert, ...] = ()
    offers: tuple[Offer, ...] = ()
    evaluate: Evaluate | None = None

    @model_validator(mode="after")
    def _own_offers(self) -> Self:
        refuse_twins([offer.id for offer in self.offers], "offers", key="id")
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, none where the campaign only tells."""
        return self.survey.questions if self.survey else ()

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((q for q in self.questions if q.id == question_id), None)

    def script_for(self, segment: str) -> str:
        """The script's name for a segment: its own, or the campaign's."""
        own = next((s.script for s in self.audience.segments if s.name == segment), None)
        return own or self.script
