"""Contacts that are held for a cause, such as a carrier that refuses: decided again once somebody has cleared it."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.locks import free_contacts
from db.tables import Attempt, CampaignState, Contact, ContactState
from outbound.dialing.attempt import UNDER_WAY
from outbound.engine.campaigns.resuming import LAST_DAY, WITHIN
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note
from outbound.engine.life.actor import Actor
from outbound.engine.life.launched import hold_still, launched
from outbound.engine.life.transitions import Step, permit
from outbound.errors import RefusedError

CLEARED: Final = "the cause for which it was held is cleared"
"""Why a contact that was held is decided again."""

APART: Final = timedelta(seconds=1)
"""How far apart they come due, unless that takes longer than an hour."""


def retry_held(engine: Engine, campaign_id: str, actor: Actor) -> int:
    """Decide again whoever is held for a cause, without pausing the campaign; returns how many.

    Whoever is held for evidence stays so. Raises RefusedError for a campaign that neither runs nor
    rests, and for who may not resume it.
    """
    permit(actor, Step.RESUME, campaign_id)
    now = engine.clock.now()
    with engine.store.write() as session:
        row = launched(session, engine.workspace, campaign_id)
        hold_still(session, row)
        if row.state not in (CampaignState.RUNNING, CampaignState.PAUSED):
            raise RefusedError(
                f"{campaign_id} is {row.state.value}; it starts nothing new any more."
            )
        return release_held(session, campaign_id, now, engine.running.named(campaign_id).dates[1])


def release_held(session: Session, campaign_id: str, now: datetime, last: datetime) -> int:
    """Let those held for a cause wait again, in the order in which they were held; returns how many.

    They come due one after the other, within an hour, so that a cause that was not cleared is
    noticed before all have met it again. On the last day, `last` being its end, all are due at once.
    """
    in_doubt = select(Attempt.contact_id).where(
        Attempt.campaign_id == campaign_id, col(Attempt.state).in_(UNDER_WAY)
    )
    held = (
        select(Contact)
        .where(
            Contact.campaign_id == campaign_id, Contact.state == ContactState.HELD,
            col(Contact.id).not_in(in_doubt),
        )
        .order_by(col(Contact.changed_at), col(Contact.id))
    )  # fmt: skip
    contacts = free_contacts(session, held)
    apart = timedelta() if last - now < LAST_DAY else min(APART, WITHIN / max(1, len(contacts)))
    for place, contact in enumerate(contacts):
        due = now + place * apart
        contact.state, contact.next_at, contact.changed_at = ContactState.WAITING, due, now
        contact.reason = CLEARED
        note(session, contact, now, Entry("released", "waiting", CLEARED, due))
    return len(contacts)
