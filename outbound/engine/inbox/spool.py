"""The spool: webhooks that were taken down while the store or the web server was away, kept on disk until the inbox has them.

Lines are appended by the process that stands in, each on the disk before its webhook is answered;
workers take whole files away and store every line under the key that its webhook would have had.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from outbound import failpoints
from outbound.dialing.heard import Heard
from outbound.engine.context import Engine
from outbound.engine.inbox.events import take_in
from outbound.engine.inbox.heard_json import from_json, to_json

FILE, TAKEN, REFUSED, LOCK = "webhooks.jsonl", "taken-*.jsonl", "refused.jsonl", "lock"
NAME: Final = "spool"
"""The folder's name, beside the store."""


@dataclass(frozen=True)
class Line:
    """One webhook as it was taken down."""

    at: datetime
    heard: Heard
    params: Mapping[str, str]


class Spool:
    """A folder of lines. Safe between processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def append(self, line: Line) -> None:
        """Take a line down; it is on the disk when this returns. Raises OSError where it cannot be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {
            "at": line.at.isoformat(),
            "heard": to_json(line.heard),
            "params": dict(line.params),
        }
        with self._alone(), (self.folder / FILE).open("ab+") as file:
            new = file.tell() == 0
            torn = not new and _last_byte(file.fileno()) != b"\n"  # whoever wrote before has died
            file.write(b"\n" * torn + json.dumps(told).encode() + b"\n")
            file.flush()
            failpoints.reach("before flush")
            os.fsync(file.fileno())
            if new:
                _sync_folder(self.folder)
            failpoints.reach("after flush")

    def files(self) -> list[Path]:
        """The files to take in, oldest first; nothing is appended to them any more."""
        if not self.folder.is_dir():
            return []
        current = self.folder / FILE
        if current.exists() and current.stat().st_size:
            with self._alone():
                _take_away(self.folder)
        return sorted(self.folder.glob(TAKEN))

    def set_aside(self, raw: bytes) -> None:
        """Keep what cannot be read, for a person."""
        with (self.folder / REFUSED).open("ab") as file:
            file.write(raw + b"\n")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def take_spooled(engine: Engine) -> int:
    """Store and apply what was taken down, each webhook once however often this is tried; returns how many."""
    spool = Spool(engine.workspace.db_dir / NAME)
    taken = 0
    for file in spool.files():
        for raw in file.read_bytes().splitlines():
            line = _read(raw)
            if line is not None:
                taken += take_in(engine, line.heard, line.params)
            elif raw.strip():
                spool.set_aside(raw)
                engine.heartbeat.alarm(engine.clock.now(), "spool", "A line cannot be read.")
        file.unlink(missing_ok=True)  # another worker may have been as quick
    return taken


def _read(raw: bytes) -> Line | None:
    """A line; None where it was never finished: its webhook was not answered, so it will come again."""
    try:
        told: dict[str, Any] = json.loads(raw)
        at = datetime.fromisoformat(told["at"])
        heard = from_json(told["heard"])
        return Line(at, replace(heard, at=heard.at or at), told["params"])
    except (ValueError, KeyError, TypeError):
        return None


def _take_away(folder: Path) -> None:
    current = folder / FILE
    if current.exists():
        numbers = [int(path.stem.partition("-")[2]) for path in folder.glob(TAKEN)]
        current.rename(folder / f"taken-{max(numbers, default=0) + 1:06}.jsonl")


def _last_byte(descriptor: int) -> bytes:
    return os.pread(descriptor, 1, os.fstat(descriptor).st_size - 1)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
