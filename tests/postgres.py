"""A PostgreSQL server of the tests' own: made in a temporary folder, gone when they are over."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WHERE = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
"""A test's data need not survive the machine."""

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which it refuses to."""

STARTS_WITHIN = 20.0


@contextmanager
def server() -> Iterator[str]:
    """The URL of a new, empty server on this machine; fails the test with one line if it cannot be had."""
    programs = _programs()
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="outbound-pg-"))
    try:
        if account:
            shutil.chown(folder, account, None)
        port = _free_port()
        process = _start(programs, folder, port, account)
        try:
            _wait(process, port, folder)
            yield f"postgresql+psycopg://outbound@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, folder: Path, port: int, account: str | None) -> subprocess.Popen[bytes]:
    who = {"user": account, "extra_groups": []} if account else {}
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "--no-sync", "--auth=trust", "--username=outbound", "--encoding=UTF8",
         "--locale=C", "-D", data],
        capture_output=True, cwd="/", check=False, **who,
    )  # fmt: skip
    if made.returncode:
        _impossible(made.stderr.decode(errors="replace").strip().splitlines()[-1])
    settings = [f"-c{setting}" for setting in CARELESS]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", *settings],
            stdout=log, stderr=log, cwd="/", **who,
        )  # fmt: skip


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if (
                probe.connect_ex(("127.0.0.1", port)) == 0
                and "ready to accept" in (folder / "log").read_text()
            ):
                return
        time.sleep(0.05)
    process.kill()
    said = (folder / "log").read_text().strip().splitlines()
    _impossible(said[-1] if said else "it said nothing")


def _programs() -> Path:
    known = sorted((found for pattern in WHERE for found in Path("/").glob(pattern)), key=_version)
    on_path = shutil.which("initdb")
    folders = [*([Path(on_path).parent] if on_path else []), *reversed(known)]
    if not folders:
        _impossible("initdb was not found")
    return folders[0]


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


def _impossible(why: str) -> None:
    pytest.fail(
        f"PostgreSQL cannot be started: {why}. `make test` installs it where it may.", pytrace=False
    )
