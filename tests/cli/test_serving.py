"""The running service: what stops it from starting, and what it says when the carrier is away."""

import asyncio
import logging
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from db.tables import Attempt, Contact, ContactState
from outbound.clock import VirtualClock
from outbound.dialing.attempt import State
from outbound.engine.context import Engine
from outbound.engine.tick import tick
from outbound.engine.workplace import Workplace
from outbound.settings import read_settings
from outbound.web.app import create_app
from outbound.wiring import open_engine
from tests.cli.town import Run, monday, people, write_csv

HERE = "--workspace"
BAD_INPUT, REFUSED = 1, 3
HOME = "http://127.0.0.1:8080"


@pytest.fixture
def messaging(run: Run, fresh: Path, tmp_path: Path) -> Path:
    """A launched campaign whose only step is a message."""
    file = fresh / "campaigns/first-survey.yaml"
    text = re.sub(r"    - call: .*\n", "", file.read_text(encoding="utf-8"))
    file.write_text(text.replace("after: 2d, ", ""), encoding="utf-8")
    subscribers = write_csv(tmp_path / "base.csv", people(12))
    for words in (
        ("import", subscribers),
        ("approve", "first-survey", "--as", "marketing"),
        ("launch", "first-survey", "--despite-plan"),
    ):
        assert run(*words, HERE, fresh).code == 0
    return fresh


def closed_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def post(engine: Engine, path: str, **request: dict[str, str]) -> httpx.Response:
    """A request to the service, without sockets."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(Workplace(engine)), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            sent = {"accept": "application/json", "origin": HOME, "x-twilio-signature": "forged"}
            return await client.post(path, headers=sent, **request)

    with ThreadPoolExecutor(1) as aside:  # a browser test may have left a loop in this thread
        return aside.submit(lambda: asyncio.run(send())).result()


def test_an_unreachable_carrier_is_an_alarm_and_everyone_waits(
    messaging: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away = f"http://127.0.0.1:{closed_port()}"
    clock, settings = VirtualClock(monday()), replace(read_settings(messaging), carrier_url=away)
    engine = open_engine(messaging, settings=settings, clock=clock)
    with caplog.at_level(logging.WARNING):
        tick(engine, clock.now())
    assert engine.heartbeat.carrier_answers is False
    assert [alarm.code for alarm in engine.heartbeat.alarms] == ["reconcile", "carrier"]
    assert "could not be reached" in caplog.text
    with engine.store.read() as session:
        assert {c.state for c in session.exec(select(Contact))} == {ContactState.WAITING}
        assert {a.state for a in session.exec(select(Attempt))} <= {State.WITHDRAWN, State.RESERVED}
    engine.store.close()


def test_a_wrong_password_and_a_forged_webhook_are_refused_in_one_sentence(built: Path) -> None:
    engine = open_engine(built)
    signed_in = post(engine, "/sign-in", json={"account": "nobody", "password": "guess"})
    assert signed_in.status_code == 401
    assert signed_in.json()["error"]["message"] == "The name or the password is wrong."
    forged = post(
        engine,
        "/tw/sms",
        data={"MessageSid": "SM" + "0" * 32, "From": "+8613800000001", "Body": "T"},
    )
    assert forged.status_code == 403
    assert "does not match" in forged.text
    assert "\n" not in forged.text.strip()
    engine.store.close()


def test_a_port_in_use_names_the_option(run: Run, built: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run("carrier", "--port", taken.getsockname()[1], HERE, built)
    assert said.code == BAD_INPUT
    assert "--port" in said.err


def test_the_real_carrier_needs_its_keys_and_the_word_live(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTBOUND_CARRIER", "twilio")
    keys = ("TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_AUTH_TOKEN")
    for key in keys:
        monkeypatch.delenv(key, raising=False)
    missing = run("serve", HERE, built)
    assert missing.code == BAD_INPUT
    assert all(key in missing.err for key in keys)
    for key in (*keys, "OUTBOUND_SECRET"):
        monkeypatch.setenv(key, "AC" + "0" * 32)
    refused = run("serve", HERE, built)
    assert refused.code == REFUSED
    assert "--live" in refused.err
