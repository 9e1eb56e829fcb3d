"""Who was turned away by the carrier keeps the others from trying before the rest is over."""

from datetime import timedelta

from sqlalchemy import update

from db.tables import Contact, Pace
from outbound.dialing.port import NotTaken
from outbound.engine.crew import carrier_rest
from outbound.engine.crew.duty import Duty
from outbound.engine.heartbeat import work_once
from outbound.engine.pages.floor import floor
from tests.engine.crew.conftest import Join
from tests.world import World

REST = timedelta(seconds=40)


def turned_away(world: World, join: Join):
    """Two workers, the first of which was told to wait."""
    world.launch("texts")
    world.tick()
    world.at("09:00")
    first, second = join(world, Duty.WORKER), join(world, Duty.WORKER)
    world.carrier.next_replies.append(NotTaken(REST, "too many requests"))
    work_once(first)
    assert len(world.carrier.orders) == 1
    with world.engine.store.write() as session:
        session.execute(update(Contact).values(next_at=world.now))  # but for the rest, all are due
    return first, second


def test_no_other_worker_tries_while_the_carrier_rests(world: World, join: Join) -> None:
    _, second = turned_away(world, join)
    work_once(second)
    assert len(world.carrier.orders) == 1
    world.later(seconds=REST.total_seconds() + 1)
    work_once(second)
    assert len(world.carrier.orders) == 1 + 3


def test_the_floor_shows_it_wherever_it_is_shown(world: World, join: Join) -> None:
    turned_away(world, join)
    web = join(world, Duty.WEB).engine
    assert floor(web).health.carrier is False
    world.later(seconds=REST.total_seconds() + 1)
    work_once(join(world, Duty.WORKER))
    assert floor(web).health.carrier is True


def test_a_rest_that_begins_tomorrow_is_nobodys(world: World, join: Join) -> None:
    """A process whose clock was a day ahead told of it; the others do not stop for a day."""
    first, second = turned_away(world, join)
    with world.engine.store.write() as session:
        session.get_one(Pace, carrier_rest.CARRIER).rests_until += timedelta(days=1)
    assert not carrier_rest.rests(second.engine, world.now)
    first.engine.heartbeat.carrier_rests_until = world.now + timedelta(seconds=30)
    carrier_rest.tell(first.engine)
    with world.engine.store.read() as session:
        told = carrier_rest.told(session, world.now)
    assert told == world.now + timedelta(seconds=30)


def test_the_longer_rest_stands(world: World, join: Join) -> None:
    first, second = turned_away(world, join)
    second.engine.heartbeat.carrier_rests_until = world.now + timedelta(seconds=5)
    carrier_rest.tell(second.engine)
    with world.engine.store.read() as session:
        assert carrier_rest.told(session, world.now) == world.now + REST
    assert first.engine.heartbeat.carrier_rests_until == world.now + REST
