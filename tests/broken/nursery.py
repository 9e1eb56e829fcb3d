"""Runs pytest in children of a process that has imported what is not ours: each begins with none of our code.

`python -P nursery.py` reads one JSON list a line, a folder and the words for pytest, and answers each with
the exit code and what was said. Importing the libraries anew for every build would take most of the time.
"""

import contextlib
import importlib
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

LIBRARIES = (
    "hypothesis.strategies", "sqlmodel", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite",
    "alembic.command", "psycopg", "ibis.backends.duckdb", "pyarrow.parquet", "pyarrow.compute", "numpy",
    "phonenumbers", "opening_hours", "twilio.rest", "twilio.request_validator", "requests", "yaml", "jinja2.sandbox",
    "sqlglot", "apscheduler.schedulers.background", "starlette.testclient", "fastapi", "cryptography.fernet",
)  # fmt: skip

PATIENCE = 120
"""Seconds after which a build that hangs is ended."""


def main() -> None:
    """Answer until there are no more lines."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        folder, *words = json.loads(line)
        with tempfile.TemporaryFile() as said:
            code = _in_a_child(folder, words, said.fileno())
            said.seek(0)
            told = said.read().decode(errors="replace")
        sys.stdout.write(f"{json.dumps([code, told])}\n")
        sys.stdout.flush()


def _in_a_child(folder: str, words: list[str], said: int) -> int:
    child = os.fork()
    if child == 0:
        os.dup2(said, 1)
        os.dup2(said, 2)
        signal.alarm(PATIENCE)
        os.chdir(folder)
        sys.path.insert(0, folder)
        code = int(pytest.main(words))
        sys.stdout.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    assert not {"outbound", "db", "tests"} & set(sys.modules), "ours must be imported by each build"
    assert Path(__file__).parent not in map(Path, sys.path)
    main()
