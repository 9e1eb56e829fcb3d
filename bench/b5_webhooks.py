"""B5: signed webhooks stored, committed, applied and answered, beside an endpoint that only answers.

Two hundred at a time, from another process; call statuses and messages, in a store that lasts.
OUTBOUND_BENCH_POSTGRES=URL names the server, OUTBOUND_BENCH_CONTACTS=N another size.
"""

import multiprocessing
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from multiprocessing.process import BaseProcess
from pathlib import Path
from socket import (
    AF_INET,
    IPPROTO_TCP,
    SO_REUSEADDR,
    SOCK_STREAM,
    SOL_SOCKET,
    create_connection,
    socket,
)
from typing import Any

import uvicorn
from sqlalchemy import select
from sqlmodel import col
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import b2_ours
from bench.b2_world import MOMENT, World, world
from bench.b5_load import Measured, offer, signed
from bench.size import server, size
from db.session import Store
from db.tables import Attempt, Contact, ContactState
from outbound.campaign.workspace import Workspace
from outbound.clock import VirtualClock
from outbound.engine.attempts.reserve import reserve
from outbound.engine.context import Engine
from outbound.engine.running import RunningCampaigns
from outbound.engine.workplace import Workplace
from outbound.ids import random_ids
from outbound.settings import Settings
from outbound.web.webhooks import webhook_routes

CONTACTS = 1_000
CONNECTIONS = 200


def run() -> None:
    """Print rates, the slowest hundredth, and the ratio: medians, ours and the bare endpoint taking turns."""
    rounds, contacts = size("ROUNDS", 3), size("CONTACTS", CONTACTS)
    print(f"B5 webhooks: {CONNECTIONS} at a time, {3 * contacts} webhooks, {rounds} rounds")
    print(
        f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {os.cpu_count()} cores"
    )
    with world(contacts) as files:
        _race(files, rounds)
    if url := server():
        with world(contacts, url) as served:
            _race(served, rounds)


def _race(here: World, rounds: int) -> None:
    found: dict[str, list[Measured]] = {"ours": [], "only answers": []}
    for _ in range(rounds):
        with here.fresh() as url:
            requests = _begun(url)
            found["ours"].append(_measured(_serve_ours, url, requests))
            found["only answers"].append(_measured(_serve_bare, url, requests))
    print(f"{here.kind}: every webhook answered with 200 after its commit, every one applied")
    for name, measured in found.items():
        print(
            f"  {name:<14} {_rate(measured):>7,.0f} a second, 99 in 100 within {_slow(measured):>6.0f} ms"
        )
    ratio = _rate(found["only answers"]) / _rate(found["ours"])
    print(f"ratio B5 {here.kind}: only answers / ours: {ratio:.2f}")


def _begun(url: str) -> list[bytes]:
    """Every contact has a call that the carrier took; the webhooks that are about to come."""
    store = Store(url)
    engine = _engine(store, url)
    with store.read() as session:
        waiting = select(col(Contact.id)).where(col(Contact.state) == ContactState.WAITING)
        due = [one for one in session.scalars(waiting) if one is not None]
    for start in range(0, len(due), 100):
        b2_ours._mark(engine, reserve(engine, due[start : start + 100], MOMENT))
    with store.write() as session:
        for number, attempt in enumerate(
            session.scalars(select(Attempt).order_by(col(Attempt.id)))
        ):
            attempt.sid = f"CA{number:032x}"
    with store.read() as session:
        placed = session.scalars(select(Attempt).order_by(col(Attempt.id))).all()
        told = [(a.id, a.sid or "", a.number) for a in placed]
    requests = signed(engine.settings, told, placed[0].sender)
    store.close()
    if len(told) != len(due):
        raise SystemExit(f"{len(told)} of {len(due)} contacts were reserved")
    return requests


def _measured(serve: Callable[[str, int], None], url: str, requests: list[bytes]) -> Measured:
    with _up(serve, url) as port:
        return offer(port, requests, CONNECTIONS)


@contextmanager
def _up(serve: Callable[[str, int], None], url: str) -> Iterator[int]:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process: BaseProcess = multiprocessing.get_context("spawn").Process(
        target=serve, args=(url, port)
    )
    process.start()
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.join()


def _serve_ours(url: str, port: int) -> None:
    workplace = Workplace(_engine(Store(url), url), answers_first=True)
    _serve(Starlette(routes=webhook_routes(workplace)), port)


def _serve_bare(url: str, port: int) -> None:
    async def answer(request: Request) -> Response:
        await request.body()
        return Response("<Response/>", media_type="text/xml")

    _serve(Starlette(routes=[Route("/tw/{rest:path}", answer, methods=["POST"])]), port)


def _serve(app: Starlette, port: int) -> None:
    at = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)
    at.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    at.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[at])


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not come up")


def _engine(store: Store, url: str) -> Engine:
    carrier: Any = None  # webhooks come from it; nothing is asked of it
    settings = Settings(url, lines=10_000, calls_per_second=Fraction(1000))
    return Engine(VirtualClock(MOMENT), random_ids, store, carrier, Workspace(Path()), settings, RunningCampaigns(store))  # fmt: skip


def _rate(measured: list[Measured]) -> float:
    return statistics.median(one.rate for one in measured)


def _slow(measured: list[Measured]) -> float:
    return 1000 * statistics.median(one.p99 for one in measured)


if __name__ == "__main__":
    run()
