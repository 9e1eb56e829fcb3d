"""How contacts are reached: the cascade of steps, retries, caps, promised callbacks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from outbound.campaign.nouns import Channel, Mode, Noun, Pacing, Purpose
from outbound.campaign.values import Duration, Hours, Identifier, fault


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
