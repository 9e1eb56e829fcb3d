"""What the gate must know about a batch of people, in a handful of questions for the whole batch.

A person is known by their number and by their subscriber id, so that neither a new number nor a shared
one makes caps forget; where the centre's base tells, also by the household.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, func, or_, select, union
from sqlmodel import Session, SQLModel

from db.columns import Moment
from db.queries.among import among
from db.queries.lately import NOT_YET_PLACED, Facts, Kept, Who
from db.tables import CampaignState, ContactState, Kind, ResponseState
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import UNDER_WAY, State

_tables = SQLModel.metadata.tables
_attempt, _campaign = _tables["attempt"].c, _tables["campaign"].c
_contact, _response = _tables["contact"].c, _tables["response"].c

_SINCE: Final = bindparam("since", type_=Moment)
_NUMBERS: Final = among("numbers")
_SUBSCRIBERS: Final = among("subscribers")
_HOUSEHOLDS: Final = among("households")


def _attempts(*whose: Any) -> Select[Any]:
    """Attempts that were placed or may have been, an unknown one too; and what is open, of any age."""
    counts = and_(
        _attempt.kind == Kind.CONTACT, _attempt.state != State.WITHDRAWN,
        or_(_attempt.placed_at.is_not(None), _attempt.state.in_((State.UNKNOWN, *NOT_YET_PLACED))),
    )  # fmt: skip
    lately = and_(_attempt.reserved_at > _SINCE, or_(counts, _attempt.kind == Kind.REPLY))
    asks = and_(
        _attempt.channel == Channel.SMS,
        _attempt.kind == Kind.CONTACT,
        _attempt.state.in_(UNDER_WAY),
    )
    return (
        select(
            _attempt.id, _attempt.number, _attempt.subscriber_id, _attempt.household, _attempt.contact_id,
            _attempt.campaign_id, _campaign.purpose, _attempt.channel, _attempt.kind, _attempt.state,
            _attempt.reserved_at, _attempt.placed_at, _attempt.ended_at, _attempt.outcome, _attempt.holds,
            _contact.first_attempt_at, _contact.number.label("number_now"),
        )
        .join(_tables["campaign"], _campaign.id == _attempt.campaign_id)
        .join(_tables["contact"], _contact.id == _attempt.contact_id)
        .where(*whose, or_(_attempt.holds.is_not(None), asks, lately))
    )  # fmt: skip


def _contacts(*whose: Any) -> Select[Any]:
    """First attempts, finished conversations, and what is due or under way."""
    wanted = and_(
        _campaign.state == CampaignState.RUNNING,
        or_(
            (_contact.state == ContactState.WAITING) & (_contact.next_at <= bindparam("now", type_=Moment)),
            _contact.state == ContactState.TRYING,
        ),
    )  # fmt: skip
    complete = and_(_response.state == ResponseState.COMPLETE, _response.completed_at > _SINCE)
    return (
        select(
            _contact.id, _contact.number, _contact.subscriber_id, _contact.household, _contact.campaign_id,
            _campaign.purpose, _campaign.priority, _contact.first_attempt_at,
            func.coalesce(wanted, False).label("wanted"), _response.completed_at, _response.state,
        )
        .join(_tables["campaign"], _campaign.id == _contact.campaign_id)
        .outerjoin(_tables["response"], _response.contact_id == _contact.id)
        .where(*whose, or_(_contact.first_attempt_at > _SINCE, wanted, complete))
    )  # fmt: skip


# Asked for every reservation, so built once: building a question takes longer than asking it. One
# question for each index, since no database uses two of them for one `or` across tables.
_ATTEMPTS: Final = (
    union(_attempts(_attempt.number.in_(_NUMBERS)), _attempts(_contact.subscriber_id.in_(_SUBSCRIBERS)))
    .order_by("reserved_at"),  # a talk's first message before its replies
    _attempts(_attempt.household.in_(_HOUSEHOLDS)),
)  # fmt: skip
_CONTACTS: Final = (
    union(_contacts(_contact.number.in_(_NUMBERS)), _contacts(_contact.subscriber_id.in_(_SUBSCRIBERS))),
    _contacts(_contact.household.in_(_HOUSEHOLDS)),
)  # fmt: skip


def facts_of(session: Session, people: Collection[Who], now: datetime, longest: timedelta) -> Facts:
    """The facts of a batch of people, looking back over the longest cap.

    What is in the store has happened: where a clock ahead of ours has dated it, it happened now.
    """
    asked = {
        "numbers": list({who.number for who in people}),
        "subscribers": list({who.subscriber_id for who in people}),
        "households": list({who.household for who in people if who.household}),
        "since": now - longest,
        "now": now,
    }
    homes = bool(asked["households"])
    kept = Kept(now)
    for row in _rows(session, _ATTEMPTS, homes=homes, asked=asked):
        kept.add_attempt(row)
    for row in _rows(session, _CONTACTS, homes=homes, asked=asked):
        kept.add_contact(row)
    return kept.facts()


def _rows(
    session: Session, questions: tuple[Any, Any], *, homes: bool, asked: Mapping[str, Any]
) -> Iterable[Any]:
    """Every row once, however many questions found it."""
    found = {row.id: row for row in session.execute(questions[0], asked)}
    if homes:
        found |= {row.id: row for row in session.execute(questions[1], asked)}
    return found.values()
