"""B2's peers: a bare driver loop, single-row transactions through SQLModel, a job queue in PostgreSQL."""

import asyncio
import json
import logging
import sqlite3
from typing import Any

import procrastinate
import psycopg
from sqlalchemy import make_url
from sqlmodel import col, select

from bench.b2_world import CAMPAIGN, MOMENT
from db.session import Store
from db.tables import Attempt, Contact, ContactState
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.ids import random_ids

_TEXT = MOMENT.strftime("%Y-%m-%d %H:%M:%S.%f")
CONCURRENT_JOBS = 10


def bare(url: str, batch: int, worker: int = 0, workers: int = 1) -> list[int]:
    """Two statements for each batch, each its own transaction: claim what is due, close it."""
    return _bare_sqlite(url, batch) if url.startswith("sqlite") else _bare_postgres(url, batch)


def _bare_sqlite(url: str, batch: int) -> list[int]:
    claim = """
        update contact set state = 'trying', changed_at = ?1 where id in (
            select id from contact where state = 'waiting' and next_at <= ?1 order by next_at limit ?2
        ) returning id
    """
    close = """
        update contact set state = 'closed', next_at = null, outcome = 'completed', changed_at = ?1
        where id in (select value from json_each(?2))
    """
    connection = sqlite3.connect(make_url(url).database or "", isolation_level=None, timeout=30)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"pragma {pragma}")
    done: list[int] = []
    while claimed := [row[0] for row in connection.execute(claim, (_TEXT, batch)).fetchall()]:
        connection.execute(close, (_TEXT, json.dumps(claimed)))
        done += claimed
    connection.close()
    return done


def _bare_postgres(url: str, batch: int) -> list[int]:
    claim = """
        update contact set state = 'trying', changed_at = %(now)s where id in (
            select id from contact where state = 'waiting' and next_at <= %(now)s
            order by next_at limit %(batch)s for update skip locked
        ) returning id
    """
    close = """
        update contact set state = 'closed', next_at = null, outcome = 'completed', changed_at = %(now)s
        where id = any(%(ids)s)
    """
    done: list[int] = []
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        given: dict[str, Any] = {"now": MOMENT, "batch": batch}
        while claimed := [row[0] for row in connection.execute(claim, given).fetchall()]:
            connection.execute(close, {"now": MOMENT, "ids": claimed})
            done += claimed
    return done


def row_by_row(url: str, count: int) -> list[int]:
    """As one would write it: a transaction to reserve each contact with its attempt, one to end it."""
    store = Store(url)
    with store.read() as session:
        due = select(Contact.id).where(Contact.state == ContactState.WAITING).limit(count)
        ids = [one for one in session.exec(due.order_by(col(Contact.rank))) if one is not None]
    for contact_id in ids:
        with store.write() as session:
            attempt = _reserved(session.get_one(Contact, contact_id))
            session.add(attempt)
        with store.write() as session:
            _ended(session.get_one(Attempt, attempt.id), session.get_one(Contact, contact_id))
    store.close()
    return ids


def _reserved(contact: Contact) -> Attempt:
    contact.state, contact.next_at, contact.changed_at = ContactState.TRYING, None, MOMENT
    return Attempt(
        id=random_ids(), campaign_id=CAMPAIGN, contact_id=contact.id or 0,
        subscriber_id=contact.subscriber_id, number=contact.number, sender="+862160010001",
        channel=Channel.CALL, mode=Mode.VOICE, step=0, slot=0, state=State.RESERVED,
        holds=contact.number, reserved_at=MOMENT, place_by=MOMENT,
    )  # fmt: skip


def _ended(attempt: Attempt, contact: Contact) -> None:
    attempt.state, attempt.outcome, attempt.holds = State.ENDED, Outcome.COMPLETED, None
    contact.state, contact.outcome, contact.changed_at = (
        ContactState.CLOSED,
        Outcome.COMPLETED,
        MOMENT,
    )


def jobs(url: str, count: int) -> "Jobs":
    """One procrastinate job for each contact, deferred already: what is timed is the work."""
    return Jobs(url, count)


class Jobs:
    """A queue of one job a contact; the job closes the contact, as the bare loop does."""

    def __init__(self, url: str, count: int) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        self._conninfo = _plain(url)
        self._count = count
        asyncio.run(self._defer())

    def work(self) -> list[int]:
        """Run every job; returns whose contact was closed."""
        done: list[int] = []
        asyncio.run(self._run(done))
        return done

    async def _defer(self) -> None:
        app, task = self._app([])
        async with app.open_async():
            await app.schema_manager.apply_schema_async()
            await task.batch_defer_async(*({"contact": n} for n in range(1, self._count + 1)))

    async def _run(self, done: list[int]) -> None:
        app, _ = self._app(done)
        async with app.open_async():
            await app.run_worker_async(
                wait=False, concurrency=CONCURRENT_JOBS, install_signal_handlers=False
            )

    def _app(self, done: list[int]) -> tuple[procrastinate.App, Any]:
        connector = procrastinate.PsycopgConnector(conninfo=self._conninfo)
        app = procrastinate.App(connector=connector)

        @app.task(name="contact")
        async def close(contact: int) -> None:
            await connector.execute_query_async(
                "update contact set state = 'closed', next_at = null, outcome = 'completed' where id = %(id)s",
                id=contact,
            )
            done.append(contact)

        return app, close


def _plain(url: str) -> str:
    """The URL as the driver itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
