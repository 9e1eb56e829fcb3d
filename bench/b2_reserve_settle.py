"""B2: contacts reserved with every gate on, marked placed and settled, per second.

Ours beside a bare driver loop of two statements, single-row transactions through SQLModel and, on
PostgreSQL, one procrastinate job for each contact; in batches of 100 and 500, with one worker and
two. OUTBOUND_BENCH_POSTGRES=URL names the server, OUTBOUND_BENCH_CONTACTS=N another size.
"""

import gc
import multiprocessing
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from multiprocessing.pool import Pool

from bench import b2_ours, b2_peers
from bench.b2_world import World, world
from bench.size import server, size

CONTACTS = 5_000
SLOW = 10
"""Of so many contacts, one goes to the peers that take them one at a time."""
BATCHES = (100, 500)

Work = Callable[[str, int, int, int], list[int]]
Route = Callable[[World], float]
"""Works off a fresh store and returns how many contacts it settled per second."""


def run() -> None:
    """Print rates and ratios: medians over the rounds, ours and the peers taking turns."""
    rounds, contacts = size("ROUNDS", 3), size("CONTACTS", CONTACTS)
    names = ("sqlalchemy", "sqlmodel", "psycopg", "procrastinate")
    print("B2 reserve and settle: " + ", ".join(f"{name} {version(name)}" for name in names))
    print(
        f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {os.cpu_count()} cores,"
        f" {rounds} rounds, {contacts} contacts due and as many over"
    )
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.starmap(_ready, [(0,), (1,)])
        with world(contacts) as files:
            _race(files, _routes(pool), rounds)
        if url := server():
            with world(contacts, url) as served:
                _race(served, {**_routes(pool), "procrastinate": _queue}, rounds)


def _routes(pool: Pool) -> dict[str, Route]:
    routes: dict[str, Route] = {}
    for batch in BATCHES:
        for name, work in (("ours", b2_ours.work), ("bare loop", b2_peers.bare)):
            for workers in (1, 2):
                routes[f"{name}, {_said(batch, workers)}"] = _batches(pool, work, batch, workers)
    return routes | {"SQLModel row by row": _row_by_row}


def _race(here: World, routes: Mapping[str, Route], rounds: int) -> None:
    rates: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(rounds):
        for name, route in routes.items():
            gc.collect()
            rates[name].append(route(here))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    print(f"{here.kind}: nobody reserved twice, nobody left")
    for name, rate in medians.items():
        print(f"  {name:<32} {rate:>9,.0f} a second")
    for batch in BATCHES:
        for workers in (1, 2):
            how = _said(batch, workers)
            _ratio(here, how, medians[f"ours, {how}"], medians, f"bare loop, {how}")
    best = f"ours, {_said(BATCHES[0], 1)}"
    for name in ("SQLModel row by row", "procrastinate"):
        if name in medians:
            _ratio(here, _said(BATCHES[0], 1), medians[best], medians, name)


def _ratio(here: World, how: str, ours: float, medians: Mapping[str, float], peer: str) -> None:
    print(f"ratio B2 {here.kind} {how}: ours / {peer.split(',')[0]}: {ours / medians[peer]:.2f}")


def _batches(pool: Pool, work: Work, batch: int, workers: int) -> Route:
    def route(here: World) -> float:
        with here.fresh() as url:
            began = time.perf_counter()
            if workers == 1:
                done = [work(url, batch, 0, 1)]
            else:
                given = [(url, batch, worker, workers) for worker in range(workers)]
                done = pool.starmap(work, given, chunksize=1)
            seconds = time.perf_counter() - began
        return _rate([one for part in done for one in part], here.contacts, seconds)

    return route


def _row_by_row(here: World) -> float:
    count = here.contacts // SLOW
    with here.fresh() as url:
        began = time.perf_counter()
        done = b2_peers.row_by_row(url, count)
        return _rate(done, count, time.perf_counter() - began)


def _queue(here: World) -> float:
    count = here.contacts // SLOW
    with here.fresh() as url:
        queue = b2_peers.jobs(url, count)
        began = time.perf_counter()
        done = queue.work()
        return _rate(done, count, time.perf_counter() - began)


def _rate(done: list[int], contacts: int, seconds: float) -> float:
    if sorted(done) != list(range(1, contacts + 1)):
        raise SystemExit(f"{len(done)} reserved, {len(set(done))} different, of {contacts}")
    return contacts / seconds


def _said(batch: int, workers: int) -> str:
    return f"batch {batch}, {workers} worker{'s' if workers > 1 else ''}"


def _ready(worker: int) -> int:
    """A worker's first call, which imports what all others use."""
    return worker


if __name__ == "__main__":
    run()
