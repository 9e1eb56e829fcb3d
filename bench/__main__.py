"""`python -m bench`: the hot paths, each beside its peers.

Every bench runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from importlib.metadata import version

from sqlalchemy import create_engine

from bench.size import SERVER
from proof import postgres

BENCHES = {
    "b1": "bench.b1_list_build",
    "b2": "bench.b2_reserve_settle",
    "b4": "bench.b4_rendering",
    "b5": "bench.b5_webhooks",
    "gate": "bench.gate",
    "planning": "bench.planning",
    "simulation": "bench.simulation",
    "checking": "bench.checking",
}
ON_A_SERVER = {"b1", "b2", "b5"}
PACKAGES = (
    *("duckdb", "ibis-framework", "pyarrow", "numpy", "sqlalchemy", "sqlmodel", "psycopg"),
    *("procrastinate", "jinja2"),
)
SIZES = {
    "tiny": {
        "OUTBOUND_BENCH_ROUNDS": "1",
        "OUTBOUND_BENCH_ROWS": "5000",
        "OUTBOUND_BENCH_PEOPLE": "200",
        "OUTBOUND_BENCH_FILES": "19",
        "OUTBOUND_BENCH_CONTACTS": "40",
        "OUTBOUND_BENCH_SIMULATED": "50",
    },
    "small": {
        "OUTBOUND_BENCH_ROWS": "100000",
        "OUTBOUND_BENCH_CONTACTS": "1000",
        "OUTBOUND_BENCH_SIMULATED": "500",
    },
    "full": {
        "OUTBOUND_BENCH_ROWS": "1000000",
        "OUTBOUND_BENCH_CONTACTS": "5000",
        "OUTBOUND_BENCH_SIMULATED": "10000",
    },
}


def main() -> int:
    """Run the benches that were asked for, all if none; the number of those that failed."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog="example: python -m bench b2 --size small",
    )
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"of {', '.join(BENCHES)}; all")
    parser.add_argument("--size", choices=SIZES, default="full", help="full")
    asked = parser.parse_args()
    unknown = set(asked.benches) - set(BENCHES)
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    chosen = asked.benches or list(BENCHES)
    given = dict(os.environ)
    wanted = SERVER not in given and bool(ON_A_SERVER & set(chosen))
    with _server() if wanted else nullcontext(given.get(SERVER)) as url:
        if url is not None:
            given[SERVER] = url
        _print_surroundings(url, wanted=wanted)
        sizes = SIZES[asked.size]
        if asked.size == "full" and given.get("OUTBOUND_BENCH_10M") == "1":
            sizes = sizes | {"OUTBOUND_BENCH_ROWS": "1000000,10000000"}
        failed = [name for name in chosen if not _run(name, sizes | given)]
    return len(failed)


@contextmanager
def _server() -> Iterator[str | None]:
    """The URL of a server of the benches' own, None where there are no programs for one."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.server(postgres.ROOMY)).url
        except postgres.NoServerError:
            url = None
        yield url


def _print_surroundings(url: str | None, *, wanted: bool) -> None:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {packages}")
    print(f"{os.cpu_count()} CPUs, {platform.machine()}, {platform.system()} {platform.release()}")
    if url is not None:
        engine = create_engine(url)
        with engine.connect() as connection:
            said = connection.exec_driver_sql("show server_version").scalar_one()
        engine.dispose()
        print(f"postgresql {said}")
    elif wanted:
        print("PostgreSQL is not installed (no initdb): its peers and ours on it are left out.")


def _run(name: str, environment: Mapping[str, str]) -> bool:
    print(f"\n{name.upper()}", flush=True)
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", BENCHES[name]], env=dict(environment))
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    megabytes = used.ru_maxrss // (1024 if sys.platform != "darwin" else 1024**2)
    print(
        f"{name.upper()} {'done' if process.returncode == 0 else 'failed'} in"
        f" {time.monotonic() - began:.0f} s, peak memory {megabytes} MB",
        flush=True,
    )
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
