"""Checking: 500 campaign files checked, beside merely parsing their YAML with PyYAML, in C and in Python.

The files are the reference campaigns under other names. A check reads each with positions, validates
it, and looks at expressions, hours, scripts and languages; parsing is the least that anybody does.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bench.size import size
from outbound.campaign.workspace import open_workspace
from outbound.check import check_workspace

FILES = 500
ROOT = Path(__file__).parents[1]
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


def run() -> None:
    """Print seconds, files per second and ratios: medians over the rounds."""
    rounds, count = size("ROUNDS", 3), size("FILES", FILES)
    with tempfile.TemporaryDirectory(prefix="outbound-bench-") as folder:
        files = write_files(Path(folder), count)
        routes: dict[str, Callable[[], object]] = {
            "outbound check": lambda: check_all(Path(folder)),
            "PyYAML in C": lambda: parse_all(files, yaml.CSafeLoader),
            "PyYAML in Python": lambda: parse_all(files, yaml.SafeLoader),
        }
        times = {name: measured(route, rounds) for name, route in routes.items()}
    for name, seconds in times.items():
        print(f"  {count} files, {name:<18} {seconds:7.2f} s, {count / seconds:8.0f} files/s")
    ours = times.pop("outbound check")
    for name, seconds in times.items():
        print(f"ratio checking outbound check / {name}: {ours / seconds:.2f}")


def write_files(folder: Path, count: int) -> list[Path]:
    """A workspace with the reference's centre and scripts, and its campaigns over and over."""
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copy(ROOT / "outbound.yaml", folder)
    (folder / "campaigns").mkdir()
    if (ROOT / "campaigns" / "templates").is_dir():
        shutil.copytree(ROOT / "campaigns" / "templates", folder / "campaigns" / "templates")
    bodies = [path.read_bytes() for path in sorted((ROOT / "campaigns").glob("*.yaml"))]
    files = [folder / "campaigns" / f"campaign-{n}.yaml" for n in range(count)]
    for n, file in enumerate(files):
        file.write_bytes(bodies[n % len(bodies)])
    return files


def check_all(folder: Path) -> object:
    """Every problem of the workspace; the files are the reference's, so none is an error."""
    found = check_workspace(open_workspace(folder), None, None, MOMENT)
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise SystemExit(f"checking: a reference campaign is broken: {errors[0]}")
    return found


def parse_all(files: list[Path], loader: Any) -> object:
    """The files as plain data."""
    return [yaml.load(file.read_bytes(), Loader=loader) for file in files]  # safe loaders


def measured(route: Callable[[], object], rounds: int) -> float:
    """The median seconds of a route."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        route()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    run()
