"""When the machine fails under the store: locked, full, read-only. Told plainly, and nothing half written."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.session import Store
from outbound.errors import StoreError
from outbound.wiring import open_engine
from tests.cli.town import Run

HERE = "--workspace"
BAD_INPUT = 1


def store(workspace: Path) -> Path:
    return workspace / "db/outbound.sqlite"


def numbers(path: Path, count: int) -> Path:
    path.write_text("\n".join(f"+86139{n:08}" for n in range(count)), encoding="utf-8")
    return path


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """The system refuses to let any file grow further, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_store_that_another_process_holds(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTBOUND_STORE", f"sqlite:///{store(built)}?timeout=0.1")
    other = sqlite3.connect(store(built), isolation_level=None)
    other.execute("begin immediate")
    try:
        said = run("pause", "first-survey", HERE, built)
        reading = run("contacts", "first-survey", HERE, built)
    finally:
        other.close()
    assert (said.code, reading.code) == (BAD_INPUT, 0)
    assert "locked" in said.err
    assert "Try again" in said.err
    assert run("pause", "first-survey", HERE, built).code == 0


def test_a_store_that_may_not_be_written_to(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTBOUND_STORE", f"sqlite:///file:{store(built)}?mode=ro&uri=true")
    said = run("pause", "first-survey", HERE, built)
    assert said.code == BAD_INPUT
    assert "permissions" in said.err


@pytest.mark.parametrize("room", [0, 200_000, 2_000_000])
def test_a_list_that_a_full_disk_breaks_off_tells_what_holds_and_goes_on_later(
    run: Run, built: Path, tmp_path: Path, room: int
) -> None:
    register = numbers(tmp_path / "register.csv", 20_000)
    with no_file_beyond(store(built).stat().st_size + room):
        said = run("suppress", "import", register, HERE, built)
    assert said.code == BAD_INPUT
    held = len(run("suppress", "list", HERE, built, "--json").json["suppressions"])
    assert held < 20_000
    told = f"{held:,} were recorded before and hold" if held else "nothing was written"
    assert told in " ".join(said.err.split())
    again = run("suppress", "import", register, HERE, built, "--json").json
    assert (again["recorded"], again["already"]) == (20_000 - held, held)


def fill(store: Store) -> None:
    with store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("pragma max_page_count = 1")
        connection.exec_driver_sql("create table letters (text)")
        connection.exec_driver_sql("insert into letters values (zeroblob(1000000))")


def test_a_store_that_is_full_is_told_as_full(built: Path) -> None:
    engine = open_engine(built)
    with pytest.raises(StoreError, match="full") as told:
        fill(engine.store)
    engine.store.close()
    assert "Free some space" in told.value.hint


def test_an_import_on_a_full_disk_keeps_the_old_base(run: Run, built: Path, tmp_path: Path) -> None:
    rows = "\n".join(f"S{n:07},+86139{n:08},{'long ' * 20}{n}" for n in range(20_000))
    file = tmp_path / "large.csv"
    file.write_text(f"subscriber_id,phone,note\n{rows}\n", encoding="utf-8")
    with no_file_beyond(100_000):
        said = run("import", file, HERE, built)
    assert said.code == BAD_INPUT
    assert "old base is as it was" in said.err
    assert run("why", "S0001", HERE, built).code == 0
    assert not list((built / "db/base").glob(".building*"))
