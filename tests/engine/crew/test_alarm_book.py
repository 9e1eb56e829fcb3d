"""Alarms are seen by whichever process shows the floor, whatever became of the transaction they were raised in."""

from datetime import timedelta

from sqlalchemy import text

from db.session import Store
from db.tables import AlarmRow
from outbound.engine.context import Heartbeat
from outbound.engine.crew.alarm_book import KEPT, write_down
from outbound.engine.crew.duty import Duty
from outbound.engine.floor_view import Alarm
from outbound.engine.pages.floor import floor
from tests.engine.crew.conftest import Join
from tests.rows import NOW
from tests.world import World


def shown(engine) -> list[tuple[str, str]]:
    return [(alarm.code, alarm.message) for alarm in floor(engine).alarms]


def test_a_web_process_shows_what_a_worker_saw(world: World, join: Join) -> None:
    worker, web = join(world, Duty.WORKER), join(world, Duty.WEB)
    worker.engine.heartbeat.alarm(world.now, "carrier", "Nothing is placed for now.", "texts")
    assert shown(web.engine) == []
    worker.round()
    assert floor(web.engine).alarms == (
        Alarm(world.now, "carrier", "Nothing is placed for now.", "texts"),
    )
    assert [row.process for row in world.everything(AlarmRow)] == [worker.me.id]


def test_whoever_saw_it_shows_it_at_once_and_once(world: World, join: Join) -> None:
    member = join(world)
    member.engine.heartbeat.alarm(world.now, "unknown", "No reply.")
    assert shown(member.engine) == [("unknown", "No reply.")]
    member.round()
    assert shown(member.engine) == [("unknown", "No reply.")]


def test_an_alarm_outlives_the_transaction_that_failed_with_it(world: World, join: Join) -> None:
    member = join(world)
    try:
        with member.engine.store.write():
            member.engine.heartbeat.alarm(world.now, "script", "It fails.")
            raise ValueError
    except ValueError:
        member.round()
    assert [row.code for row in world.everything(AlarmRow)] == ["script"]


def test_what_goes_on_is_one_alarm_with_its_latest_moment(store: Store) -> None:
    beats = [Heartbeat(), Heartbeat()]
    for minute in range(0, 12, 3):
        for heartbeat in beats:
            heartbeat.alarm(NOW + timedelta(minutes=minute), "reconcile", "The carrier is away.")
            heartbeat.alarm(NOW + timedelta(minutes=minute), "other", f"Something at {minute}.")
            write_down(store, heartbeat, "p")
    with store.read() as session:
        found = session.execute(text("select code, at from alarm order by id")).all()
    assert [code for code, _ in found] == ["reconcile", "other", "other", "other", "other"]
    assert "09" in str(found[0][1])[14:16]


def test_what_comes_again_much_later_is_another_alarm(world: World, join: Join) -> None:
    member = join(world)
    for _ in range(2):
        member.engine.heartbeat.alarm(world.now, "carrier", "Away.")
        member.round()
        world.later(hours=1)
    assert len(world.everything(AlarmRow)) == 2
    assert len(floor(join(world).engine).alarms) == 2


def test_a_store_that_is_away_gets_them_later(small_world: World, join: Join) -> None:
    member = join(small_world)
    heartbeat, store = member.engine.heartbeat, member.engine.store
    rename(small_world, "alarm", "hidden")
    heartbeat.alarm(small_world.now, "inbox", "First.")
    assert write_down(store, heartbeat, "p") == 0
    heartbeat.alarm(small_world.later(seconds=1), "inbox", "Second.")
    heartbeat.alarm(small_world.later(seconds=1), "inbox", "First.")
    rename(small_world, "hidden", "alarm")
    assert write_down(store, heartbeat, "p") == 2
    told = {row.message: row.at for row in small_world.everything(AlarmRow)}
    assert told == {"First.": small_world.now, "Second.": small_world.now - timedelta(seconds=1)}


def rename(world: World, table: str, name: str) -> None:
    with world.engine.store.write() as session:
        session.execute(text(f"alter table {table} rename to {name}"))


def test_a_message_may_hold_anything(store: Store) -> None:
    heartbeat = Heartbeat()
    heartbeat.alarm(NOW, "orphan", "sid \0 and \ud800 and 号码")
    assert write_down(store, heartbeat, "p") == 1
    with store.read() as session:
        assert session.execute(text("select message from alarm")).scalar() == "sid   and ? and 号码"


def test_old_alarms_are_swept_and_many_are_not_all_remembered(world: World, join: Join) -> None:
    member = join(world)
    member.engine.heartbeat.alarm(world.now, "old", "Long ago.")
    member.round()
    with world.engine.store.write() as session:
        session.execute(text("update alarm set at = :at"), {"at": world.now - KEPT * 2})
    join(world).round()
    assert world.everything(AlarmRow) == []
    for n in range(300):
        member.engine.heartbeat.alarm(world.now, "many", f"{n}")
    member.round()
    assert len(world.everything(AlarmRow)) == 100
    assert shown(member.engine)[0] == ("many", "299")
