"""The heartbeat: what beats in which process, and that no failure stops it or goes by in silence."""

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from db.tables import ProcessRow
from outbound.clock import SystemClock
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.faults import apart
from outbound.engine.heartbeat import Beats, beat, beating, go_round, keep_time, lead_once
from outbound.errors import CarrierError, LeaseLostError, StoreError
from tests.engine.crew.conftest import Join, join
from tests.world import World

__all__ = ["join"]

SELDOM = 3600.0
NUMBER = "+8613800138001"


def jobs(beats: Beats) -> set[str]:
    return {job.id for job in beats.scheduler.get_jobs()}


@pytest.mark.parametrize(
    ("duty", "beats_of_its"),
    [
        (Duty.ALL, {"lead", "work"}),
        (Duty.WEB, set()),
        (Duty.HEARTBEAT, {"lead"}),
        (Duty.WORKER, {"work"}),
    ],
)
def test_each_process_beats_for_what_it_is_for(
    small_world: World, join: Join, duty: Duty, beats_of_its: set[str]
) -> None:
    with beating(join(small_world, duty), SELDOM) as beats:
        assert jobs(beats) == beats_of_its
        for job in beats.scheduler.get_jobs():
            assert (job.coalesce, job.max_instances) == (True, 1)
        [shown] = small_world.everything(ProcessRow)
        assert (shown.role, shown.leads) == (duty.value, duty.may_lead)
    assert small_world.everything(ProcessRow) == []
    assert beats.in_hand is False


def test_the_beat_leads_works_and_tells_when_it_was(small_world: World, join: Join) -> None:
    small_world.launch("notice")
    small_world.at("09:30")
    member = join(small_world)
    asked = threading.Semaphore(0)
    small_world.carrier.before_reply = lambda _: asked.release()
    with beating(member, 0.05):
        assert all(asked.acquire(timeout=60) for _ in range(3))
    assert len(small_world.carrier.orders) == 3
    assert member.engine.heartbeat.last == small_world.now


def test_nothing_new_is_placed_once_the_process_is_to_end(small_world: World, join: Join) -> None:
    small_world.launch("texts")
    small_world.tick()
    small_world.at("09:00")
    member = join(small_world)
    heartbeat = member.engine.heartbeat
    asked, ending = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        asked.set()
        ending.wait(60)

    small_world.carrier.before_reply = hold
    with beating(member, 0.05):
        assert asked.wait(60)
        heartbeat.stopping = True
        ending.set()
    assert len(small_world.carrier.orders) == 1  # what was in hand, and no more


def test_a_store_that_fails_is_told_once_and_once_more_when_it_is_back(
    small_world: World, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    member = join(small_world)
    member.round()
    rename(small_world, "lease", "hidden")
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            beat(member, "lead", lead_once)
            beat(member, "round", go_round)
        rename(small_world, "hidden", "lease")
        for _ in range(5):
            beat(member, "lead", lead_once)
            beat(member, "round", go_round)
    assert [alarm.code for alarm in member.engine.heartbeat.alarms] == ["store"]
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "store",
        "The store can be used again.",
    ]


def rename(world: World, table: str, name: str) -> None:
    with world.engine.store.write() as session:
        session.execute(text(f"alter table {table} rename to {name}"))


def test_a_fault_nobody_foresaw_is_an_alarm_and_says_nothing_of_people(
    small_world: World, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    member = join(small_world)

    def faulty(_: object) -> None:
        try:
            raise KeyError(NUMBER)
        except KeyError as cause:
            raise ValueError(f"no such number: {NUMBER}") from cause

    beat(member, "work", faulty)
    [alarm] = member.engine.heartbeat.alarms
    assert alarm.code == "fault"
    assert alarm.message.startswith("work: ValueError at ")
    assert "faulty" in caplog.text
    assert "KeyError" in caplog.text
    assert NUMBER not in caplog.text + alarm.message
    assert member.watchdog.idle() < timedelta(seconds=60)  # it came round


def test_one_part_that_fails_keeps_no_other_from_running(small_world: World) -> None:
    aside, done = apart(small_world.engine), []
    with aside("lists"):
        raise ZeroDivisionError
    with aside("evidence"):
        raise CarrierError("away")
    with aside("library"):
        done.append("library")
    assert done == ["library"]
    assert small_world.alarms() == ["fault", "carrier"]
    for failure in (StoreError("away"), LeaseLostError("another's")):
        with pytest.raises(StoreError), aside("campaigns"):
            raise failure


def test_a_clock_that_was_set_back_does_not_stop_the_beat(small_world: World, join: Join) -> None:
    with beating(join(small_world), SELDOM) as beats:
        tomorrow = SystemClock().now() + timedelta(days=1)
        for job in beats.scheduler.get_jobs():
            job.modify(next_run_time=tomorrow)
        keep_time(beats.scheduler, timedelta(seconds=SELDOM))
        for job in beats.scheduler.get_jobs():
            assert job.next_run_time < tomorrow - timedelta(hours=20)
