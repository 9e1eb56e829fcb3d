"""Reserve: one short transaction decides a batch of contacts at the gate and inserts their attempts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session, SQLModel, col

from db.columns import Moment
from db.locks import held, lock_numbers
from db.queries import counts
from db.queries.among import among_ids
from db.tables import CampaignRow, Contact, ContactState, DeskState, Kind
from outbound.campaign.schema import Mode
from outbound.dialing.attempt import State
from outbound.engine.attempts import desks, pace
from outbound.engine.attempts.cases import Listed, cases
from outbound.engine.attempts.closed import close
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note
from outbound.policy.decision import Decision, GiveUp, Go, Wait
from outbound.policy.gate import decide

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
_NUMBERS: Final = select(col(Contact.number)).where(_AMONG)
_LISTED: Final = (
    select(Contact, CampaignRow)
    .join(CampaignRow, col(CampaignRow.id) == Contact.campaign_id)
    .where(_AMONG, col(Contact.state) == ContactState.WAITING)
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
    numbers, so no rule can change between the decision and the reservation.
    """
    with engine.store.write() as session:
        numbers = session.execute(_NUMBERS, {"contacts": contact_ids}).scalars()
        lock_numbers(session, numbers)
        if agent_id is not None and not desks.is_ready(session, agent_id):
            return []
        listed = _listed(session, engine, contact_ids)
        found = cases(session, listed, now, engine.running)
        going: list[Listed] = []
        taken: set[str] = set()
        for one in listed:
            contact = one[0]
            if contact.number in taken:
                continue
            verdict = decide(found[contact.id or 0], now)
            if isinstance(verdict, Go):
                going.append(one)
                taken.add(contact.number)
            else:
                put_off(session, contact, now, verdict)
            if agent_id is not None and going:
                break
        going = _with_a_line(engine, session, going, now)
        turns = pace.in_turn(engine, session, going, now)  # whoever has none stays due
        attempts = [_attempt(session, engine, one, now, at, agent_id) for one, at in turns]
        _insert(session, attempts, now)
    return [Reserved(row["id"], row["contact_id"], row["mode"].value) for row in attempts]


def _with_a_line(
    engine: Engine, session: Session, going: list[Listed], now: datetime
) -> list[Listed]:
    """Menu calls only as far as lines are free: workers count them one after the other. The others stay due."""
    menu = [one for one in going if one[2].step(one[0].step).mode is Mode.VOICE]
    if not menu:
        return going
    pace.hold(engine, session, [pace.CALLS], now)
    free = max(0, engine.settings.lines - counts.menu_calls(session))
    waiting = {one[0].id for one in menu[free:]}
    return [one for one in going if one[0].id not in waiting]


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


def _listed(session: Session, engine: Engine, contact_ids: Sequence[int]) -> list[Listed]:
    rows = session.execute(_LISTED, {"contacts": contact_ids}).all()
    order = {contact_id: place for place, contact_id in enumerate(contact_ids)}
    mine = held(session)  # one that has just gone on to another number is looked at again
    found = [(c, row, engine.running.named(row.id)) for c, row in rows if c.number in mine]
    return sorted(found, key=lambda item: order[item[0].id or 0])


def _attempt(
    session: Session,
    engine: Engine,
    listed: Listed,
    now: datetime,
    at: datetime,
    agent_id: str | None,
) -> dict[str, Any]:
    """The new attempt's row; it may be placed from `at` on."""
    contact, row, running = listed
    step = running.step(contact.step)
    attempt = {
        **_FRESH, "id": engine.new_id(), "campaign_id": row.id, "contact_id": contact.id,
        "subscriber_id": contact.subscriber_id, "number": contact.number, "sender": running.sender(step),
        "channel": step.channel, "mode": step.mode, "step": contact.step, "slot": contact.slot,
        "agent_id": agent_id, "holds": contact.number, "reserved_at": now,
        "place_at": at, "place_by": at + engine.place_within,
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
