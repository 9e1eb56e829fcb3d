"""The store's door: whole transactions, aware moments, and failures told plainly."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, col, select

from db.session import Store
from db.tables import Attempt, CampaignRow, Contact, SignIn
from outbound.dialing.attempt import State
from outbound.errors import StoreError
from tests.rows import NOW, a_campaign, a_contact, a_wave, an_attempt


def put(store: Store) -> None:
    with store.write() as session:
        a_campaign(session)
        a_wave(session)
        an_attempt(session, a_contact(session))


def test_a_moment_reads_back_as_it_was_in_utc(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    with store.write() as session:
        a_campaign(session, launched_at=datetime(2026, 11, 23, 8, 30, 0, 123456, tzinfo=shanghai))
    with store.read() as session:
        read = session.exec(select(CampaignRow)).one().launched_at
    assert read == datetime(2026, 11, 23, 0, 30, 0, 123456, tzinfo=UTC)
    assert read is not None
    assert read.utcoffset() == timedelta()


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="naive"), store.write() as session:
        session.add(SignIn(account="x", address="y", at=datetime(2026, 11, 23)))  # noqa: DTZ001 - the point


def test_moments_compare_in_the_database_as_they_do_here(store: Store) -> None:
    put(store)
    with store.read() as session:
        for later, found in ((timedelta(microseconds=1), 1), (timedelta(), 0)):
            query = select(Contact).where(col(Contact.next_at) < NOW + later)
            assert len(session.exec(query).all()) == found


def test_what_raises_leaves_nothing(store: Store) -> None:
    def write_then_fail(session: Session) -> None:
        a_campaign(session)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError), store.write() as session:
        write_then_fail(session)
    with store.read() as session:
        assert session.exec(select(CampaignRow)).all() == []


REPEATS: dict[str, Callable[[Session, Contact], object]] = {
    "a slot of a contact is attempted once": lambda s, c: an_attempt(s, c, id="a2", holds=None),
    "a number is held by one attempt": lambda s, c: an_attempt(s, c, id="a2", slot=1),
    "a carrier's id is bound once": lambda s, c: [
        an_attempt(s, c, id="a2", slot=1, holds=None, sid="CA1"),
        an_attempt(s, c, id="a3", slot=2, holds=None, sid="CA1"),
    ],
    "a subscriber is on a wave once": lambda s, c: a_contact(s),
    "a moment is built once": lambda s, c: a_wave(s, id="c@2"),
}


@pytest.mark.parametrize("again", REPEATS.values(), ids=REPEATS)
def test_the_database_itself_refuses(
    store: Store, again: Callable[[Session, Contact], object]
) -> None:
    put(store)
    with pytest.raises(IntegrityError), store.write() as session:
        again(session, session.exec(select(Contact)).one())
    with store.read() as session:
        assert len(session.exec(select(Attempt)).all()) == 1


def test_attempts_that_hold_nothing_and_have_no_id_are_many(store: Store) -> None:
    put(store)
    with store.write() as session:
        contact = session.exec(select(Contact)).one()
        for slot in (1, 2):
            an_attempt(
                session, contact, id=f"b{slot}", slot=slot, holds=None, state=State.WITHDRAWN
            )


def test_writers_in_one_process_queue_and_none_is_lost(store: Store) -> None:
    with store.write() as session:
        a_campaign(session, priority=0)

    def add() -> None:
        for _ in range(10):
            with store.write() as session:
                row = session.exec(select(CampaignRow).with_for_update()).one()
                row.priority += 1

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.exec(select(CampaignRow)).one().priority == 40


# Failures of the store


def test_a_store_that_another_process_holds_says_so(sqlite_url: str) -> None:
    store = Store(sqlite_url)

    @event.listens_for(store.writer, "connect")
    def impatient(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("pragma busy_timeout = 0")  # nobody waits ten seconds here

    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreError, match="locked") as told, store.write() as session:
        a_campaign(session)
    assert "Another process" in told.value.hint
    other.close()
    store.close()


def test_a_full_disk_leaves_nothing_half_written(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with store.write() as session:
        session.connection().exec_driver_sql("pragma max_page_count = 1")  # no further page
    many = [SignIn(account="x" * 60, address=str(n), at=NOW) for n in range(2_000)]

    def write(session: Session) -> None:
        a_campaign(session)
        session.add_all(many)

    with pytest.raises(StoreError, match="full") as told, store.write() as session:
        write(session)
    assert "Free some space" in told.value.hint
    with store.read() as session:
        assert session.exec(select(CampaignRow)).all() == []
        assert session.exec(select(SignIn)).all() == []
    store.close()


def test_a_file_that_is_no_store_says_so(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Dear Sir, " * 200, encoding="utf-8")
    store = Store(f"sqlite:///{file}")
    with pytest.raises(StoreError, match="not a database") as told, store.read() as session:
        session.execute(text("select 1 from campaign"))
    assert "backup" in told.value.hint
    store.close()


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'nowhere' / 'store.sqlite'}")
    with pytest.raises(StoreError, match="unable to open") as told, store.read() as session:
        session.execute(text("select 1"))
    assert "folder" in told.value.hint


def test_a_store_that_may_only_be_read_says_so(sqlite_url: str) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    store = Store(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(StoreError, match="readonly"), store.write() as session:
        a_campaign(session)
    store.close()


def test_a_server_that_is_away_says_so_without_the_password() -> None:
    store = Store("postgresql+psycopg://outbound:secret@127.0.0.1:1/x?connect_timeout=2")
    with pytest.raises(StoreError) as told, store.read() as session:
        session.execute(text("select 1"))
    assert "secret" not in f"{told.value.message} {told.value.hint} {told.value.where}"
    assert "127.0.0.1:1" in told.value.where
    store.close()


def test_an_empty_store_names_the_upgrade(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with pytest.raises(StoreError) as told, store.read() as session:
        session.exec(select(CampaignRow)).all()
    assert "outbound db upgrade" in told.value.hint
    store.close()


def test_a_mistake_in_a_statement_stays_a_mistake(store: Store) -> None:
    """Only the store's own state becomes a StoreError; a broken rule keeps its name."""
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(text("insert into approval (id, campaign_id) values (1, 'c')"))
