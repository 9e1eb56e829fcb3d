"""A throw-away PostgreSQL server for the benches: made in a temporary folder, gone when they are over."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHERE = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")
SETTINGS = ("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=30min", "jit=off")
"""Room to work in; durability stays as it comes, since every commit counts."""

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as where the bench runs as root, which it refuses to."""


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of a new server, None where there are no programs for one; it is deleted afterwards."""
    programs = _programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="outbound-pg-bench-"))
    account = _account()
    try:
        if account:
            shutil.chown(folder, account)
        port, data, log = _free_port(), folder / "data", folder / "log"
        _run(account, programs / "initdb", "--auth=trust", "--username=bench", "--encoding=UTF8",
             "--locale=C", "-D", data)  # fmt: skip
        options = " ".join(["-p", str(port), "-h 127.0.0.1 -k", str(folder)])
        options += "".join(f" -c {setting}" for setting in SETTINGS)
        _run(account, programs / "pg_ctl", "-w", "-D", data, "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://bench@127.0.0.1:{port}/postgres"
        finally:
            _run(account, programs / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(account: str | None, *command: str | Path) -> None:
    # The server inherits these ends; a pipe would keep us waiting for its end.
    subprocess.run(
        command, cwd="/", check=True, user=account, extra_groups=[] if account else None,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl, which Debian keeps off the path."""
    known = [found for pattern in WHERE for found in Path("/").glob(pattern)]
    newest = max(known, key=_version, default=None)
    on_path = shutil.which("pg_ctl")
    return newest or (Path(on_path).parent if on_path else None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parts if part.isdigit())


def _account() -> str | None:
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in UNPRIVILEGED if name in accounts), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
