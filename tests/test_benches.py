"""Every bench runs, on next to nothing: one that nobody runs stops working with the next change."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import BENCHES, ON_A_SERVER
from bench.size import SERVER

ONLY_OURS = {"gate", "simulation"}
"""What is measured beside nothing that the same run could be compared with by a ratio of that name."""


@pytest.mark.slow
@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_runs_and_tells_its_ratios(name, postgres_url):
    done = subprocess.run(
        [sys.executable, "-m", "bench", name, "--size", "tiny"],
        env=os.environ | {SERVER: postgres_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("ratio" in done.stdout) or name in ONLY_OURS
    assert ("PostgreSQL" in done.stdout) >= (name in ON_A_SERVER)
