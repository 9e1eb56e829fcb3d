"""Several workers over one store: each contact is placed once, whoever is quicker."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from sqlmodel import select

from db.session import Store
from db.tables import Attempt, Contact, ContactState
from outbound.dialing.attempt import State
from outbound.dialing.port import Accepted, Reply
from outbound.engine.context import Engine
from outbound.engine.tick import work
from outbound.errors import CarrierError
from tests.engine.crew.conftest import beside
from tests.phone_line import Order, PhoneLine
from tests.world import World

MANY = 200


@dataclass
class Exchange(PhoneLine):
    """A carrier that many may ask at once."""

    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def _create(self, order: Order, kind: str) -> Reply:
        self.orders.append(order)
        if self.before_reply is not None:
            self.before_reply(order)
        return Accepted(f"{kind}{next(self.ids):032x}")


@pytest.fixture
def crowd(world: World) -> World:
    """Two hundred people who are all to get a message now."""
    return crowded(world, "texts", "09:00")


def crowded(world: World, campaign: str, at: str) -> World:
    """Two hundred people whom a campaign is to reach now."""
    world.launch(campaign)
    world.tick()
    world.at(at)
    world.carrier = Exchange()
    world.engine = replace(world.engine, carrier=world.carrier)
    with world.engine.store.write() as session:
        listed = session.exec(select(Contact)).all()
        like = listed[0].model_dump(
            exclude={"id", "subscriber_id", "number", "rank", "state", "next_at"}
        )
        for n in range(MANY - len(listed)):
            session.add(
                Contact(
                    **like, subscriber_id=f"X{n}", number=f"+86139{n:08}", rank=10 + n,
                    state=ContactState.WAITING, next_at=world.now,
                )
            )  # fmt: skip
    return world


def workers(world: World, number: int, **settings: int) -> list[Engine]:
    """Engines with connections of their own."""
    base = replace(world.engine, settings=replace(world.engine.settings, **settings))
    return [beside(base, Store(base.store.url)) for _ in range(number)]


def in_threads(engines: list[Engine], world: World) -> list[Exception]:
    failures: list[Exception] = []

    def run(engine: Engine) -> None:
        try:
            while work(engine, world.now).placed:
                pass
        except Exception as failure:  # noqa: BLE001 - the test shows it
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for engine in engines:
        engine.store.close()
    return failures


@pytest.mark.parametrize("in_flight", [1, 8])
def test_two_workers_place_each_contact_once(crowd: World, in_flight: int) -> None:
    assert in_threads(workers(crowd, 2, in_flight=in_flight), crowd) == []
    placed = Counter(order.to for order in crowd.carrier.orders)
    assert len(placed) == MANY
    assert set(placed.values()) == {1}
    attempts = crowd.everything(Attempt)
    assert {attempt.state for attempt in attempts} == {State.PLACED}
    assert len({attempt.sid for attempt in attempts}) == MANY


def test_as_many_are_asked_for_together_as_are_marked_together(crowd: World) -> None:
    together = threading.Barrier(4)  # broken unless four are under way at once
    crowd.carrier.before_reply = lambda _: together.wait(30)
    [engine] = workers(crowd, 1, in_flight=4)
    work(engine, crowd.now)
    engine.store.close()
    assert len(crowd.carrier.orders) == MANY


def test_what_the_others_were_told_is_recorded_beside_one_that_failed(crowd: World) -> None:
    def fail(order: Order) -> None:
        if order.to == crowd.contact("T2").number:
            raise CarrierError("A synthetic subscriber cannot be reached.")

    crowd.carrier.before_reply = fail
    [engine] = workers(crowd, 1, in_flight=8)
    with pytest.raises(CarrierError):
        work(engine, crowd.now)
    engine.store.close()
    states = Counter(attempt.state for attempt in crowd.everything(Attempt))
    assert states[State.PLACING] == 1  # the one that failed; nobody knows whether it was sent
    assert states[State.PLACED] == 7


def test_all_workers_together_keep_to_the_lines(world: World) -> None:
    crowd = crowded(world, "pulse", "10:00")
    assert in_threads(workers(crowd, 3, lines=7), crowd) == []
    assert len(crowd.carrier.orders) == 7  # nobody has hung up yet
