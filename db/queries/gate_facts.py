"""What the gate must know about a batch of numbers, in a handful of questions for the whole batch."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session, SQLModel

from db.columns import Moment
from db.queries.among import among
from db.tables import CampaignState, ContactState, Kind, ResponseState
from outbound.campaign.schema import Channel, Purpose
from outbound.dialing.attempt import State

_tables = SQLModel.metadata.tables
_attempt, _campaign = _tables["attempt"].c, _tables["campaign"].c
_contact, _response = _tables["contact"].c, _tables["response"].c


@dataclass(frozen=True)
class Past:
    """One thing that counts towards a cap."""

    at: datetime
    campaign_id: str
    purpose: Purpose
    channel: Channel | None


@dataclass(frozen=True)
class OtherClaim:
    """Another campaign's contact with the same number that is due or under way."""

    contact_id: int
    campaign_id: str
    priority: int


@dataclass
class NumberFacts:
    """What happened to one number lately, over all campaigns."""

    contacts: list[Past] = field(default_factory=list)
    attempts: list[Past] = field(default_factory=list)
    completes: list[Past] = field(default_factory=list)
    open_by: str | None = None
    claims: list[OtherClaim] = field(default_factory=list)


_THEIRS: Final = among("numbers")
_SINCE: Final = bindparam("since", type_=Moment)

# Asked for every reservation, so built once: building a question takes longer than asking it.
# Attempts that were placed, or may have been: an unknown one counts.
_ATTEMPTS: Final = (
    select(
        _attempt.number, _attempt.reserved_at, _attempt.campaign_id, _campaign.purpose, _attempt.channel
    )
    .join(_tables["campaign"], _campaign.id == _attempt.campaign_id)
    .where(
        _attempt.number.in_(_THEIRS), _attempt.reserved_at > _SINCE, _attempt.kind == Kind.CONTACT,
        _attempt.state != State.WITHDRAWN,
        or_(_attempt.placed_at.is_not(None), _attempt.state.in_((State.UNKNOWN, State.PLACING, State.RESERVED))),
    )
)  # fmt: skip
_CONTACTS: Final = (
    select(_contact.number, _contact.first_attempt_at, _contact.campaign_id, _campaign.purpose)
    .join(_tables["campaign"], _campaign.id == _contact.campaign_id)
    .where(_contact.number.in_(_THEIRS), _contact.first_attempt_at > _SINCE)
)
_COMPLETES: Final = (
    select(_contact.number, _response.completed_at, _contact.campaign_id, _campaign.purpose)
    .join(_tables["response"], _response.contact_id == _contact.id)
    .join(_tables["campaign"], _campaign.id == _contact.campaign_id)
    .where(
        _contact.number.in_(_THEIRS), _response.completed_at > _SINCE,
        _response.state == ResponseState.COMPLETE,
    )
)  # fmt: skip
_HOLDING: Final = select(_attempt.holds, _attempt.campaign_id).where(_attempt.holds.in_(_THEIRS))
_CLAIMS: Final = (
    select(_contact.number, _contact.id, _contact.campaign_id, _campaign.priority)
    .join(_tables["campaign"], _campaign.id == _contact.campaign_id)
    .where(
        _contact.number.in_(_THEIRS), _campaign.state == CampaignState.RUNNING,
        or_(
            (_contact.state == ContactState.WAITING) & (_contact.next_at <= bindparam("now", type_=Moment)),
            _contact.state == ContactState.TRYING,
        ),
    )
)  # fmt: skip


def number_facts(
    session: Session, numbers: Sequence[str], now: datetime, longest: timedelta
) -> dict[str, NumberFacts]:
    """The facts of each number, looking back over the longest cap.

    What is in the store has happened: where a clock ahead of ours has dated it, it happened now.
    """
    found: dict[str, NumberFacts] = defaultdict(NumberFacts)
    theirs = {"numbers": numbers}
    lately = {**theirs, "since": now - longest}
    for number, at, campaign, purpose, channel in session.execute(_ATTEMPTS, lately):
        found[number].attempts.append(Past(min(at, now), campaign, Purpose(purpose), channel))
    for number, at, campaign, purpose in session.execute(_CONTACTS, lately):
        found[number].contacts.append(Past(min(at, now), campaign, Purpose(purpose), None))
    for number, at, campaign, purpose in session.execute(_COMPLETES, lately):
        found[number].completes.append(Past(min(at, now), campaign, Purpose(purpose), None))
    for number, campaign in session.execute(_HOLDING, theirs):
        found[number].open_by = campaign
    for number, contact, campaign, priority in session.execute(_CLAIMS, {**theirs, "now": now}):
        found[number].claims.append(OtherClaim(contact, campaign, priority))
    return found
