"""The service as several real processes on one store: they find each other, work together, and end in good order."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select
from twilio.request_validator import RequestValidator

from db.session import Store
from db.tables import InboxRow, Lease, ProcessRow, SuppressionEvent
from outbound.engine.crew.lease import FREE, LEADER
from outbound.settings import SIMULATED_ACCOUNT, SIMULATED_SECRET

ROOT = Path(__file__).parents[2]
ROLES = ("web", "heartbeat", "worker")
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(workspace: Path, store_url: str, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """One process for each role, as a supervisor would start them."""
    here = {"OUTBOUND_STORE": store_url, "OUTBOUND_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    environment = {**os.environ, **here, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "outbound", "serve", "--workspace", str(workspace)]
    processes = [
        subprocess.Popen([*command, "--role", role, "--port", str(port)], env=environment, cwd=ROOT)
        for role in ROLES
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def until(found: Callable[[], object]) -> None:
    over = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < over
        time.sleep(0.1)


def everything(store: Store, table: type) -> list:
    with store.read() as session:
        return list(session.exec(select(table)))


def text_stop(port: int, sid: str) -> httpx.Response:
    """A customer writes STOP: the carrier's webhook, signed."""
    params = {"AccountSid": SIMULATED_ACCOUNT, "MessageSid": sid, "From": "+8613800000001"}
    params |= {"To": "+8610690000", "Body": "T"}
    url = f"http://127.0.0.1:{port}/tw/sms"
    signature = RequestValidator(SIMULATED_SECRET).compute_signature(url, params)
    return httpx.post(url, data=params, headers={"X-Twilio-Signature": signature})


def left_over(store: Store, told: InboxRow) -> None:
    """The same words of another, stored by a process that died before it applied them."""
    payload = {**told.payload, "heard": {**told.payload["heard"], "sid": "SM" + "2" * 32}}
    payload["heard"]["number"] = "+8613800000002"
    with store.write() as session:
        session.add(
            InboxRow(key="left-over", endpoint="sms", payload=payload, received_at=datetime.now(UTC))
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_web_heartbeat_and_workers_are_one_service(fresh: Path, store: Store) -> None:
    port = free_port()
    with serving(fresh, store.url, port) as processes:
        until(lambda: len(everything(store, ProcessRow)) == len(ROLES))
        until(lambda: [row.role for row in everything(store, ProcessRow) if row.leads])
        until(lambda: httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200)
        health = httpx.get(f"http://127.0.0.1:{port}/health").json()
        assert (health["store"], health["heartbeat_age"] < 30) == (True, True)
        assert text_stop(port, "SM" + "1" * 32).status_code == 200
        [told] = everything(store, InboxRow)
        left_over(store, told)  # a worker finds it
        until(lambda: all(row.applied_at for row in everything(store, InboxRow)))
        numbers = {row.number for row in everything(store, SuppressionEvent)}
        assert numbers == {"+8613800000001", "+8613800000002"}
        for process in processes:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(PATIENCE) for process in processes] == [0] * len(ROLES)
    assert everything(store, ProcessRow) == []
    with store.read() as session:
        lease = session.exec(select(Lease).where(col(Lease.name) == LEADER)).one()
        assert lease.expires_at == FREE
