"""The heartbeat: APScheduler calls the engine's tick; what is due is found in the database, not here."""

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from outbound.engine.context import Engine
from outbound.engine.tick import tick
from outbound.errors import OutboundError


def start_heartbeat(engine: Engine, every: float = 1.0) -> BackgroundScheduler:
    """Start ticking every so many seconds; a tick that is late is not repeated, two never overlap.

    Returns the scheduler; `shutdown()` it to stop. A tick that fails on purpose (store locked,
    carrier away) becomes an alarm and the next one tries again.
    """
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    scheduler.add_job(_beat, "interval", seconds=every, args=(engine,), id="tick")
    scheduler.start()
    return scheduler


def _beat(engine: Engine) -> None:
    try:
        tick(engine, engine.clock.now())
    except OutboundError as failure:
        engine.heartbeat.alarm(engine.clock.now(), failure.code, failure.message)
