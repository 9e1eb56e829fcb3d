"""A small workspace for the command line: the starter, a few dozen subscribers, one launched campaign."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outbound.__main__ import main

REGIONS = ("north", "south", "east")
COLUMNS = (
    "subscriber_id",
    "phone",
    "name",
    "language",
    "region",
    "tier",
    "status",
    "activated_on",
    "synthetic",
)


def monday() -> datetime:
    """The first Monday of the starter's campaign at ten in Shanghai: its first wave is due."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    day = tomorrow + timedelta(days=(7 - tomorrow.weekday()) % 7)
    return day.replace(hour=2, minute=0, second=0, microsecond=0)


def people(count: int = 24) -> list[dict[str, str]]:
    """Subscribers of a small operator: every sixth has left, English speakers are every fourth."""
    return [
        {
            "subscriber_id": f"S{n:04}",
            "phone": f"+86138{n:08}",
            "name": "Ann Lee" if n % 4 == 0 else "王芳",
            "language": "en" if n % 4 == 0 else "zh",
            "region": REGIONS[n % 3],
            "tier": "gold",
            "status": "left" if n % 6 == 0 else "active",
            "activated_on": "2024-03-01",
            "synthetic": "true",
        }
        for n in range(1, count + 1)
    ]


def write_csv(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass(frozen=True)
class Said:
    """How one run of the command ended, and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error document."""
        return dict(self.json["error"])


Run = Callable[..., Said]


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command as a shell would, without the cost of a process."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Said(int(ended.value.code or 0), printed.out, printed.err)

    return run
