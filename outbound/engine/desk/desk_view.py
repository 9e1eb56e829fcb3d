"""What the agent's page shows: one frozen picture of a desk, made by desk_picture.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from outbound.campaign.values import Kind
from outbound.script.choices import Choice as Choice


@dataclass(frozen=True)
class DeskQuestion:
    """One question in place: `answer` is the stored value, None while open."""

    id: str
    text: str
    do: str
    kind: Kind
    choices: tuple[Choice, ...]
    skip: str  # label of the "not used" answer, empty if there is none
    applies: bool
    answered: bool
    answer: object
    shown: str  # the answer as one line of text


@dataclass(frozen=True)
class DeskStep:
    """One step of the script: HTML to say, or a question."""

    name: str
    html: str
    question: DeskQuestion | None = None
    label: str = ""  # a few words that name it on its folded line; empty: its name will do


@dataclass(frozen=True)
class DeskOffer:
    """An offer this customer may be given."""

    id: str
    title: str
    html: str
    value: str
    grantable: bool
    granted: bool
    why_not: str = ""


@dataclass(frozen=True)
class DeskContact:
    """The customer in front of the agent, and the script for them."""

    contact_id: int
    attempt_id: str
    campaign_id: str
    campaign: str
    segment: str
    language: str
    masked_number: str
    name: str
    facts: Mapping[str, object]
    history: Mapping[str, object]
    steps: tuple[DeskStep, ...]
    objections: tuple[tuple[str, str], ...]  # title, HTML
    offers: tuple[DeskOffer, ...]
    outcomes: tuple[Choice, ...]


@dataclass(frozen=True)
class Desk:
    """One agent's desk. `state` is break, ready, dialing, talking, wrap-up or away."""

    agent_id: str
    agent: str
    state: str
    since: datetime
    line: str  # reserved, placed, ringing, answered, connected, ended, or empty
    contact: DeskContact | None = None
    suggested: str = ""  # the provisional outcome
    last: str = ""  # what happens next with the contact just finished
    waiting: int = 0  # contacts due now that this agent could take
    notes: Mapping[str, str] = field(default_factory=dict)
