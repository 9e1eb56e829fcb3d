"""The steps of a campaign's life: taken through one door, and kept for good with their reasons."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.tables import CampaignEvent, CampaignRow, CampaignState
from outbound.engine.context import Engine
from outbound.engine.life.actor import Actor
from outbound.engine.life.launched import hold_still
from outbound.engine.life.transitions import Step, moved, permit


@dataclass(frozen=True)
class LifeStep:
    """One step: when, what, from which state to which, by whom, why, and on which content."""

    at: datetime
    step: str
    before: str
    after: str
    by: str
    reason: str
    content_hash: str


def steps(engine: Engine, campaign_id: str) -> tuple[LifeStep, ...]:
    """Every step of a campaign's life so far, oldest first; none for one that nobody touched."""
    with engine.store.read() as session:
        rows = session.exec(
            select(CampaignEvent)
            .where(CampaignEvent.campaign_id == campaign_id)
            .order_by(col(CampaignEvent.at), col(CampaignEvent.id))
        ).all()
    return tuple(
        LifeStep(r.at, r.step, r.before, r.after, r.by, r.reason, r.content_hash) for r in rows
    )


def take(
    session: Session, row: CampaignRow, step: Step, actor: Actor, now: datetime, reason: str
) -> CampaignState:
    """Move a launched campaign and note it: the one door through which its state changes.

    Raises RefusedError where the table has a dead end, or the actor's role may not.
    """
    permit(actor, step, row.id)
    hold_still(session, row)
    before, after = row.state, moved(row.state, step, row.id)
    row.state, row.reason, row.changed_at = after, reason, now
    write_down(session, row.id, LifeStep(now, step.value, before.value, after.value, actor.name, reason, row.content_hash))  # fmt: skip
    return after


def write_down(session: Session, campaign_id: str, taken: LifeStep) -> None:
    """Keep a step in the transaction that takes it."""
    session.add(
        CampaignEvent(
            campaign_id=campaign_id, at=taken.at, step=taken.step, before=taken.before,
            after=taken.after, by=taken.by, reason=taken.reason, content_hash=taken.content_hash,
        )
    )  # fmt: skip
