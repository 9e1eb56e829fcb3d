"""Crews: several engines over one store, each with connections of its own, as processes have."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from db.session import Store
from db.tables import Lease
from outbound.engine.context import Engine, Heartbeat
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.lease import FREE, LEADER
from outbound.engine.crew.member import Member
from outbound.engine.running import RunningCampaigns
from tests.world import World

Join = Callable[..., Member]


@pytest.fixture
def join() -> Iterator[Join]:
    """`join(world, Duty.WORKER)`: another process over the world's store, with the world's clock and carrier."""
    stores: list[Store] = []

    def another(world: World, duty: Duty = Duty.ALL) -> Member:
        stores.append(Store(world.engine.store.url))
        return Member.join(beside(world.engine, stores[-1]), duty, timedelta(minutes=2))

    yield another
    for store in stores:
        store.close()


def beside(engine: Engine, store: Store) -> Engine:
    """The engine as another process has it."""
    return replace(engine, store=store, running=RunningCampaigns(store), heartbeat=Heartbeat())


def pass_on(world: World) -> None:
    """Let the lease run out, as it does when its holder says nothing for long."""
    with world.engine.store.write() as session:
        held = session.get(Lease, LEADER)
        if held is not None:
            held.expires_at = FREE


def rows_of(world: World) -> dict[str, list[object]]:
    """The whole store, table by table."""
    names = [table.name for table in SQLModel.metadata.sorted_tables]
    with world.engine.store.read() as session:
        found = {name: session.execute(text(f'select * from "{name}"')).all() for name in names}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}
