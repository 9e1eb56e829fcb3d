"""The heartbeat: APScheduler calls what the process is for, every second; what is due is found in the database, not here."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from outbound.clock import SystemClock
from outbound.engine.crew import faults
from outbound.engine.crew.alarm_book import write_down
from outbound.engine.crew.member import Member
from outbound.engine.crew.watchdog import NOT_COMING_ROUND, watch
from outbound.engine.tick import lead, work
from outbound.errors import LeaseLostError, OutboundError, StoreError

ROUND: Final = 2.0
"""Seconds between two rounds in which a process says that it lives, and renews its lease."""

IN_HAND: Final = 10.0
"""Seconds that a process which is told to end has for what it has in hand."""

Beat = Callable[[Member], None]


def lead_once(member: Member) -> None:
    """Lead, if it is our turn; whatever is written then proves first that it still is."""
    engine = member.leading()
    if engine is not None:
        now = engine.clock.now()
        lead(engine, now, faults.apart(engine))
        engine.heartbeat.last = now


def work_once(member: Member) -> None:
    """Work, as any worker may."""
    engine = member.engine
    work(engine, engine.clock.now(), faults.apart(engine))


def go_round(member: Member) -> None:
    """Say that we live, and ask for the lease."""
    member.round()


def beat(member: Member, loop: str, act: Beat) -> None:
    """One turn of a loop. Whatever fails is an alarm, and the loop comes round again."""
    heartbeat, clock = member.engine.heartbeat, member.engine.clock
    try:
        act(member)
    except LeaseLostError:
        member.lost()
    except StoreError as failure:
        member.store_failed(loop, failure)
    except OutboundError as failure:
        heartbeat.alarm(clock.now(), failure.code, failure.message)
    except Exception as failure:  # noqa: BLE001 - a loop that ends in silence is worse than any fault
        faults.tell(member.engine, loop, failure)
    else:
        member.store_worked(loop)
    finally:
        member.watchdog.came_round(loop)


@dataclass
class Beats:
    """What beats in this process; once it has ended, whether something in hand had to be left."""

    scheduler: BackgroundScheduler
    in_hand: bool = False


@contextmanager
def beating(member: Member, every: float = 1.0) -> Iterator[Beats]:
    """Beat until the block ends; then nothing new is begun, and what is in hand has ten seconds.

    A beat that is late is not repeated, two of one kind never overlap, and a loop that does not
    come round any more ends the process.
    """
    beats, stop = Beats(_scheduler(member, every)), threading.Event()
    beat(member, "round", go_round)
    rounds = threading.Thread(
        target=_go_round, args=(member, beats.scheduler, timedelta(seconds=every), stop), daemon=True, name="rounds"
    )  # fmt: skip
    rounds.start()
    watch(member.watchdog, partial(_end, member), stop)
    beats.scheduler.start()
    try:
        yield beats
    finally:
        member.engine.heartbeat.stopping = True
        ending = threading.Thread(target=beats.scheduler.shutdown, daemon=True, name="ending")
        ending.start()
        ending.join(IN_HAND)
        beats.in_hand = ending.is_alive()
        stop.set()
        rounds.join(ROUND)
        with suppress(StoreError):  # the lease then expires
            member.leave()


def keep_time(scheduler: BackgroundScheduler, every: timedelta) -> None:
    """A clock that was set back would make the scheduler wait until the old time has come again."""
    now = SystemClock().now()
    for job in scheduler.get_jobs():
        if job.next_run_time - now > 2 * every:
            job.modify(next_run_time=now)


def _scheduler(member: Member, every: float) -> BackgroundScheduler:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a beat that takes long is no news
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    duty = member.me.duty
    loops = (("lead", lead_once, duty.may_lead), ("work", work_once, duty.works))
    for name, act, is_ours in loops:
        if is_ours:
            member.watchdog.came_round(name)
            scheduler.add_job(
                beat, "interval", seconds=every, args=(member, name, act), id=name,
                next_run_time=SystemClock().now(),
            )  # fmt: skip
    return scheduler


def _go_round(
    member: Member, scheduler: BackgroundScheduler, every: timedelta, stop: threading.Event
) -> None:
    while not stop.wait(ROUND):
        beat(member, "round", go_round)
        keep_time(scheduler, every)


def _end(member: Member, loop: str, seconds: float) -> None:
    """End a process that hangs, with an alarm, if the store still takes one."""
    engine = member.engine
    said = f"The {loop} loop has not come round for {seconds:.0f} seconds: this process ends, to be started again."
    engine.heartbeat.alarm(engine.clock.now(), "watchdog", said)
    told = (engine.store, engine.heartbeat, member.me.id)
    telling = threading.Thread(target=write_down, args=told, daemon=True)
    telling.start()
    telling.join(ROUND)
    os._exit(NOT_COMING_ROUND)
