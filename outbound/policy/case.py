"""What the gate reads about one contact and the attempt it would get: plain values, gathered by the engine."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.caps import CapCount
from outbound.policy.consent import Consent
from outbound.policy.money import Allowance
from outbound.policy.span import Span
from outbound.policy.suppression import Suppression

CampaignStanding = Literal[
    "draft",
    "checked",
    "approved",
    "running",
    "paused",
    "finishing",
    "finished",
    "stopping",
    "stopped",
]
ContactStanding = Literal["unreleased", "waiting", "trying", "held", "closed"]


@dataclass(frozen=True)
class Case:
    """All that the gate reads about one contact and the attempt it would get.

    `span` is None where the number cannot be contacted at all, and `refusal` then says why.
    `open_on_number`, `talk` and `held_by` name the campaign that is in the way.
    """

    campaign_id: str
    campaign: CampaignStanding
    begins_at: datetime
    purpose: Purpose
    channel: Channel
    contact: ContactStanding
    span: Span | None
    refusal: str = ""
    sender: str | None = None
    sender_rests_until: datetime | None = None
    sender_blocked: bool = False  # the carrier takes nothing from it any more
    consent: Consent = Consent.NOT_KEPT
    consent_rule: str | None = None  # the country's rule that asks for recorded consent
    suppressions: tuple[Suppression, ...] = ()
    barred: str = ""  # why the country's rules forbid it, beyond hours, caps and consent
    stale: str = ""  # why they forbid it until something is read again
    quiet_until: datetime | None = None  # for so long the country wants a person left alone
    caps: tuple[CapCount, ...] = ()
    invited: bool = False  # an attempt was placed before: no further contact is counted
    promised: bool = False  # a callback that the person was promised
    due_at: datetime | None = None
    open_on_number: str | None = None
    talk: tuple[str, datetime] | None = None  # a talk by messages, and when it counts as over
    held_by: str | None = None
    answered: bool = False  # the person has answered since the list was made
    price: Decimal = Decimal(0)  # the most that the attempt can cost
    money: tuple[Allowance, ...] = ()
