"""What the page of one person shows: all that was decided and done about them, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from outbound.campaign.values import Text


@dataclass(frozen=True)
class Coming:
    """What a campaign will do next with this person, and why; `at` is None if nothing is due."""

    campaign_id: str
    campaign: Text
    state: str  # the contact's state
    channel: str  # call or sms
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class DecisionView:
    """One line of the decision ledger."""

    at: datetime
    campaign_id: str
    wave_id: str | None
    step: str
    result: str
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class AttemptView:
    """One attempt; `outcome` is empty while it is open."""

    at: datetime
    id: str
    campaign_id: str
    channel: str
    mode: str
    state: str
    outcome: str = ""
    agent: str = ""
    ended_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class AnswerView:
    """One answer as given: `shown` is its value as text, `current` False once corrected."""

    at: datetime
    campaign_id: str
    question: str
    shown: str
    raw: str
    mode: str
    current: bool = True


@dataclass(frozen=True)
class SuppressionView:
    """One event of the suppression list about this person's number."""

    at: datetime
    event: str  # suppressed or lifted
    scope: str
    reason: str
    source: str
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Person:
    """One subscriber and their whole column of time, each list in any order."""

    id: str
    name: str
    masked_number: str
    language: str
    region: str = ""
    tier: str = ""
    synthetic: bool = False
    coming: tuple[Coming, ...] = ()
    decisions: tuple[DecisionView, ...] = ()
    attempts: tuple[AttemptView, ...] = ()
    answers: tuple[AnswerView, ...] = ()
    suppressions: tuple[SuppressionView, ...] = ()
