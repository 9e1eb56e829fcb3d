"""What every test may ask for: a store on either database, and a small world to run campaigns in.

The database and the engine are imported where they are used: the pure suite needs neither.
"""

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from proof import postgres

if TYPE_CHECKING:
    from db.session import Store
    from outbound.clock import Clock
    from tests.world import World

# A busy machine may take its time: how long an example takes is measured elsewhere.
# The same examples every time: whoever changes one thing must not meet another's old mistake.
# To search for new ones: pytest --hypothesis-profile searching tests/properties
hypothesis_settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "searching", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("steady")

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """No test may speak to another machine; a socket that tries says so."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("127.0.0.1", "localhost", "::1"):
            pytest.fail(f"A test tried to reach {host}; only this machine is allowed.")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]  # the guard is the point
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]  # put back


@pytest.fixture(scope="session", autouse=True)
def nobody_decides_without_the_number() -> Iterator[None]:
    """Whoever changes an attempt or a contact holds its number, in every test that has a store."""
    from sqlalchemy import event
    from sqlmodel import Session

    from db.locks import held
    from db.tables import Attempt, Contact

    def guard(session: Session, *_: Any) -> None:
        changed = [one for one in session.dirty if isinstance(one, Attempt | Contact)]
        fresh = [one for one in session.new if isinstance(one, Attempt)]
        free = {one.number for one in (*changed, *fresh) if session.is_modified(one)}
        loose = free - held(session)
        assert not loose or not _in_the_engine(), f"decided without holding {loose}"

    event.listen(Session, "before_flush", guard)
    yield
    event.remove(Session, "before_flush", guard)


def _in_the_engine() -> bool:
    """Whether the engine writes, and not a test that arranges its rows."""
    frame: Any = sys._getframe(1)
    while frame is not None and "/outbound/engine/" not in frame.f_code.co_filename:
        frame = frame.f_back
    return frame is not None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this worker's own."""
    try:
        with postgres.server(postgres.CARELESS) as server:
            _migrate(server.url)
            yield server.url
    except postgres.NoServerError as why:
        said = f"PostgreSQL cannot be started: {why}. `make test` installs it where it may."
        pytest.fail(said, pytrace=False)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty, migrated store is: every test that asks runs on both databases."""
    if request.param == "sqlite":
        return _copied(request.getfixturevalue("migrated_sqlite"), tmp_path)
    url: str = request.getfixturevalue("postgres_url")
    _emptied(url)
    return url


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """An empty, migrated SQLite file, for what is the same on both databases."""
    return _copied(migrated_sqlite, tmp_path)


@pytest.fixture
def store(store_url: str) -> Iterator["Store"]:
    """An empty store, on both databases."""
    from db.session import Store

    store = Store(store_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def workspace_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace with its base, imported once and copied for each test."""
    from tests.files import write_workspace

    return write_workspace(tmp_path_factory.mktemp("workspace"))


@pytest.fixture
def make_world(workspace_files: Path, tmp_path: Path) -> Iterator[Callable[..., "World"]]:
    """Makes worlds: `make_world(store_url)`, or on another clock."""
    from outbound.clock import VirtualClock
    from tests.world import START, World

    made: list[World] = []

    def make(url: str, clock: "Clock | None" = None) -> World:
        folder = tmp_path / f"centre-{len(made)}"
        shutil.copytree(workspace_files, folder)
        made.append(World.open(folder, url, clock or VirtualClock(START)))
        return made[-1]

    yield make
    for world in made:
        world.money_adds_up()
        world.engine.store.close()


@pytest.fixture
def world(make_world: Callable[..., "World"], store_url: str) -> "World":
    """A small service centre on Monday morning, on both databases."""
    return make_world(store_url)


@pytest.fixture
def small_world(make_world: Callable[..., "World"], sqlite_url: str) -> "World":
    """The same on SQLite alone, for what no database could change."""
    return make_world(sqlite_url)


def _copied(empty: Path, folder: Path) -> str:
    file = folder / "outbound.sqlite"
    shutil.copyfile(empty, file)
    return f"sqlite:///{file}"


def _emptied(url: str) -> None:
    """All rows gone, ids from 1 again."""
    from sqlalchemy import text
    from sqlmodel import SQLModel

    import db.tables  # noqa: F401 - fills the metadata
    from db.session import Store

    store = Store(url)
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    with store.write() as session:
        session.execute(text(f"truncate {names} restart identity cascade"))
    store.close()


def _migrate(url: str) -> None:
    from db.session import Store
    from db.upgrade import upgrade

    store = Store(url)
    upgrade(store)
    store.close()
