"""Who is attempted next: due contacts for the menu and messages, and the best one for a ready agent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlmodel import Session, col

from db.columns import Moment
from db.queries import counts
from db.tables import (
    Attempt,
    CampaignRow,
    CampaignState,
    Contact,
    ContactState,
    DeskRow,
    DeskState,
    User,
)
from outbound.campaign.schema import Mode
from outbound.dialing.outcome import Outcome
from outbound.engine.attempts import desks, pace
from outbound.engine.attempts.place import place
from outbound.engine.attempts.reserve import reserve
from outbound.engine.context import Engine
from outbound.engine.crew import carrier_rest

AT_ONCE: Final = 100
"""How many contacts are decided in one transaction."""

ROUNDS: Final = 5
"""How many such batches one tick works off; the rest waits for the next."""

HANDFUL: Final = 3
_RUNNING: Final = (
    select(col(CampaignRow.id))
    .where(col(CampaignRow.state) == CampaignState.RUNNING)
    .order_by(col(CampaignRow.id))
)

_NEVER_REFUSED: Final = col(Contact.outcome).is_distinct_from(Outcome.REFUSED)
_REFUSED_THEM: Final = (
    select(col(Attempt.id))
    .where(
        col(Attempt.contact_id) == col(Contact.id), col(Attempt.outcome) == Outcome.REFUSED,
        col(Attempt.agent_id) == bindparam("agent"),
    )
    .exists()
)  # fmt: skip

_WAITING: Final = (
    select(User)
    .join(DeskRow, col(DeskRow.agent_id) == User.id)
    .where(
        col(User.id) == bindparam("agent"), col(DeskRow.state) == DeskState.READY, col(DeskRow.line).is_(None)
    )
)  # fmt: skip

LOOKS: Final = 5
"""How many handfuls of contacts, growing, are looked through for one agent before the next tick."""


def dispatch(engine: Engine, now: datetime) -> int:
    """Decide due contacts of the voice menu and messages, and place those that may go; returns how many.

    No more menu calls are on their way at once than there are lines, so that a quota is not overrun.
    """
    with engine.store.read() as session:
        free = engine.settings.lines - counts.menu_calls(session)
    called = _place_due(engine, now, Mode.VOICE, free) if free > 0 else 0
    return called + _place_due(engine, now, Mode.SMS, AT_ONCE * ROUNDS)


def _place_due(engine: Engine, now: datetime, mode: Mode, most: int) -> int:
    placed = 0
    for _ in range(ROUNDS):
        if placed >= most or _resting(engine, now):
            break
        with engine.store.read() as session:
            steps, room = _with_room(session, engine, {mode}, now)
            due = _due(session, now, steps, min(AT_ONCE, most - placed, room))
        if not due:
            break
        reserved = reserve(engine, due, now)
        place(engine, [r.attempt_id for r in reserved])
        placed += len(reserved)
    return placed


def serve(engine: Engine, agent_id: str) -> bool:
    """Give a ready agent the best contact that may be called now; True if one is being dialled."""
    now = engine.clock.now()
    for look in range(LOOKS):
        if _resting(engine, now):
            return False
        with engine.store.read() as session:
            agent = session.execute(_WAITING, {"agent": agent_id}).scalar()
            if agent is None:
                return False
            steps, _ = _with_room(session, engine, {Mode.AGENT}, now)
            due = _due(session, now, steps, HANDFUL * (1 + 4 * look), agent)
        if not due:
            return False
        for reserved in reserve(engine, due, now, agent_id=agent_id):
            place(engine, [reserved.attempt_id])
            return True
    return False


def staff(engine: Engine, now: datetime) -> int:
    """Serve every agent who waits, longest first; returns how many got a contact."""
    with engine.store.read() as session:
        waiting = desks.ready_agents(session)
        steps = _steps(session, engine, {Mode.AGENT}) if waiting else ()
        due = _due(session, now, steps, len(waiting))
    served = 0
    for agent_id in waiting:
        if served == len(due):
            break  # there is nobody left to call, for none of them
        served += serve(engine, agent_id)
    return served


def count_due(session: Session, engine: Engine, now: datetime, agent: User | None) -> int:
    """How many contacts an agent could be given now, a hundred at the most."""
    return len(_due(session, now, _steps(session, engine, {Mode.AGENT}), 100, agent))


@dataclass(frozen=True)
class _Steps:
    """The steps of one running campaign's cascade that are done in the modes asked for."""

    campaign_id: str
    indexes: tuple[int, ...]
    keep: timedelta  # how long a promised callback is its own agent's


