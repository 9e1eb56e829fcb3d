"""Reserve: one short transaction decides a batch of contacts at the gate and inserts their attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.tables import Attempt, CampaignRow, Contact, ContactState, DeskState
from outbound.dialing.attempt import State
from outbound.engine import desks
from outbound.engine.cases import Listed, cases
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note
from outbound.policy.decision import Decision, GiveUp, Go, Wait
from outbound.policy.gate import decide


@dataclass(frozen=True)
class Reserved:
    """One attempt that may now be placed."""

    attempt_id: str
    contact_id: int
    mode: str


def reserve(
    engine: Engine, contact_ids: Sequence[int], now: datetime, *, agent_id: str | None = None
) -> list[Reserved]:
    """Decide each contact and reserve an attempt for those that may go; the rest wait or close.

    With an agent, at most one is reserved: the first that may go. Everything is read and written
    in one transaction, so no rule can change between the decision and the reservation.
    """
    with engine.store.write() as session:
        listed = _listed(session, engine, contact_ids)
        found = cases(session, listed, now)
        reserved: list[Reserved] = []
        taken: set[str] = set()
        for contact, row, running in listed:
            if contact.number in taken:
                continue
            verdict = decide(found[contact.id or 0], now)
            if isinstance(verdict, Go):
                attempt = _insert(session, engine, (contact, row, running), now, agent_id)
                reserved.append(Reserved(attempt.id, contact.id or 0, attempt.mode.value))
                taken.add(contact.number)
            else:
                put_off(session, contact, now, verdict)
            if agent_id is not None and reserved:
                break
        return reserved


def put_off(session: Session, contact: Contact, now: datetime, verdict: Decision) -> None:
    """Let a contact wait or close, as the gate said; a repeated wait for the same reason is not noted again."""
    match verdict:
        case Wait(until, reason):
            if reason != contact.reason:
                note(session, contact, now, Entry("decided", "wait", reason, until))
            contact.next_at, contact.reason, contact.changed_at = until, reason, now
        case GiveUp(reason):
            close(session, contact, now, reason)
        case Go():
            pass


def close(session: Session, contact: Contact, now: datetime, reason: str) -> None:
    """End a contact; its outcome, if an attempt had one, stays."""
    contact.state, contact.reason, contact.next_at, contact.changed_at = (
        ContactState.CLOSED,
        reason,
        None,
        now,
    )
    contact.callback_start = contact.callback_end = None
    note(
        session,
        contact,
        now,
        Entry("closed", contact.outcome.value if contact.outcome else "no outcome", reason),
    )


def _listed(session: Session, engine: Engine, contact_ids: Sequence[int]) -> list[Listed]:
    rows = session.exec(
        select(Contact, CampaignRow)
        .join(CampaignRow, col(CampaignRow.id) == Contact.campaign_id)
        .where(col(Contact.id).in_(contact_ids), Contact.state == ContactState.WAITING)
        .with_for_update(of=Contact, skip_locked=True)  # SQLite has one writer and ignores this
    ).all()
    order = {contact_id: place for place, contact_id in enumerate(contact_ids)}
    found = [(contact, row, engine.running.named(row.id)) for contact, row in rows]
    return sorted(found, key=lambda item: order[item[0].id or 0])


def _insert(
    session: Session, engine: Engine, listed: Listed, now: datetime, agent_id: str | None
) -> Attempt:
    contact, row, running = listed
    step = running.step(contact.step)
    attempt = Attempt(
        id=engine.new_id(), campaign_id=row.id, contact_id=contact.id or 0, subscriber_id=contact.subscriber_id,
        number=contact.number, sender=running.sender(step), channel=step.channel, mode=step.mode,
        step=contact.step, slot=contact.slot, agent_id=agent_id, state=State.RESERVED, holds=contact.number,
        reserved_at=now, place_by=now + engine.place_within,
    )  # fmt: skip
    session.add(attempt)
    if agent_id is not None:
        desks.put(session, agent_id, DeskState.DIALING, now, attempt.id)
    contact.state, contact.slot, contact.changed_at = ContactState.TRYING, contact.slot + 1, now
    contact.next_at, contact.reason = None, ""
    note(
        session,
        contact,
        now,
        Entry("reserved", f"{step.channel.value}, {step.mode.value}", _with(agent_id)),
    )
    return attempt


def _with(agent_id: str | None) -> str:
    return f"for {agent_id}" if agent_id else ""
