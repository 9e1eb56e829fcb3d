"""Quotas: how much of the reserve is called for, and which cells are full."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from db.locks import free_contacts
from db.queries import counts
from db.tables import Contact, ContactState
from outbound.audience.quota import CellCount, to_release
from outbound.engine.attempts.closed import close
from outbound.engine.ledger import Entry, note
from outbound.engine.running import Running


def release(session: Session, running: Running, now: datetime) -> int:
    """Call for more of the reserve where a cell falls behind; close what waits in full cells."""
    sample = running.campaign.audience.sample
    if sample is None or sample.completes is None:
        return 0
    released = 0
    for cell, count in cell_counts(session, running.campaign.id).items():
        if count.target == 0:
            continue
        if count.completes >= count.target:
            _close_cell(session, running.campaign.id, cell, now)
            continue
        wanted = to_release(count, float(sample.expect))
        if wanted:
            _release_cell(session, running.campaign.id, cell, wanted, now)
            released += wanted
    return released


def goal_reached(session: Session, running: Running) -> bool:
    """Whether the completes that the campaign asks for are there, in every cell."""
    sample = running.campaign.audience.sample
    if sample is None or sample.completes is None:
        return False
    cells = [c for c in cell_counts(session, running.campaign.id).values() if c.target]
    return bool(cells) and all(cell.completes >= cell.target for cell in cells)


def cell_counts(session: Session, campaign_id: str) -> Mapping[str, CellCount]:
    """Every quota cell of a campaign over all its waves."""
    targets, done = (
        counts.targets_by_cell(session, campaign_id),
        counts.completes_by_cell(session, campaign_id),
    )
    states = counts.states_by_cell(session, campaign_id)
    return {
        cell: _count(targets[cell], done.get(cell, 0), states.get(cell, {}))
        for cell in sorted(targets)
    }


def _count(target: int, completes: int, states: Mapping[ContactState, int]) -> CellCount:
    closed, unreleased = states.get(ContactState.CLOSED, 0), states.get(ContactState.UNRELEASED, 0)
    return CellCount(
        target, completes, closed, sum(states.values()) - closed - unreleased, unreleased
    )


def _release_cell(session: Session, campaign_id: str, cell: str, count: int, now: datetime) -> None:
    next_in_line = (
        select(Contact)
        .where(
            Contact.campaign_id == campaign_id,
            Contact.cell == cell,
            Contact.state == ContactState.UNRELEASED,
        )
        .order_by(col(Contact.rank))
        .limit(count)
    )
    for contact in free_contacts(session, next_in_line):
        contact.state, contact.next_at, contact.changed_at = ContactState.WAITING, now, now
        contact.released = True
        note(session, contact, now, Entry("released", "waiting", "the quota calls for more"))


def _close_cell(session: Session, campaign_id: str, cell: str, now: datetime) -> None:
    """Nothing new starts in a full cell; promised callbacks are kept, conversations finish."""
    still = (ContactState.WAITING, ContactState.UNRELEASED)
    waiting = select(Contact).where(
        Contact.campaign_id == campaign_id, Contact.cell == cell, col(Contact.state).in_(still),
        col(Contact.callback_start).is_(None),
    )  # fmt: skip
    for contact in free_contacts(session, waiting):
        close(session, contact, now, "quota cell full")
