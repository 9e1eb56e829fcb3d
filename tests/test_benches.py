"""Every bench runs, on next to nothing: one that nobody runs stops working with the next change."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, inspect

from bench.__main__ import BENCHES, ON_A_SERVER
from bench.size import SERVER

BESIDE_NOTHING = {"gate"}
"""What has no peer: it tells microseconds, and no ratio."""


@pytest.mark.slow
@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_runs_tells_its_ratios_and_leaves_the_servers_own_tables_alone(name, postgres_url):
    before = _tables(postgres_url)
    done = subprocess.run(
        [sys.executable, "-m", "bench", name, "--size", "tiny"],
        env=os.environ | {SERVER: postgres_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("ratio" in done.stdout) is (name not in BESIDE_NOTHING)
    assert ("PostgreSQL" in done.stdout) is (name in ON_A_SERVER)
    assert before == _tables(postgres_url) != set()


def _tables(url):
    server = create_engine(url)
    found = set(inspect(server).get_table_names())
    server.dispose()
    return found