def _due(
    session: Session,
    now: datetime,
    steps: tuple[_Steps, ...],
    limit: int,
    agent: User | None = None,
) -> list[int]:
    """Due contacts in calling order: promised callbacks, then the campaign's priority, then the list's.

    A promised callback is its own agent's for as long as the campaign says and its window lasts, then
    anybody's. Whoever refused once is asked again by another agent.
    """
    if not steps:
        return []
    given: dict[str, Any] = {"now": now, "most": limit}
    spoken: tuple[str, ...] = ()
    if agent is not None:
        spoken = tuple(tag for tag in agent.languages.split(",") if tag)
        given["agent"] = agent.id
        given |= {f"kept_since_{n}": now - one.keep for n, one in enumerate(steps)}
    query = _question(steps, spoken, kept=agent is not None)
    return [contact_id for (contact_id,) in session.execute(query, given)]


def _steps(session: Session, engine: Engine, modes: set[Mode]) -> tuple[_Steps, ...]:
    """The steps that are done in one of the modes, for each running campaign that has such steps."""
    found: list[_Steps] = []
    for (name,) in session.execute(_RUNNING):
        contacting = engine.running.named(name).campaign.contact
        indexes = tuple(n for n, step in enumerate(contacting.channels) if step.mode in modes)
        if indexes:
            found.append(_Steps(name, indexes, contacting.callbacks.keep_agent))
    return tuple(found)


def _with_room(
    session: Session, engine: Engine, modes: set[Mode], now: datetime
) -> tuple[tuple[_Steps, ...], int]:
    """The steps for whose creates there is a turn soon, and how many turns there are in all."""
    room, turns = pace.room(engine, session, now), dict[str, int]()
    found = []
    for one in _steps(session, engine, modes):
        running = engine.running.named(one.campaign_id)
        steps = [(n, running.step(n)) for n in one.indexes]
        lines = {n: pace.line_of(step.channel, running.sender(step)) for n, step in steps}
        turns |= {name: room.of(name) for name in lines.values()}
        indexes = tuple(n for n, name in lines.items() if turns[name])
        if indexes:
            found.append(replace(one, indexes=indexes))
    return tuple(found), sum(turns.values())


@lru_cache(maxsize=256)
def _question(steps: tuple[_Steps, ...], spoken: tuple[str, ...], *, kept: bool) -> Select[Any]:
    """Asked again and again while the same campaigns run, so built once: building takes longer than asking."""
    theirs = [_of_steps(one, n, kept=kept) for n, one in enumerate(steps)]
    query = (
        select(col(Contact.id))
        .join(CampaignRow, col(CampaignRow.id) == Contact.campaign_id)
        .where(
            col(Contact.state) == ContactState.WAITING,
            col(Contact.next_at) <= bindparam("now", type_=Moment),
            or_(*theirs),
        )
        .order_by(
            col(Contact.callback_end).is_(None), col(Contact.callback_end), col(CampaignRow.priority).desc(),
            col(Contact.next_at), col(Contact.rank),
        )
        .limit(bindparam("most"))
    )  # fmt: skip
    return query.where(col(Contact.language).in_(spoken)) if spoken else query


def _of_steps(one: _Steps, place: int, *, kept: bool) -> ColumnElement[bool]:
    steps = and_(col(Contact.campaign_id) == one.campaign_id, col(Contact.step).in_(one.indexes))
    if not kept:
        return steps
    mine = or_(col(Contact.agent_id).is_(None), col(Contact.agent_id) == bindparam("agent"))
    late = col(Contact.callback_start) <= bindparam(f"kept_since_{place}", type_=Moment)
    overdue = col(Contact.callback_end) <= bindparam("now", type_=Moment)
    return and_(steps, or_(mine, late, overdue), or_(_NEVER_REFUSED, ~_REFUSED_THEM))


def _resting(engine: Engine, now: datetime) -> bool:
    """Whether nothing is placed for now: the carrier rests, or this process is about to end."""
    return engine.heartbeat.stopping or carrier_rest.rests(engine, now)
