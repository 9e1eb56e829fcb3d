"""What the page of one person shows: all that was decided and done about them, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from outbound.campaign.values import Text


@dataclass(frozen=True)
class Hold:
    """One check that holds a contact; `until` is None where no moment is known, or it is `final`."""

    reason: str
    until: datetime | None = None
    final: bool = False


@dataclass(frozen=True)
class IfEnds:
    """What follows if the next attempt ends so: wait, step, another number, held or closed."""

    outcome: str
    result: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class CapLine:
    """A cap that speaks of the contact, and how far it is reached; `frees_at` if it is full."""

    whose: str
    counted: str  # contacts, attempts or completes
    allowed: int
    per: str  # 7d, 24h
    used: int
    of: str = ""  # the purpose and the channel of which alone it speaks
    frees_at: datetime | None = None

    @property
    def words(self) -> str:
        """The cap as the rules tell one that is reached."""
        what = self.counted if self.allowed != 1 else self.counted.removesuffix("s")
        said = f"{self.whose} allows {self.allowed} {what} in {self.per}"
        return f"{said} ({self.of})" if self.of else said


@dataclass(frozen=True)
class Coming:
    """What a campaign will do next with this person, and why; `at` is None if no moment can be told.

    ends: the next decision closes the contact
    holds: every check that holds the contact now, each with its own reason
    follows: what comes of the next attempt if nobody is reached
    promised: the window of a call that the person was promised
    """

    campaign_id: str
    campaign: Text
    state: str  # the contact's state
    channel: str  # call or sms
    at: datetime | None
    reason: str
    contact: int = 0
    step: int = 1
    steps: int = 1
    mode: str = ""
    zone: str = ""  # the person's
    holds: tuple[Hold, ...] = ()
    follows: tuple[IfEnds, ...] = ()
    caps: tuple[CapLine, ...] = ()
    promised: tuple[datetime, datetime] | None = None
    ends: bool = False


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
    code: int | None = None  # the carrier's
    cost: Decimal | None = None  # what it cost or, until that is known, what was set aside for it


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
