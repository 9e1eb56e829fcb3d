"""B1: one wave's list built and stored, beside the ways one would write it without us.

Six predicates, 5 % of numbers suppressed, a cap of 2 in 30 days over past contacts, 10 % held out by
hash, ten strata with a quota each, order inside a stratum. All routes must give the same rows.
OUTBOUND_BENCH_ROWS=1000000,10000000 also runs the large base, OUTBOUND_BENCH_POSTGRES=URL a server.
"""

import gc
import hashlib
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version

import duckdb
import pyarrow as pa
from sqlalchemy import text

from bench import b1_numpy, b1_ours, b1_peers
from bench.b1_ours import WAVE
from bench.b1_world import STRATA, World, world
from bench.size import server, size, sizes

SMALL = 100_000
"""The base on which the slowest peer runs, with ours beside it: row by row takes minutes on more."""

Route = Callable[[], object]


def run() -> None:
    """Print times, ratios and checksums: medians over the rounds, ours and the peers taking turns."""
    rounds, bases = size("ROUNDS", 3), sizes("ROWS", 1_000_000)
    names = ("duckdb", "ibis-framework", "pyarrow", "numpy", "sqlmodel", "psycopg")
    print("B1 list build: " + ", ".join(f"{name} {version(name)}" for name in names))
    print(f"python {platform.python_version()}, {os.cpu_count()} cores, {rounds} rounds")
    with world(min(SMALL, *bases)) as small:
        _stored(small, {"SQLModel row by row": lambda: b1_peers.row_by_row(small)}, rounds)
    for rows in bases:
        with world(rows) as large:
            _selected(large, rounds)
            peers: dict[str, Route] = {
                "SQLite INSERT ... SELECT": lambda: b1_peers.insert_select(large)
            }
            if rows <= 1_000_000:
                peers["SQLModel with sets"] = lambda: b1_peers.python_sets(large)
            _stored(large, peers, rounds)
            _print_memory(large)
        if url := server():
            with world(rows, server=url) as served:
                insert = {"PostgreSQL INSERT ... SELECT": lambda: b1_peers.insert_select(served)}
                _stored(served, insert, rounds)


def _selected(here: World, rounds: int) -> None:
    """Selection alone: the list as a table, from the same holds."""
    past = b1_ours.history(here)
    arrow = b1_numpy.prepare(here)
    routes: dict[str, Callable[[], pa.Table]] = {
        "ours": lambda: b1_ours.selection(here, past).listed,
        "one DuckDB statement": lambda: b1_peers.one_statement(here, past),
        "numpy over Arrow": lambda: b1_numpy.select(arrow, past, here.quota, hashes_given=False),
        "numpy, hashes given": lambda: b1_numpy.select(arrow, past, here.quota, hashes_given=True),
    }
    sums = {name: _checksum(route()) for name, route in routes.items()}
    _agree(here, "selection", sums)
    floor: dict[str, Route] = {"DuckDB count(*)": lambda: b1_peers.count_floor(here)}
    times = _race(here, {**routes, **floor}, rounds, stored=False)
    _report(here, "selection", times)


def _stored(here: World, peers: Mapping[str, Route], rounds: int) -> None:
    """Selection and storing, committed; what each round stored is taken out again, untimed."""
    routes: dict[str, Route] = {"ours": lambda: b1_ours.build(here), **peers}
    sums = {}
    for name, route in routes.items():
        route()
        sums[name] = _checksum(_read_back(here))
        _forget(here)
    kind = "SQLite" if here.store.sqlite else "PostgreSQL"
    _agree(here, f"stored in {kind}", sums)
    _report(here, f"stored in {kind}", _race(here, routes, rounds, stored=True))
    steps = b1_ours.build(here)
    _forget(here)
    print(
        f"  ours, one more round: history {steps.history:.2f} s, selection {steps.selection:.2f} s,"
        f" storing {steps.storing:.2f} s"
    )


def _race(
    here: World, routes: Mapping[str, Route], rounds: int, *, stored: bool
) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(rounds):
        for name, route in routes.items():
            gc.collect()
            began = time.perf_counter()
            route()
            times[name].append(time.perf_counter() - began)
            if stored:
                _forget(here)
    return {name: statistics.median(found) for name, found in times.items()}


def _report(here: World, what: str, times: Mapping[str, float]) -> None:
    for name, seconds in times.items():
        print(f"  {name:<28} {seconds:8.3f} s")
    ours = times["ours"]
    for name, seconds in times.items():
        if name != "ours" and what == "selection":
            print(f"ratio B1 {here.rows} selection ours / {name}: {ours / seconds:.2f}")
        elif name != "ours":
            print(f"ratio B1 {here.rows} {name} / ours: {seconds / ours:.2f}")


def _agree(here: World, what: str, sums: Mapping[str, str]) -> None:
    if len(set(sums.values())) != 1:
        raise SystemExit(f"{what}: the rows differ: {sums}")
    print(
        f"{here.rows} subscribers, {here.past} past contacts, {here.quota * STRATA} listed, {what}:"
        f" same rows, checksum {sums['ours'][:16]}"
    )


def _checksum(listed: pa.Table) -> str:
    """The ids of each cell in the order of calling; our ranks run through all cells, peers' in each."""
    with duckdb.connect() as engine:
        engine.register("listed", listed)
        rows = engine.sql("select cell || ' ' || subscriber_id from listed order by cell, rank")
        return hashlib.sha256("\n".join(row for (row,) in rows.fetchall()).encode()).hexdigest()


def _read_back(here: World) -> pa.Table:
    query = text("select subscriber_id, cell, rank from contact where wave_id = :wave")
    with here.store.read() as session:
        rows = session.connection().execute(query, {"wave": WAVE}).fetchall()
    columns = list(zip(*rows, strict=True))
    return pa.table(dict(zip(("subscriber_id", "cell", "rank"), columns, strict=True)))


def _forget(here: World) -> None:
    with here.store.write() as session:
        for table, column in (("contact", "wave_id"), ("holdout", "wave_id"), ("wave", "id")):
            statement = text(f"delete from {table} where {column} = :wave")
            session.connection().execute(statement, {"wave": WAVE})


def _print_memory(here: World) -> None:
    command = [sys.executable, "-m", "bench.b1_ours", str(here.workspace.path), here.store.url]
    done = subprocess.run(
        [*command, str(here.rows)], capture_output=True, text=True, check=True, env=os.environ
    )
    _forget(here)
    print(f"  ours, a process of its own: peak memory {done.stdout.strip()} MB")


if __name__ == "__main__":
    run()
