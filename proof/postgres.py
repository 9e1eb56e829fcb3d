"""Throw-away PostgreSQL servers: made in a temporary folder, gone when they are over.

The proofs, the tests and the benches make theirs here; none touches a server that runs already.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

WHERE: Final = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")

DURABLE: Final = ("shared_buffers=128MB", "jit=off")
"""What is committed survives a loss of power, as it comes."""

ROOMY: Final = (
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "checkpoint_timeout=30min",
    "jit=off",
)
"""As durable, with room to work in: for benches."""

CARELESS: Final = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB",
)  # fmt: skip
"""For data that need not survive the machine."""

UNPRIVILEGED: Final = ("postgres", "nobody")
"""Whom the server runs as where we are root, which it refuses to be."""

STARTS_WITHIN: Final = 30.0


class NoServerError(Exception):
    """PostgreSQL cannot be started here; says why."""


@dataclass
class Server:
    """One server on this machine, with a data directory of its own."""

    folder: Path
    port: int
    settings: Sequence[str]
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its first database; whoever connects is trusted."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """One of its databases."""
        return f"postgresql+psycopg://outbound@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it answers. Raises NoServerError."""
        command: list[str | Path] = [_programs() / "postgres", "-D", self.folder / "data"]
        command += ["-p", str(self.port), "-k", self.folder, "-h", "127.0.0.1"]
        command += [f"-c{setting}" for setting in self.settings]
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        with log.open("wb") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said, **_account())
        self._wait(log)

    def stop(self) -> None:
        """Shut it down, cutting open connections."""
        self._end("fast")

    def crash(self) -> None:
        """End it as a loss of power would: nothing is written any more."""
        self._end("immediate")

    def _end(self, mode: str) -> None:
        if self._process is None:
            return
        stop: list[str | Path] = [
            _programs() / "pg_ctl",
            "-D",
            self.folder / "data",
            "-m",
            mode,
            "-w",
            "stop",
        ]
        subprocess.run(stop, check=False, capture_output=True, **_account())
        self._process.wait()
        self._process = None

    def _wait(self, log: Path) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and self._process and self._process.poll() is None:
            with socket.socket() as probe:
                answers = probe.connect_ex(("127.0.0.1", self.port)) == 0
                if answers and b"ready to accept" in log.read_bytes():
                    return
            time.sleep(0.02)
        lines = log.read_text(errors="replace").strip().splitlines()
        raise NoServerError(lines[-1] if lines else "it said nothing")


@contextmanager
def server(settings: Sequence[str] = DURABLE) -> Iterator[Server]:
    """A new, empty, started server; deleted afterwards. Raises NoServerError."""
    programs, folder = _programs(), Path(tempfile.mkdtemp(prefix="outbound-pg-"))
    found = Server(folder, _free_port(), settings)
    try:
        if account := _account():
            shutil.chown(folder, account["user"])
        made = subprocess.run(
            [programs / "initdb", "--no-sync", "--auth=trust", "--username=outbound", "--encoding=UTF8",
             "--locale=C", "-D", folder / "data"],
            capture_output=True, check=False, **account,
        )  # fmt: skip
        if made.returncode:
            raise NoServerError(made.stderr.decode(errors="replace").strip().splitlines()[-1])
        found.start()
        yield found
    finally:
        found.crash()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb, postgres and pg_ctl, which Debian keeps off the path."""
    known = [found for pattern in WHERE for found in Path("/").glob(pattern)]
    newest = max(known, key=_version, default=None)
    on_path = shutil.which("initdb")
    if newest is None and on_path is None:
        raise NoServerError("initdb was not found")
    return newest or Path(on_path or "").parent


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parts if part.isdigit())


def _account() -> dict[str, Any]:
    """How to run the server's programs: as somebody else where we are root."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    name = next((name for name in UNPRIVILEGED if name in accounts), None)
    if name is None:
        raise NoServerError("it does not run as root, and there is no account for it")
    return {"cwd": "/", "user": name, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
