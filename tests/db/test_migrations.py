"""The migrations make what the tables say, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from db.session import Store
from db.upgrade import backup, ensure, newest, upgrade, version
from outbound.errors import StoreError
from tests.rows import a_campaign


def test_the_migrated_store_differs_in_nothing_from_the_tables(store: Store) -> None:
    with store.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_migrated_store_is_at_the_newest_version(store: Store) -> None:
    assert version(store) == newest()


def test_upgrading_again_changes_nothing(store: Store) -> None:
    with store.write() as session:
        a_campaign(session)
    assert upgrade(store) == newest()
    with store.read() as session:
        assert session.execute(text("select id from campaign")).scalars().all() == ["c"]


def test_a_new_store_is_created_on_first_use(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert version(store) is None
    ensure(store)
    assert version(store) == newest()
    store.close()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_processes_that_start_side_by_side_make_one_store(
    database: str, tmp_path: Path, postgres_url: str
) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    if database == "postgresql":
        name = f"new_{tmp_path.name}".lower()[:60]
        with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    stores = [Store(url) for _ in range(3)]
    with ThreadPoolExecutor(len(stores)) as at_once:
        list(at_once.map(ensure, stores))
    assert {version(store) for store in stores} == {newest()}
    for store in stores:
        store.close()


def test_a_store_of_another_version_is_refused_with_the_command_that_mends_it(
    sqlite_url: str,
) -> None:
    store = Store(sqlite_url)
    with store.write() as session:
        session.execute(text("update alembic_version set version_num = '0000'"))
    with pytest.raises(StoreError, match="version 0000") as refused:
        ensure(store)
    assert "outbound db upgrade" in refused.value.hint
    store.close()


def test_a_backup_holds_what_was_committed_and_not_what_was_not(
    sqlite_url: str, tmp_path: Path
) -> None:
    store, target = Store(sqlite_url), tmp_path / "backup.sqlite"
    with store.write() as session:
        a_campaign(session, "kept")
    with store.write() as session:
        a_campaign(session, "not yet")
        session.flush()
        backup(store, target)
        session.rollback()
    copy = Store(f"sqlite:///{target}")
    with copy.read() as session:
        assert session.execute(text("select id from campaign")).scalars().all() == ["kept"]
    assert version(copy) == newest()
    copy.close()
    store.close()


def test_a_backup_never_overwrites(sqlite_url: str, tmp_path: Path) -> None:
    store, target = Store(sqlite_url), tmp_path / "precious"
    target.write_text("keep me", encoding="utf-8")
    with pytest.raises(StoreError, match="exists already"):
        backup(store, target)
    assert target.read_text(encoding="utf-8") == "keep me"
    store.close()


def test_postgresql_is_backed_up_with_its_own_tool(postgres_url: str, tmp_path: Path) -> None:
    store = Store(postgres_url)
    with pytest.raises(StoreError, match="pg_dump"):
        backup(store, tmp_path / "dump")
    store.close()


@pytest.mark.parametrize("table", ["suppression", "decision", "campaign_event", "audit"])
@pytest.mark.parametrize("act", ["update {0} set at_ = at_", "delete from {0}"])
def test_what_was_decided_can_be_neither_changed_nor_removed(
    store: Store, table: str, act: str
) -> None:
    column = "hash" if table == "audit" else "id"
    with store.write() as session:
        session.connection().execute(SQLModel.metadata.tables[table].insert(), A_ROW[table])
    with pytest.raises(DBAPIError, match="append-only"), store.write() as session:
        session.execute(text(act.format(table).replace("at_", column)))


_AT = datetime(2026, 11, 23, tzinfo=UTC)
A_ROW: dict[str, dict[str, object]] = {
    "suppression": {
        "number": "+8613800000000", "event": "suppressed", "scope": "all", "source": "sms",
        "occurred_at": _AT, "recorded_at": _AT,
    },
    "decision": {
        "at": _AT, "subscriber_id": "H1", "campaign_id": "c", "step": "decided", "result": "wait"
    },
    "campaign_event": {"campaign_id": "c", "at": _AT, "step": "launch", "before": "a", "after": "b"},
    "audit": {"seq": 1, "at": _AT, "entries": [], "previous": "", "hash": "h"},
}  # fmt: skip
