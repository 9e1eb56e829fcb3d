"""Running the product: the web server, the heartbeat and, unless the carrier is real, the simulated one."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.server import create_server
from outbound.clock import SystemClock
from outbound.engine.context import Engine
from outbound.engine.heartbeat import start_heartbeat
from outbound.engine.inbox.reconcile import reconcile
from outbound.engine.workplace import Workplace
from outbound.errors import InputError, RefusedError
from outbound.web.app import create_app
from outbound.wiring import open_engine, simulated_carrier

Say = Callable[[str], None]


@dataclass(frozen=True)
class Listen:
    """Where to listen, and whether the real carrier is allowed."""

    host: str
    port: int
    live: bool


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; port 0 is any free one. InputError where it is taken.

    TCP is named outright: without it the event loop does not switch Nagle's waiting off, and every
    small reply is 40 ms late.
    """
    at = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        at.bind((host, port))
        at.listen(128)
    except OSError as failure:
        at.close()
        raise InputError(
            f"Port {port} cannot be listened on: {failure.strerror}.",
            hint="Choose another with --port.",
        ) from failure
    return at


class BackgroundServer(uvicorn.Server):
    """A web server in a thread of its own, up when entered and down when left."""

    def __init__(self, app: Any, at: socket.socket) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
        self._at = at

    @contextmanager
    def up(self) -> Iterator[None]:
        """Serve until the block ends."""
        thread = threading.Thread(
            target=self.run, args=([self._at],), daemon=True, name="web server"
        )
        thread.start()
        while not self.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield
        finally:
            self.should_exit = True
            thread.join(timeout=5)

    def install_signal_handlers(self) -> None:
        """None: a thread may not; the main thread decides when to stop."""


def run_service(folder: Path, listen: Listen, say: Say) -> None:
    """Serve until interrupted. Raises RefusedError for a real carrier without --live."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    engine = open_engine(folder)
    if not engine.settings.simulated and not listen.live:
        raise RefusedError(
            "The settings name the real carrier.", hint="Add --live if real telephones shall ring."
        )
    app = create_app(Workplace(engine))
    with _simulation(engine, say) if engine.settings.simulated else _nothing():
        reconcile(engine)
        beat = start_heartbeat(engine)
        try:
            say(f"Outbound serves http://{listen.host}:{listen.port} (stop with Ctrl+C)")
            with BackgroundServer(app, listening(listen.host, listen.port)).up():
                _until_interrupted()
        finally:
            beat.shutdown(wait=True)


def run_carrier(folder: Path, port: int, seed: int, say: Say) -> None:
    """Run the simulated carrier alone until interrupted."""
    carrier = simulated_carrier(open_engine(folder), seed)
    at = listening("127.0.0.1", port)
    with BackgroundServer(create_server(carrier), at).up(), _advancing(carrier):
        say(f"The simulated carrier answers on http://127.0.0.1:{port} (stop with Ctrl+C)")
        _until_interrupted()


@contextmanager
def _simulation(engine: Engine, say: Say) -> Iterator[None]:
    """The simulated carrier inside this process."""
    url = engine.settings.carrier_url or ""
    address = urlsplit(url)
    carrier = simulated_carrier(engine, seed=1)
    at = listening(address.hostname or "127.0.0.1", address.port or 8099)
    with BackgroundServer(create_server(carrier), at).up(), _advancing(carrier):
        say(f"The carrier is simulated ({url}): nothing real ever rings.")
        yield


@contextmanager
def _advancing(carrier: SimulatedCarrier) -> Iterator[None]:
    """Let the simulated carrier's time pass with the machine's."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(0.2):
            carrier.advance(SystemClock().now())

    thread = threading.Thread(target=run, daemon=True, name="simulated-carrier")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _until_interrupted() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        return
