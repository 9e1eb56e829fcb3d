"""Reserve: one short transaction decides a batch of contacts at the gate and inserts their attempts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, exists, insert, select, update
from sqlmodel import Session, SQLModel, col

from db.columns import Moment
from db.locks import held, lock_counted
from db.queries.among import among_ids
from db.queries.lately import Who
from db.tables import (
    CampaignRow,
    Contact,
    ContactState,
    DeskState,
    Kind,
    Response,
    ResponseState,
    Wave,
)
from outbound.campaign.schema import Mode
from outbound.dialing.attempt import State
from outbound.engine.attempts import desks
from outbound.engine.attempts.booking import Booked, book, may_go
from outbound.engine.attempts.cases import Listed, cases
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note
from outbound.policy.zones import country_of

_FRESH: Final[Mapping[str, Any]] = {
    "kind": Kind.CONTACT,
    "turn": 0,
    "body": "",
    "asked": 0,
    "state": State.RESERVED,
    "provisional": True,
    "reason": "",
    "machine": False,
}
"""What a row of the table starts with; rows are written many at once, past the table's class."""


# Asked for every reservation, so built once: building a question takes longer than asking it.
_contact = SQLModel.metadata.tables["contact"]
_AMONG: Final = col(Contact.id).in_(among_ids("contacts"))
_PEOPLE: Final = select(
    col(Contact.number), col(Contact.subscriber_id), col(Contact.household)
).where(_AMONG)
ANSWERED: Final = exists().where(
    col(Response.subscriber_id) == Contact.subscriber_id,
    col(Response.campaign_id) == Contact.campaign_id,
    col(Response.state) == ResponseState.COMPLETE,
    col(Response.completed_at) >= Wave.built_at,
)
"""Whether the person has answered the campaign since the contact, joined with its wave, was listed."""
_LISTED: Final = (
    select(Contact, CampaignRow, ANSWERED.label("answered"))
    .join(CampaignRow, col(CampaignRow.id) == Contact.campaign_id)
    .join(Wave, col(Wave.id) == Contact.wave_id)
    .where(_AMONG)  # no state: a database might rather go through all who wait
    .with_for_update(of=Contact, skip_locked=True)  # SQLite has one writer and ignores this
)
_RESERVE: Final = insert(SQLModel.metadata.tables["attempt"])
_TRYING: Final = (
    update(_contact)
    .where(_contact.c.id.in_(among_ids("contacts")))
    .values(
        state=ContactState.TRYING, slot=_contact.c.slot + 1, changed_at=bindparam("now", type_=Moment),
        next_at=None, reason="",
    )
)  # fmt: skip

HOW: Final[Mapping[Mode, str]] = {
    Mode.AGENT: "call by an agent",
    Mode.VOICE: "call by the voice menu",
    Mode.SMS: "message",
    Mode.WEB: "web link",
}
"""How a person is reached, in the ledger's words."""


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

    With an agent, at most one is reserved: the first that may go; none unless the agent is ready.
    Everything is read and written in one transaction, in which nobody else decides about these
    people, so no rule can change between the decision and the reservation.
    """
    with engine.store.write() as session:
        _hold_people(session, contact_ids)
        if agent_id is not None and not desks.is_ready(session, agent_id):
            return []
        listed, answered = _listed(session, engine, contact_ids)
        found = cases(session, listed, now, engine.running, answered)
        going = may_go(session, listed, found, now, only_one=agent_id is not None)
        booked = book(engine, session, going, found, now)
        attempts = [_attempt(session, engine, one, now, agent_id) for one in booked]
        _insert(session, attempts, now)
    return [Reserved(row["id"], row["contact_id"], row["mode"].value) for row in attempts]


def _hold_people(session: Session, contact_ids: Sequence[int]) -> None:
    """Nobody else decides about these numbers, subscribers or households: all three are counted by."""
    rows = session.execute(_PEOPLE, {"contacts": contact_ids}).all()
    lock_counted(session, [Who(*row) for row in rows])


def _listed(
    session: Session, engine: Engine, contact_ids: Sequence[int]
) -> tuple[list[Listed], set[int]]:
    """The contacts in the order asked for, and those whose people have answered since they were listed.

    One that went on to another number meanwhile is left out: nobody holds that number for us.
    """
    rows = session.execute(_LISTED, {"contacts": contact_ids}).all()
    order, mine = {contact_id: place for place, contact_id in enumerate(contact_ids)}, held(session)
    found = [
        (contact, row, engine.running.named(row.id))
        for contact, row, _ in rows
        if contact.number in mine and contact.state is ContactState.WAITING
    ]
    answered = {contact.id or 0 for contact, _, answered in rows if answered}
    return sorted(found, key=lambda item: order[item[0].id or 0]), answered


def _attempt(
    session: Session, engine: Engine, booked: Booked, now: datetime, agent_id: str | None
) -> dict[str, Any]:
    """The new attempt's row; it may be placed once its turn has come."""
    contact, row, running = booked.listed
    step = running.step(contact.step)
    attempt = {
        **_FRESH, "id": engine.new_id(), "campaign_id": row.id, "contact_id": contact.id,
        "subscriber_id": contact.subscriber_id, "number": contact.number, "sender": running.sender(step),
        "channel": step.channel, "mode": step.mode, "step": contact.step, "slot": contact.slot,
        "agent_id": agent_id, "holds": contact.number, "reserved_at": now,
        "place_at": booked.at, "place_by": booked.at + engine.place_within,
        "household": contact.household, "country": country_of(contact.number), "cost": booked.cost,
    }  # fmt: skip
    if agent_id is not None:
        desks.put(session, agent_id, DeskState.DIALING, now, attempt["id"])
    how = HOW[step.mode]
    note(session, contact, now, Entry("reserved", how, f"for {agent_id}" if agent_id else ""))
    return attempt


def _insert(session: Session, attempts: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write the attempts, and that their contacts have them in hand: all alike, so in two statements."""
    if not attempts:
        return
    session.connection().execute(_RESERVE, attempts)
    theirs = [row["contact_id"] for row in attempts]
    session.connection().execute(_TRYING, {"contacts": theirs, "now": now})
