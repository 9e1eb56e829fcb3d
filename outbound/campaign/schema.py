"""The campaign file's nouns: what one campaign YAML says, validated and frozen.

Expressions stay texts here; `outbound.check` parses them against the columns that exist.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator

from outbound.campaign.values import (
    AnswerKind,
    Day,
    Duration,
    Fraction,
    Hours,
    Identifier,
    ScriptName,
    Text,
    TimeOfDay,
    fault,
)


class Noun(BaseModel):
    """A frozen part of a file that knows its keys and refuses others; `-` in YAML, `_` in Python."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        populate_by_name=False,
        strict=False,
    )


def _refuse_twins(names: Sequence[str], *at: str, key: str) -> None:
    """Raise at the second of two items that share a name."""
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"{name} is already the {key} of an earlier one"
            raise fault("duplicate-id", message, *at, index, key, hint="Give it its own.")


class Purpose(Enum):
    """Why the centre contacts people; caps, consent and rules differ by it."""

    SURVEY = "survey"
    CALLBACK = "callback"
    RETENTION = "retention"
    CARE = "care"
    RESEARCH = "research"
    FOLLOW_UP = "follow-up"
    MARKETING = "marketing"


class Pacing(Enum):
    """How calls are started; agentless is the voice menu."""

    PREVIEW = "preview"
    PROGRESSIVE = "progressive"
    POWER = "power"
    PREDICTIVE = "predictive"
    AGENTLESS = "agentless"


class Mode(Enum):
    """How a questionnaire is asked."""

    AGENT = "agent"
    VOICE = "voice"
    SMS = "sms"
    WEB = "web"


class Channel(Enum):
    """What reaches the contact."""

    CALL = "call"
    SMS = "sms"


class EventBuild(Noun):
    """A wave relative to a date column or an event of each subscriber."""

    on: str  # a date column, or "event NAME"
    after: Duration
    at: TimeOfDay | None = None


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
        _refuse_twins([s.name for s in self.segments], "segments", key="name")
        return self


class CallStep(Noun):
    """A call step of the cascade."""

    pacing: Pacing = Pacing.PROGRESSIVE
    attempts: Annotated[int, Field(ge=1, le=20)] = 3
    ring: Duration = timedelta(seconds=25)
    machine: Literal["hang-up", "message", "ignore"] = "hang-up"
    from_: Identifier
    after: Duration | None = None


class SmsStep(Noun):
    """An SMS step of the cascade; `validity: window` ends with the contact hours."""

    attempts: Annotated[int, Field(ge=1, le=20)] = 1
    from_: Identifier
    after: Duration | None = None
    validity: Literal["window"] | Duration = "window"
    reply_within: Duration = timedelta(days=1)


class Step(Noun):
    """One step of the cascade: exactly one of call and sms."""

    call: CallStep | None = None
    sms: SmsStep | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.call is None) == (self.sms is None):
            message = "a step is either a call or an sms"
            raise fault("conflict", message, hint="Write `- call: {from: SENDER}` or `- sms: ...`.")
        return self

    @property
    def channel(self) -> Channel:
        """The channel of this step."""
        return Channel.SMS if self.call is None else Channel.CALL

    @property
    def mode(self) -> Mode:
        """How the questionnaire is asked on this step."""
        if self.call is None:
            return Mode.SMS
        return Mode.VOICE if self.call.pacing is Pacing.AGENTLESS else Mode.AGENT

    @property
    def either(self) -> CallStep | SmsStep:
        """The step's own settings, whichever channel it is."""
        step = self.call or self.sms
        assert step is not None  # the validator demands exactly one
        return step


class Cap(Noun):
    """No more than so many contacts, attempts or completes in a rolling time."""

    contacts: Annotated[int, Field(ge=0)] | None = None
    attempts: Annotated[int, Field(ge=0)] | None = None
    completes: Annotated[int, Field(ge=0)] | None = None
    per: Duration
    purpose: Purpose | None = None
    channel: Channel | None = None
    then: Literal["defer", "drop"] = "defer"

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        counted = [n for n in (self.contacts, self.attempts, self.completes) if n is not None]
        if len(counted) != 1:
            message = "a cap counts exactly one of contacts, attempts and completes"
            raise fault("conflict", message, hint="Write one cap for each.")
        return self


class Callbacks(Noun):
    """Promised callbacks: how far ahead, and how long they are kept for the same agent."""

    within: Duration = timedelta(days=7)
    keep_agent: Duration = timedelta(hours=2)


class Contacting(Noun):
    """When, how and how often contacts are attempted."""

    hours: Hours = "Mo-Sa 09:00-12:00,14:00-20:00; PH off"
    zone: Literal["subscriber", "centre"] = "subscriber"
    channels: tuple[Step, ...] = Field(min_length=1)
    retry: Mapping[str, Duration | tuple[Duration, ...]] = Field(default_factory=dict)
    day_parts: Annotated[int, Field(ge=1, le=4)] = 1
    caps: tuple[Cap, ...] = ()
    callbacks: Callbacks = Callbacks()


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
    core: StrictBool = True  # counts towards a partial response
    rotate: Identifier | None = None  # of a rotation group each person is asked one


class Survey(Noun):
    """The questionnaire."""

    questions: tuple[Question, ...] = Field(min_length=1)
    resume: StrictBool = False

    @model_validator(mode="after")
    def _own_ids(self) -> Self:
        _refuse_twins([q.id for q in self.questions], "questions", key="id")
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
        _refuse_twins([offer.id for offer in self.offers], "offers", key="id")
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
