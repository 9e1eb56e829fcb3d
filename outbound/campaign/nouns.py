"""What all parts of a campaign file share: how a noun is read, and the words that name its choices."""

from collections.abc import Sequence
from enum import Enum

from pydantic import BaseModel, ConfigDict

from outbound.campaign.values import fault


class Noun(BaseModel):
    """A frozen part of a file that knows its keys and refuses others; `-` in YAML, `_` in Python."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        populate_by_name=False,
        strict=False,
    )


def refuse_twins(names: Sequence[str], *at: str, key: str) -> None:
    """Raise at the second of two items that share a name."""
    seen = set[str]()
    for index, name in enumerate(names):
        if name in seen:
            message = f"{name} is already the {key} of an earlier one"
            raise fault("duplicate-id", message, *at, index, key, hint="Give it its own.")
        seen.add(name)


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
