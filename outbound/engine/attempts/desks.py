"""Desks in the store: what each agent is doing, and on which attempt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from db.tables import Attempt, Contact, DeskRow, DeskState, Response, User
from outbound.errors import NotFoundError

# Asked at every act of an agent, so built once: building a question takes longer than asking it.
_IN_HAND: Final = (
    select(User, DeskRow, Attempt, Contact, Response)
    .join(DeskRow, col(DeskRow.agent_id) == User.id, isouter=True)
    .join(Attempt, col(Attempt.id) == DeskRow.attempt_id, isouter=True)
    .join(Contact, col(Contact.id) == Attempt.contact_id, isouter=True)
    .join(Response, col(Response.contact_id) == Contact.id, isouter=True)
    .where(col(User.id) == bindparam("agent"))
)
_READY: Final = select(DeskRow).where(
    col(DeskRow.state) == DeskState.READY, col(DeskRow.line).is_(None)
)
_LEFT_OPEN: Final = select(col(DeskRow.line)).where(
    col(DeskRow.state) != DeskState.TALKING, col(DeskRow.line).is_not(None)
)


@dataclass(frozen=True)
class InHand:
    """An agent, their desk, and what lies on it; all None where it is empty."""

    user: User
    desk: DeskRow
    attempt: Attempt | None
    contact: Contact | None
    response: Response | None


def in_hand(session: Session, agent_id: str, now: datetime) -> InHand:
    """All of one desk in one question; it writes nothing. Raises NotFoundError for nobody."""
    found = session.execute(_IN_HAND, {"agent": agent_id}).first()
    if found is None:
        raise NotFoundError(f"No user {agent_id!r}.")
    user, desk, attempt, contact, response = found
    return InHand(user, desk or _unused(agent_id, now), attempt, contact, response)


def desk_of(session: Session, agent_id: str, now: datetime) -> DeskRow:
    """The agent's desk, on a break if they were not here before."""
    desk = session.get(DeskRow, agent_id)
    if desk is None:
        desk = _unused(agent_id, now)
        session.add(desk)
    return desk


def put(
    session: Session, agent_id: str, state: DeskState, now: datetime, attempt_id: str | None = None
) -> DeskRow:
    """Move a desk; one on which nothing is in hand holds no attempt."""
    desk = desk_of(session, agent_id, now)
    if (desk.state, desk.attempt_id) != (state, attempt_id):
        desk.state, desk.since, desk.attempt_id = state, now, attempt_id
    return desk


def connect(session: Session, agent_id: str, attempt: Attempt, sid: str, now: datetime) -> None:
    """A customer's call comes into the agent's room; nobody else's does before it has left."""
    put(session, agent_id, DeskState.TALKING, now, attempt.id).line = sid


def left_room(session: Session, sid: str) -> None:
    """A call is over, or elsewhere: whoever had it in their room may get another."""
    gone = update(DeskRow).where(col(DeskRow.line) == sid).values(line=None)
    session.execute(gone)


def left_open(session: Session) -> list[str]:
    """The calls that are still in the room of an agent who talks to them no more."""
    return [line for line in session.execute(_LEFT_OPEN).scalars() if line]


def line_closed(session: Session, agent_id: str, attempt_id: str, now: datetime) -> None:
    """The call is over; the agent still has to name its outcome."""
    desk = desk_of(session, agent_id, now)
    if desk.attempt_id == attempt_id:
        put(session, agent_id, DeskState.WRAP_UP, now, attempt_id)


def let_go(session: Session, attempt: Attempt, now: datetime) -> None:
    """The attempt came to nothing: its agent is ready again, unless they have another contact in hand."""
    if attempt.agent_id is None:
        return
    desk = desk_of(session, attempt.agent_id, now)
    if desk.attempt_id == attempt.id:
        put(session, attempt.agent_id, DeskState.READY, now)


def is_ready(session: Session, agent_id: str) -> bool:
    """Whether the agent waits for a contact; nobody else gives them one until the transaction ends."""
    desk = session.get(DeskRow, agent_id, with_for_update=True)
    return desk is not None and desk.state is DeskState.READY and desk.line is None


def is_free_for(session: Session, agent_id: str, attempt: Attempt) -> bool:
    """Whether the agent waits for this call, or for any, and no other is in their room."""
    desk = session.get(DeskRow, agent_id)
    if desk is None or desk.line not in (None, attempt.sid):
        return False
    return desk.attempt_id == attempt.id or desk.state is DeskState.READY


def ready_agents(session: Session) -> list[str]:
    """The agents who wait for a contact and whose room is empty, longest first."""
    rows = session.execute(_READY).scalars()
    return [desk.agent_id for desk in sorted(rows, key=lambda d: (d.since, d.agent_id))]


def _unused(agent_id: str, now: datetime) -> DeskRow:
    return DeskRow(agent_id=agent_id, state=DeskState.BREAK, since=now)
