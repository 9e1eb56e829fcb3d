"""The office: three processes of the service on one database, and what they report; none of them is ever started again."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from outbound.settings import Settings
from proof.crashing.report import Act, Reading

DUTIES: Final = ("heartbeat", "worker", "web")
IN_HAND: Final = 20.0


@dataclass
class Process:
    """One process, where it reports and what it logs."""

    duty: str
    child: "subprocess.Popen[str]"
    report: Reading
    log: Path

    @property
    def logged(self) -> str:
        """What it said in its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@dataclass
class Office:
    """The processes."""

    processes: list[Process]

    def acts(self) -> list[Act]:
        """All that they committed, as they say."""
        self.more()
        return [act for one in self.processes for act in one.report.acts]

    def more(self) -> list[Act]:
        """What they committed since it was last asked for."""
        return [act for one in self.processes for act in one.report.more()]

    def faults(self) -> list[str]:
        """What nobody foresaw in any of their loops: the line of the log with what follows it."""
        logs = [one.logged.splitlines() for one in self.processes]
        return [
            "a loop met a fault: " + " ".join(lines[place : place + 8])
            for lines in logs
            for place, line in enumerate(lines)
            if line.endswith(" failed") or line.startswith("Traceback")
        ]

    def died(self) -> list[str]:
        """Who is no more, with the last words."""
        return [
            f"the {one.duty} process ended with {one.child.returncode}: {one.logged[-300:]!r}"
            for one in self.processes
            if one.child.poll() is not None
        ]

    def end(self) -> None:
        """Tell all to end, and wait for it."""
        for one in self.processes:
            if one.child.stdin is not None:
                one.child.stdin.close()
        for one in self.processes:
            try:
                one.child.wait(IN_HAND)
            except subprocess.TimeoutExpired:
                one.child.kill()
                one.child.wait()


@contextmanager
def opened(
    folder: Path, reports: Path, settings: Settings, ahead: timedelta, *, careless: bool = False
) -> Iterator[Office]:
    """Start the processes of a centre in a folder, and end them with the block."""
    reports.mkdir()
    told = {
        "folder": str(folder), "store": settings.store_url, "public": settings.public_url,
        "carrier": settings.carrier_url or "", "ahead": str(ahead.total_seconds()),
        "port": settings.public_url.rsplit(":", 1)[-1], "careless": "yes" if careless else "",
    }  # fmt: skip
    office = Office([_started(duty, reports, told) for duty in DUTIES])
    try:
        for one in office.processes:
            assert one.child.stdout is not None  # it is a pipe
            if one.child.stdout.readline() != "up\n":
                raise RuntimeError(f"the {one.duty} process did not start: {one.logged[-2000:]}")
        yield office
    finally:
        office.end()


def _started(duty: str, reports: Path, told: Mapping[str, str]) -> Process:
    report, log = reports / f"{duty}.jsonl", reports / f"{duty}.log"
    asked = json.dumps({**told, "duty": duty, "report": str(report)})
    with log.open("w", encoding="utf-8") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "proof.crashing.member", asked],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
        )  # fmt: skip
    return Process(duty, child, Reading(report), log)
