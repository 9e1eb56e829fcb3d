"""One tick: safe to repeat, and every contact has a next step or an end."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from db.tables import Attempt, Contact, ContactState, DecisionRow, Wave
from tests.engine.conftest import Begin
from tests.world import World

EVERYTHING = ("survey", "pulse", "texts", "notice", "retention")


def all_rows(world: World) -> dict[str, list[Any]]:
    """The whole store, table by table."""
    with world.engine.store.read() as session:
        tables = session.execute(
            text("select name from sqlite_master where type = 'table' order by name")
        )
        names = [name for (name,) in tables if not name.startswith("sqlite_")]
        return {name: session.execute(text(f"select * from {name}")).all() for name in names}


def test_ticking_twice_at_one_moment_changes_nothing_the_second_time(begun: Begin) -> None:
    world = begun(*EVERYTHING, at="09:30")
    world.agent()
    world.ready()
    world.tick()
    before, orders = all_rows(world), len(world.carrier.orders)
    ticked = world.tick()
    assert (ticked.waves, ticked.applied, ticked.placed, ticked.served) == (0, 0, 0, 0)
    assert all_rows(world) == before
    assert len(world.carrier.orders) == orders


def test_every_contact_has_a_next_moment_an_attempt_or_an_end(begun: Begin) -> None:
    world = begun(*EVERYTHING)
    for hour in ("09:30", "11:59", "13:00", "14:00", "20:30"):
        world.at(hour)
        world.tick()
        open_on = {a.contact_id for a in world.everything(Attempt) if a.ended_at is None}
        for contact in world.everything(Contact):
            match contact.state:
                case ContactState.WAITING:
                    assert contact.next_at is not None
                case ContactState.TRYING:
                    assert contact.id in open_on
                case ContactState.HELD | ContactState.CLOSED:
                    assert contact.reason


def test_waves_are_built_in_their_time_and_texts_go_out_in_theirs(begun: Begin) -> None:
    world = begun("notice", at="09:29")
    assert world.tick().waves == 0
    world.at("09:30")
    ticked = world.tick()
    assert (ticked.waves, ticked.placed) == (1, 3)


def test_the_wait_for_the_hours_is_noted_once(begun: Begin) -> None:
    world = begun("texts", at="08:10")
    for _ in range(20):
        world.later(minutes=1)
        world.tick()
    waits = [row for row in world.everything(DecisionRow) if row.result == "wait"]
    assert len(waits) == 3


def test_a_week_away_starts_no_storm(begun: Begin) -> None:
    world = begun("notice", at="08:10")
    world.at("09:30", date(2026, 11, 30))
    world.tick()
    assert len(world.everything(Wave)) == 1
    assert len(world.carrier.orders) == 3


def test_the_tick_tells_when_it_was(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    assert world.engine.heartbeat.last == world.now


def test_time_going_on_calls_nobody_twice_in_one_moment(begun: Begin) -> None:
    world = begun("texts", "pulse")
    for _ in range(40):
        world.tick()
        held = [a.holds for a in world.everything(Attempt) if a.holds]
        assert len(held) == len(set(held))
        world.engine.clock.advance(timedelta(minutes=17))
