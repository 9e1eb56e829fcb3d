"""How a campaign ends: nothing new starts, what waits is closed, and it is over when nothing is open."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from db.locks import free_contacts, held, lock_numbers
from db.tables import STILL_OPEN, Attempt, CampaignRow, CampaignState, Contact, ContactState, Kind
from outbound.dialing.attempt import UNDER_WAY, State
from outbound.engine.attempts.closed import close
from outbound.engine.attempts.withdrawal import take_back
from outbound.engine.life.actor import ENGINE
from outbound.engine.life.history import take
from outbound.engine.life.transitions import Step

STOPPED: Final = "campaign stopped"


def spend(session: Session, row: CampaignRow, now: datetime, reason: str) -> None:
    """Let a campaign finish: nothing new starts, what waits is closed with the reason."""
    take(session, row, Step.SPEND, ENGINE, now, reason)
    _close_open(session, row.id, now, reason)


def wind_up(session: Session, campaign_id: str, now: datetime) -> None:
    """Take back what is reserved of a stopped campaign and close what waits; conversations finish."""
    for attempt in session.exec(select(Attempt).where(*_reserved(campaign_id))):
        if attempt.number in held(session):  # what was reserved since is not handed over any more
            take_back(session, attempt, now, STOPPED)
    _close_open(session, campaign_id, now, STOPPED)


def hold_reserved(session: Session, campaign_id: str) -> None:
    """Hold the numbers of what `wind_up` will take back: numbers are held before the campaign is."""
    lock_numbers(session, session.exec(select(Attempt.number).where(*_reserved(campaign_id))).all())


def _reserved(campaign_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Attempt.campaign_id) == campaign_id, col(Attempt.state) == State.RESERVED,
        col(Attempt.kind) == Kind.CONTACT,
    )  # fmt: skip


def settle(session: Session, row: CampaignRow, now: datetime) -> None:
    """End a campaign that nothing new starts for, once nothing of it is open any more."""
    if row.state not in (CampaignState.FINISHING, CampaignState.STOPPING):
        return
    stopping = row.state is CampaignState.STOPPING
    _close_open(session, row.id, now, STOPPED if stopping else row.reason)
    open_contacts = session.exec(
        select(Contact.id)
        .where(Contact.campaign_id == row.id, col(Contact.state).in_(STILL_OPEN))
        .limit(1)
    ).first()
    open_attempts = session.exec(
        select(Attempt.id)
        .where(Attempt.campaign_id == row.id, col(Attempt.state).in_(UNDER_WAY))
        .limit(1)
    ).first()
    if open_contacts is None and open_attempts is None:
        take(session, row, Step.SETTLE, ENGINE, now, row.reason)


def _close_open(session: Session, campaign_id: str, now: datetime, reason: str) -> None:
    """Close what waits, and what is held for a cause; what an attempt is open or unknown for stays."""
    under_way = select(Attempt.contact_id).where(
        Attempt.campaign_id == campaign_id, col(Attempt.state).in_(UNDER_WAY)
    )
    still = (ContactState.UNRELEASED, ContactState.WAITING, ContactState.HELD)
    waiting = select(Contact).where(
        Contact.campaign_id == campaign_id,
        col(Contact.state).in_(still),
        col(Contact.id).not_in(under_way),
    )
    for contact in free_contacts(session, waiting):
        close(session, contact, now, reason)
