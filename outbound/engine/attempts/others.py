"""The person's other contacts in a campaign: one closing answer, in whatever mode, ends them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from db.locks import held
from db.queries.dealings import Dealings
from db.tables import Attempt, Contact
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import State
from outbound.engine.attempts.closed import close
from outbound.engine.attempts.lines import HangUp, end_later
from outbound.engine.attempts.withdrawal import take_back

ANSWERED: Final = "answered meanwhile, by {mode}"
"""Why the person's other contacts in a campaign close once one of them has."""


@dataclass(frozen=True)
class Answered:
    """A contact whose person has answered, on which attempt, and how."""

    contact: Contact
    attempt_id: str
    mode: Mode


def silence_others(session: Session, answered: Answered, dealings: Dealings, now: datetime) -> None:
    """Withdraw what is reserved for the person in this campaign and close their other contacts.

    Calls that ring are ended once the transaction is over. What is answered already thanks and
    ends by itself; what somebody decides about at this moment is refused by the gate.
    """
    why, mine = ANSWERED.format(mode=answered.mode.value), held(session)
    contact_id = answered.contact.id or 0
    under_way, others = dealings.under_way(contact_id), dealings.open_contacts(contact_id)
    for attempt in under_way:
        if attempt.id != answered.attempt_id and attempt.number in mine:
            _stop(session, attempt, now, why)
    for other in others:
        if other.id != contact_id and other.number in mine:
            close(session, other, now, why)


def _stop(session: Session, attempt: Attempt, now: datetime, why: str) -> None:
    if attempt.state is State.RESERVED:
        take_back(session, attempt, now, why)
    if attempt.channel is Channel.SMS and attempt.closes_at is not None:
        attempt.closes_at = min(attempt.closes_at, now)  # what is still answered there comes late
    rings = attempt.state in (State.PLACED, State.RINGING) and attempt.channel is Channel.CALL
    if rings and attempt.sid:
        end_later(session, HangUp(attempt.sid, answered=False))
