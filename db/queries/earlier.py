"""What happened with a subscriber before, in one question, for the agent in front of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlmodel import Session, SQLModel

_tables = SQLModel.metadata.tables
_contact, _follow_up, _response = (
    _tables["contact"].c,
    _tables["follow_up"].c,
    _tables["response"].c,
)


@dataclass(frozen=True)
class Earlier:
    """When the subscriber was last contacted, how their latest conversation stands, what is open."""

    contacted_at: datetime | None
    conversation: dict[str, Any]
    open_follow_ups: int


def earlier(session: Session, subscriber_id: str, contact_id: int) -> Earlier:
    """All of it, leaving out the present contact."""
    found = session.execute(_EARLIER, {"subscriber": subscriber_id, "contact": contact_id}).one()
    return Earlier(found[0], found[1] or {}, found[2])


def _question() -> Select[Any]:
    """Built once: building it takes longer than asking it."""
    subscriber: BindParameter[str] = bindparam("subscriber")
    contact: BindParameter[int] = bindparam("contact")
    contacted = (
        select(func.max(_contact.first_attempt_at))
        .where(_contact.subscriber_id == subscriber, _contact.id != contact)
        .scalar_subquery()
    )
    conversation = (
        select(_response.conversation)
        .where(_response.subscriber_id == subscriber, _response.contact_id != contact)
        .order_by(_response.started_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    still_open = (
        select(func.count())
        .select_from(_tables["follow_up"])
        .where(_follow_up.subscriber_id == subscriber, _follow_up.closed_at.is_(None))
        .scalar_subquery()
    )
    return select(contacted, conversation, still_open)


_EARLIER: Final = _question()
