"""What a campaign came to, in the figures that a plan forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, func, select

from db.queries import counts
from db.queries.costs import usage
from db.tables import Attempt, Contact, Kind, ResponseState
from db.tables import Response as ResponseRow
from outbound.engine.context import Engine
from outbound.engine.figures.costing import cost_of
from outbound.engine.lists.release import goal_reached
from outbound.engine.running import Running


@dataclass(frozen=True)
class Outturn:
    """A campaign's figures as they stand.

    completes: complete responses; of a campaign that asks nothing, contacts who got its message
    contacts: who was attempted at least once; by_state: everybody on its lists, by contact state
    by_cell: completes and what is wanted, None without a quota
    finished_on: the centre's day of the last complete where a goal was met, else of the last attempt
    """

    by_state: Mapping[str, int]
    contacts: int
    completes: int
    by_cell: Mapping[str, tuple[int, int | None]]
    attempts: int
    by_outcome: Mapping[str, int]
    agent_hours: float
    call_minutes: float
    messages: int
    sms_segments: int
    cost: Decimal
    goal_met: bool | None  # None where there is no goal
    finished_on: date | None

    @property
    def listed(self) -> int:
        """Everybody on its lists."""
        return sum(self.by_state.values())


def outturn(engine: Engine, campaign_id: str) -> Outturn:
    """The figures of a launched campaign."""
    running = engine.running.named(campaign_id)
    with engine.store.read() as session:
        return figures(session, running)


def figures(session: Session, running: Running) -> Outturn:
    """The same within a session that reads more."""
    name = running.campaign.id
    used = usage(session, name)
    outcomes = counts.attempts_by_outcome(session, name)
    by_cell = cells(session, running)
    has_goal = any(target is not None for _, target in by_cell.values())
    met = goal_reached(session, running) if has_goal else None
    return Outturn(
        by_state=counts.contacts_by_state(session, name),
        contacts=_attempted(session, name),
        completes=sum(done for done, _ in by_cell.values()),
        by_cell=by_cell,
        attempts=sum(outcomes.values()),
        by_outcome=dict(sorted(outcomes.items())),
        agent_hours=used.agent_seconds / 3600,
        call_minutes=used.call_seconds / 60,
        messages=used.messages,
        sms_segments=used.segments,
        cost=cost_of(used, running.centre.costs),
        goal_met=met,
        finished_on=_last_day(session, running, bool(met)),
    )


def cells(session: Session, running: Running) -> dict[str, tuple[int, int | None]]:
    """What is done in each cell, and its target; a list without quotas is one cell without a name.

    Done is a complete response; where nothing is asked, a message that arrived.
    """
    name = running.campaign.id
    if running.campaign.questions:
        done = counts.completes_by_cell(session, name)
    else:
        done = counts.delivered_by_cell(session, name)
    targets = counts.targets_by_cell(session, name)
    return {
        cell: (done.get(cell, 0), targets.get(cell) or None)
        for cell in sorted(targets.keys() | done.keys())
    }


def _attempted(session: Session, campaign_id: str) -> int:
    return session.exec(
        select(func.count())
        .select_from(Contact)
        .where(Contact.campaign_id == campaign_id, Contact.slot > 0)
    ).one()


def _last_day(session: Session, running: Running, met: bool) -> date | None:
    name = running.campaign.id
    if met:
        completed = select(func.max(ResponseRow.completed_at)).where(
            ResponseRow.campaign_id == name, ResponseRow.state == ResponseState.COMPLETE
        )
        last = session.exec(completed).one()
    else:
        attempted = select(func.max(Attempt.reserved_at)).where(
            Attempt.campaign_id == name, Attempt.kind == Kind.CONTACT
        )
        last = session.exec(attempted).one()
    return None if last is None else last.astimezone(running.zone).date()
