"""When the next tick is worth its while, for whoever moves the clock by hand: simulations and rehearsals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from db.tables import Attempt, CampaignRow, CampaignState, Contact, ContactState
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import UNDER_WAY
from outbound.engine.context import Engine
from outbound.engine.lists.schedule import moments, window

OVER_STATES: Final = (CampaignState.FINISHED, CampaignState.STOPPED)


@dataclass(frozen=True)
class Upcoming:
    """What lies ahead of one campaign.

    due: modes in which somebody may be contacted now, as far as the list knows
    calls: whether a call is on its way
    then: the next moment at which something becomes due, None where nothing will
    """

    state: CampaignState
    due: frozenset[Mode]
    calls: bool
    then: datetime | None

    @property
    def over(self) -> bool:
        """Whether the campaign has come to its end."""
        return self.state in OVER_STATES


def upcoming(engine: Engine, campaign_id: str, now: datetime) -> Upcoming:
    """What lies ahead of a launched campaign."""
    running = engine.running.named(campaign_id)
    zone, steps = running.zone, running.campaign.contact.channels
    with engine.store.read() as session:
        state = session.get_one(CampaignRow, campaign_id).state
        waiting = _next_of_each_step(session, campaign_id, now)
        window_closes = session.exec(
            select(func.min(Attempt.closes_at)).where(
                Attempt.campaign_id == campaign_id, col(Attempt.state).in_(UNDER_WAY)
            )
        ).one()
        calls = session.exec(
            select(Attempt.id)
            .where(
                Attempt.campaign_id == campaign_id, Attempt.channel == Channel.CALL,
                col(Attempt.state).in_(UNDER_WAY),
            )
            .limit(1)
        ).first()  # fmt: skip
    due = frozenset(steps[step].mode for step, (is_due, _) in waiting.items() if is_due)
    end = window(running.campaign, zone)[1]
    ahead = [at for _, at in waiting.values() if at is not None]
    ahead += [at for at in (window_closes, next(moments(running.campaign, zone, now), None)) if at]
    if now < end:
        ahead.append(end)
    return Upcoming(state, due, calls is not None, min(ahead, default=None))


def _next_of_each_step(
    session: Session, campaign_id: str, now: datetime
) -> dict[int, tuple[bool, datetime | None]]:
    """For each step of the cascade: whether a contact is due there, and when the next will be."""
    found: dict[int, tuple[bool, datetime | None]] = {}
    for later in (False, True):
        at = col(Contact.next_at)
        rows = session.exec(
            select(Contact.step, func.min(Contact.next_at))
            .where(
                Contact.campaign_id == campaign_id,
                Contact.state == ContactState.WAITING,
                at > now if later else at <= now,
            )
            .group_by(col(Contact.step))
        )
        for step, first in rows:
            is_due, _ = found.get(step, (False, None))
            found[step] = (is_due, first) if later else (True, None)
    return found
