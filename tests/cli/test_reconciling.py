"""The command that asks the carrier for evidence, and lets a person let go of what it does not list."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from db.session import Store
from db.tables import Attempt, Contact, ContactState
from outbound.carrier.simulator.server import create_server
from outbound.dialing.attempt import State
from outbound.engine.context import Engine
from outbound.settings import read_settings
from outbound.web.serving import BackgroundServer, listening
from outbound.wiring import open_engine, simulated_carrier
from tests.cli.town import Run

HERE = "--workspace"


@contextmanager
def answering(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The simulated carrier on a free port, named by the environment."""
    at = listening("127.0.0.1", 0)
    monkeypatch.setenv("OUTBOUND_CARRIER_URL", f"http://127.0.0.1:{at.getsockname()[1]}")
    carrier = simulated_carrier(engine, 1)
    with BackgroundServer(create_server(carrier), at).up():
        yield


def unknown(folder: Path) -> str:
    """An attempt of an hour ago, of whose create no reply told; its id."""
    store = Store(read_settings(folder).store_url)
    engine = open_engine(folder)
    now = engine.clock.now() - timedelta(hours=1)
    with store.write() as session:
        contact = session.exec(select(Contact)).first()
        attempt = Attempt(
            id="1" * 32, campaign_id=contact.campaign_id, contact_id=contact.id,
            subscriber_id=contact.subscriber_id, number=contact.number, sender="+862160010001",
            channel="call", mode="agent", step=0, slot=0, state=State.UNKNOWN, holds=contact.number,
            reserved_at=now, place_by=now, handed_at=now, looked=1, looked_at=now,
        )  # fmt: skip
        session.add(attempt)
        contact.state, contact.reason = ContactState.HELD, "held for evidence"
    store.close()
    engine.store.close()
    return "1" * 32


def test_what_is_not_listed_is_shown_and_can_be_released(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = unknown(built)
    engine = open_engine(built)
    with answering(engine, monkeypatch):
        told = run("reconcile", HERE, built)
        assert told.code == 0
        assert attempt in told.out
        assert "0 attempts settled, 0 waiting, 1 not found" in told.out
        listed = run("reconcile", HERE, built, "--json").json["not_found"]
        assert [one["attempt"] for one in listed] == [attempt]
    assert run("reconcile", HERE, built, "--release", attempt).code == 2  # no reason
    released = run("reconcile", HERE, built, "--release", attempt, "--reason", "it never rang")
    assert released.code == 0
    why = run("why", listed[0]["subscriber"], HERE, built)
    assert "released: not found (command line: it never rang)" in why.out
    engine.store.close()


def test_a_carrier_that_cannot_be_asked_is_told(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown(built)
    monkeypatch.setenv("OUTBOUND_CARRIER_URL", "http://127.0.0.1:9")
    told = run("reconcile", HERE, built)
    assert told.code == 1
    assert "1 waiting" in told.out
    assert "cannot be reached" in told.err


def test_a_day_is_compared(run: Run, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(built)
    with answering(engine, monkeypatch):
        told = run("reconcile", HERE, built, "--day", "2026-11-22")
        assert told.out.startswith("2026-11-22: 0 calls, 0 messages, 0 incoming")
        assert run("reconcile", HERE, built, "--day", "2026-11-22", "--json").json["differences"] == []  # fmt: skip
        assert run("reconcile", HERE, built, "--day", "yesterday").code == 2
    engine.store.close()
