"""How contacts are reached: the cascade of steps, retries, caps, promised callbacks."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from outbound.campaign.about import about
from outbound.campaign.names import CallSender, OutcomeName, SmsSender
from outbound.campaign.nouns import Channel, Mode, Noun, Pacing, Purpose
from outbound.campaign.numbers import Whole
from outbound.campaign.values import Duration, Fraction, Hours, fault, write_duration

SHORTEST_RING, LONGEST_RING = timedelta(seconds=15), timedelta(minutes=10)
"""Whoever is called must have time to pick up (16 CFR 310.4(b)(4), kept everywhere); no carrier rings for longer."""


def _long_enough(ring: timedelta) -> timedelta:
    if not SHORTEST_RING <= ring <= LONGEST_RING:
        shortest, longest = write_duration(SHORTEST_RING), write_duration(LONGEST_RING)
        raise ValueError(f"{write_duration(ring)}; a phone rings from {shortest} to {longest}")
    return ring


class CallStep(Noun):
    """A call step of the cascade."""

    pacing: Annotated[
        Pacing,
        about(
            "How calls are started: an agent looks first (preview), one call for each free agent"
            " (progressive), several (power), as many as the answer rate bears (predictive), or no"
            " agent at all, the voice menu (agentless).",
            "agentless",
        ),
    ] = Pacing.PROGRESSIVE
    attempts: Annotated[
        Whole, Field(ge=1, le=20), about("How often this step calls a contact at most.", 3)
    ] = 3
    ring: Annotated[
        Duration,
        AfterValidator(_long_enough),
        about("How long the phone rings before it counts as no-answer, from 15s to 10m.", "25s"),
    ] = timedelta(seconds=25)
    machine: Annotated[
        Literal["hang-up", "message", "ignore"],
        about(
            "What happens when an answering machine picks up: it is hung up on, gets once the"
            " message of the voice script's block voicemail, or is talked to like a person.",
            "hang-up",
        ),
    ] = "hang-up"
    from_: Annotated[
        CallSender, about("The sender whose number is shown to the customer.", "survey")
    ]
    after: Annotated[
        Duration | None, about("How long after the step before this one begins.", "2d")
    ] = None


class SmsStep(Noun):
    """An SMS step of the cascade; `validity: window` ends with the contact hours."""

    attempts: Annotated[
        Whole, Field(ge=1, le=20), about("How often the message is sent at most.", 1)
    ] = 1
    from_: Annotated[
        SmsSender,
        about("The sender whose number the message comes from and is answered to.", "survey"),
    ]
    after: Annotated[
        Duration | None, about("How long after the step before this one begins.", "2d")
    ] = None
    validity: Annotated[
        Literal["window"] | Duration,
        about(
            "How long the carrier may try to deliver: `window` ends with the contact hours.",
            "window",
            "4h",
        ),
    ] = "window"
    reply_within: Annotated[
        Duration, about("How long an answer is waited for before the next question or step.", "1d")
    ] = timedelta(days=1)


class Step(Noun):
    """One step of the cascade: exactly one of call and sms."""

    call: Annotated[
        CallStep | None,
        about("Reach the customer by phone.", {"attempts": 3, "ring": "25s", "from": "survey"}),
    ] = None
    sms: Annotated[
        SmsStep | None, about("Reach the customer by SMS.", {"after": "2d", "from": "survey"})
    ] = None

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

    contacts: Annotated[
        Annotated[Whole, Field(ge=0)] | None,
        about(
            "At most so many campaigns reach the person: a contact counts however often tried.", 2
        ),
    ] = None
    attempts: Annotated[
        Annotated[Whole, Field(ge=0)] | None, about("At most so many calls and messages.", 6)
    ] = None
    completes: Annotated[
        Annotated[Whole, Field(ge=0)] | None, about("At most so many finished conversations.", 1)
    ] = None
    per: Annotated[Duration, about("The rolling time in which they are counted.", "30d")]
    purpose: Annotated[Purpose | None, about("Count only campaigns of this purpose.", "survey")] = (
        None
    )
    channel: Annotated[Channel | None, about("Count only this channel.", "sms")] = None
    household: Annotated[
        bool,
        about(
            "Count all who live together as one; whose household is not known counts alone. The"
            " centre file names the column: base.columns.household.",
            True,
        ),
    ] = False
    then: Annotated[
        Literal["defer", "drop"],
        about("What happens at the cap: wait until there is room, or give the contact up.", "drop"),
    ] = "defer"

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        counted = [n for n in (self.contacts, self.attempts, self.completes) if n is not None]
        if len(counted) != 1:
            message = "a cap counts exactly one of contacts, attempts and completes"
            raise fault("conflict", message, hint="Write one cap for each.")
        return self


class Callbacks(Noun):
    """Promised callbacks: how far ahead, and how long they are kept for the same agent."""

    within: Annotated[
        Duration, about("How far ahead a callback may be promised at most.", "7d")
    ] = timedelta(days=7)
    keep_agent: Annotated[
        Duration,
        about(
            "How long a due callback waits for the agent who promised it, at most to the end of its"
            " window; then any takes it.",
            "2h",
        ),
    ] = timedelta(hours=2)
    capacity: Annotated[
        Fraction,
        about(
            "How much of the agents' time callbacks may take up, of those who speak the language.",
            "80%",
        ),
    ] = Decimal("0.8")


class Contacting(Noun):
    """When, how and how often contacts are attempted."""

    hours: Annotated[
        Hours,
        about(
            "When people may be contacted, in OpenStreetMap's opening_hours; PH is a public holiday."
            " The country's own rules hold besides.",
            "Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-18:00; PH off",
        ),
    ] = "Mo-Sa 09:00-12:00,14:00-20:00; PH off"
    zone: Annotated[
        Literal["subscriber", "centre"],
        about("Whose clock the hours are read on.", "subscriber"),
    ] = "subscriber"
    channels: Annotated[
        tuple[Step, ...],
        Field(min_length=1),
        about(
            "The steps by which a contact is reached, one after the other; an answer on any ends it.",
            [
                {"call": {"attempts": 3, "from": "survey"}},
                {"sms": {"after": "2d", "from": "survey"}},
            ],
        ),
    ]
    retry: Annotated[
        Mapping[OutcomeName, Duration | tuple[Duration, ...]],
        about(
            "How long to wait before the next attempt, by the outcome of the last. Of several waits"
            " the last repeats until the attempts run out.",
            {"busy": ["20m", "1h"], "no-answer": ["4h", "1d"], "machine": "1d"},
        ),
    ] = Field(default_factory=dict)
    day_parts: Annotated[
        Whole,
        Field(ge=1, le=4),
        about("Try each contact in at least so many different parts of the day.", 2),
    ] = 1
    caps: Annotated[
        tuple[Cap, ...],
        about(
            "Limits for one person, on top of the centre's own; the strictest holds.",
            [{"contacts": 2, "per": "30d"}],
        ),
    ] = ()
    callbacks: Annotated[
        Callbacks,
        about("Callbacks that a customer is promised.", {"within": "7d", "keep-agent": "2h"}),
    ] = Callbacks()
