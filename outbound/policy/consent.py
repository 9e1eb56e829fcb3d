"""Whether a person has agreed to be contacted for a purpose: what the base records, and what was recorded since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.suppression import Scope


class Consent(Enum):
    """What is recorded."""

    NOT_KEPT = "not kept"  # the centre keeps no column for the purpose, and nothing was recorded
    GIVEN = "given"
    MISSING = "missing"  # refused, withdrawn, or never recorded: silence refuses


@dataclass(frozen=True)
class ConsentAct:
    """A recorded act: somebody agreed to be contacted in a scope, or took it back.

    `subscriber_id` is who held the number. Consent is theirs alone; a withdrawal holds for whoever
    follows, as a suppression does.
    """

    event: Literal["consented", "withdrawn"]
    scope: Scope
    occurred_at: datetime
    expires_at: datetime | None = None
    subscriber_id: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Asking:
    """The contact that consent is asked for."""

    purpose: Purpose
    channel: Channel
    campaign: str
    subscriber_id: str


def consent_of(
    facts: Mapping[str, object], columns: Mapping[str, str], purpose: Purpose
) -> Consent:
    """What a subscriber's row says of a purpose; `columns` are the centre's, by purpose."""
    column = columns.get(purpose.value)
    if column is None:
        return Consent.NOT_KEPT
    return Consent.GIVEN if facts.get(column) in (True, 1) else Consent.MISSING


def consent_now(
    kept: Consent, acts: Iterable[ConsentAct], asking: Asking, now: datetime
) -> Consent:
    """What holds now: the latest act that speaks of the contact, before whatever the base keeps.

    At the same moment a withdrawal wins. A consent that has run out, or that was given by somebody
    else who held the number, is as good as none.
    """
    latest = max(
        (act for act in acts if _speaks(act, asking, now)),
        key=lambda act: (act.occurred_at, act.event == "withdrawn"),
        default=None,
    )
    if latest is None:
        return kept
    return Consent.MISSING if latest.event == "withdrawn" else Consent.GIVEN


def _speaks(act: ConsentAct, asking: Asking, now: datetime) -> bool:
    """Whether an act counts: a withdrawal at once, a consent in its time and for who gave it."""
    if not act.scope.covers(asking.purpose, asking.channel, asking.campaign):
        return False
    if act.event == "withdrawn":
        return True
    begun, over = act.occurred_at <= now, act.expires_at is not None and act.expires_at <= now
    return begun and not over and act.subscriber_id == asking.subscriber_id
