"""The person's other contacts in a campaign: one closing answer, in whatever mode, ends them all."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from db.locks import held
from db.tables import Attempt, Contact, ContactState
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import OVER, State
from outbound.engine.attempts.closed import close
from outbound.engine.attempts.lines import HangUp, end_later
from outbound.engine.attempts.withdrawal import take_back

# Asked after every closing answer, so built once: building a question takes longer than asking it.
_OPEN: Final = select(Contact).where(
    col(Contact.subscriber_id) == bindparam("subscriber"),
    col(Contact.campaign_id) == bindparam("campaign"),
    col(Contact.state) != ContactState.CLOSED,
)
_UNDER_WAY: Final = select(Attempt).where(
    col(Attempt.subscriber_id) == bindparam("subscriber"),
    col(Attempt.campaign_id) == bindparam("campaign"),
    col(Attempt.state).not_in(OVER),
)


ANSWERED: Final = "answered meanwhile, by {mode}"
"""Why the person's other contacts in a campaign close once one of them has."""


def silence_others(
    session: Session, contact: Contact, attempt_id: str, mode: Mode, now: datetime
) -> None:
    """Withdraw what is reserved for the person in this campaign and close their other contacts.

    Calls that ring are ended once the transaction is over. What is answered already thanks and
    ends by itself; what somebody decides about at this moment is refused by the gate.
    """
    why = ANSWERED.format(mode=mode.value)
    whose = {"subscriber": contact.subscriber_id, "campaign": contact.campaign_id}
    others = session.execute(_OPEN, whose).scalars().all()
    under_way = session.execute(_UNDER_WAY, whose).scalars().all()
    mine = held(session)
    for attempt in under_way:
        if attempt.id != attempt_id and attempt.number in mine:
            _stop(session, attempt, now, why)
    for other in others:
        if other.id != contact.id and other.number in mine:
            close(session, other, now, why)


def _stop(session: Session, attempt: Attempt, now: datetime, why: str) -> None:
    if attempt.state is State.RESERVED:
        take_back(session, attempt, now, why)
    if attempt.channel is Channel.SMS and attempt.closes_at is not None:
        attempt.closes_at = min(attempt.closes_at, now)  # what is still answered there comes late
    rings = attempt.state in (State.PLACED, State.RINGING) and attempt.channel is Channel.CALL
    if rings and attempt.sid:
        end_later(session, HangUp(attempt.sid, answered=False))
