"""B2 by the engine itself: due contacts found, reserved at the gate, marked placed, settled by outcome."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bench.b2_world import CAMPAIGN, MOMENT
from db.queries.among import among
from db.queries.dealings import Dealings
from db.session import Store
from db.tables import Attempt, Contact, ContactState
from outbound.campaign.workspace import Workspace
from outbound.clock import VirtualClock
from outbound.dialing.outcome import Outcome
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts.fate import proven
from outbound.engine.attempts.reserve import Reserved, reserve
from outbound.engine.attempts.settle import Over, end
from outbound.engine.context import Engine
from outbound.engine.running import RunningCampaigns
from outbound.ids import random_ids
from outbound.settings import Settings


def work(url: str, batch: int, worker: int = 0, workers: int = 1) -> list[int]:
    """Reserve and settle until nothing is due; returns whom this worker reserved."""
    store = Store(url)
    carrier: Any = None  # nothing is handed over: what is timed is ours
    engine = Engine(
        VirtualClock(MOMENT), random_ids, store, carrier, Workspace(Path()),
        Settings(url, lines=batch * workers, calls_per_second=Fraction(1000)), RunningCampaigns(store),
    )  # fmt: skip
    done: list[int] = []
    while due := _due(engine, batch, worker, workers):
        reserved = reserve(engine, due, MOMENT)
        _mark(engine, reserved)
        _settle(engine, reserved)
        done += [one.contact_id for one in reserved]
    store.close()
    return done


def _due(engine: Engine, batch: int, worker: int, workers: int) -> list[int]:
    """The next due contacts; several workers look at different parts while there is enough for all."""
    with engine.store.read() as session:
        found = session.exec(
            select(Contact.id)
            .where(
                Contact.campaign_id == CAMPAIGN, Contact.state == ContactState.WAITING,
                col(Contact.next_at) <= MOMENT,
            )
            .order_by(col(Contact.next_at))
            .limit(batch * workers)
        ).all()  # fmt: skip
    ids = [one for one in found if one is not None]
    return ids[worker * batch : (worker + 1) * batch] or ids[:batch]


def _mark(engine: Engine, reserved: list[Reserved]) -> None:
    """What `place` writes for accepted orders, the carrier itself left out."""
    now = engine.clock.now()
    with engine.store.write() as session:
        for over in _over(engine, session, reserved):
            proven(over.attempt, over.contact, now, f"CA{over.attempt.id}")


def _settle(engine: Engine, reserved: list[Reserved]) -> None:
    """One in three completes; the others do not answer and are tried again."""
    with engine.store.write() as session:
        for over in _over(engine, session, reserved):
            answered = over.attempt.contact_id % 3 == 0
            found = Provisional(Outcome.COMPLETED if answered else Outcome.NO_ANSWER)
            end(session, over, found, MOMENT)


def _over(engine: Engine, session: Session, reserved: list[Reserved]) -> list[Over]:
    ids = [one.attempt_id for one in reserved]
    rows = session.exec(
        select(Attempt, Contact)
        .join(Contact, col(Contact.id) == Attempt.contact_id)
        .where(col(Attempt.id).in_(among("ids"))),
        params={"ids": ids},
    ).all()
    running = engine.running.named(CAMPAIGN)
    shared = Dealings(session, [one.contact_id for one in reserved])
    return [Over(attempt, contact, running, shared) for attempt, contact in rows]
