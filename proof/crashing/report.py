"""What a process says that it has committed, outside the database: a line for each transaction, once it is over."""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, Insert, event

from outbound import failpoints
from outbound.clock import monotonic

_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "attempt": ("id",),
    "audit": ("seq", "hash"),
    "inbox": ("key",),
}
"""Of which tables new rows are told, and what of them."""


@dataclass(frozen=True)
class Act:
    """A row that a process committed: who, when, on the clock that all processes of this machine share, and what."""

    by: str
    at: float
    table: str
    row: tuple[Any, ...]


class Reporter:
    """Notes what each transaction writes; only when it has committed, a line goes to the file."""

    def __init__(self, file: Path, writer: Engine) -> None:
        self._out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._mine = threading.local()
        event.listen(writer, "begin", self._begun)
        event.listen(writer, "after_execute", self._executed)
        failpoints.listen(self._reached)

    def _begun(self, _: Any) -> None:
        self._mine.rows = []

    def _executed(self, *told: Any) -> None:
        _, clause, several, one, *_ = told
        if not isinstance(clause, Insert) or getattr(clause.table, "name", "") not in _TOLD:
            return
        table = str(getattr(clause.table, "name", ""))
        for row in several or [one]:
            self._mine.rows.append((table, [row.get(name) for name in _TOLD[table]]))

    def _reached(self, point: str) -> None:
        rows = getattr(self._mine, "rows", ())
        if point != "after commit" or not rows:
            return
        self._mine.rows = []
        line = json.dumps({"at": monotonic(), "rows": rows}) + "\n"
        os.write(self._out, line.encode())


@dataclass
class Reading:
    """All that a process reported until it was last asked for, in order."""

    file: Path
    acts: list[Act] = field(default_factory=list)
    _done: int = 0

    def more(self) -> list[Act]:
        """What is new; a line that is not whole yet waits for the next time."""
        if not self.file.exists():
            return []
        with self.file.open("rb") as told:
            told.seek(self._done)
            whole = told.read().rpartition(b"\n")[0]
        self._done += len(whole) + 1 if whole else 0
        new = [act for line in whole.splitlines() for act in _acts(self.file.stem, line)]
        self.acts += new
        return new


def _acts(by: str, line: bytes) -> list[Act]:
    told = json.loads(line)
    return [Act(by, told["at"], table, tuple(row)) for table, row in told["rows"]]
