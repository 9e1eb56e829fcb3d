"""Running the product: the web server, the heartbeat and, unless the carrier is real, the simulated one."""

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
from outbound.engine.heartbeat import start_heartbeat
from outbound.engine.reconcile import reconcile
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


class BackgroundServer(uvicorn.Server):
    """A web server in a thread of its own, up when entered and down when left."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app, host=host, port=port, log_level="warning", access_log=False, lifespan="off"
            )
        )

    @contextmanager
    def up(self) -> Iterator[int]:
        """Serve until the block ends; yields the port. Raises InputError where it is taken."""
        thread = threading.Thread(target=self.run, daemon=True, name=f"server:{self.config.port}")
        thread.start()
        while not self.started:
            if not thread.is_alive():
                raise InputError(
                    f"Port {self.config.port} cannot be listened on.",
                    hint="Is it in use? Choose another with --port.",
                )
            time.sleep(0.01)
        try:
            yield int(self.servers[0].sockets[0].getsockname()[1])
        finally:
            self.should_exit = True
            thread.join(timeout=5)

    def install_signal_handlers(self) -> None:
        """None: a thread may not; the main thread decides when to stop."""


def run_service(folder: Path, listen: Listen, say: Say) -> None:
    """Serve until interrupted. Raises RefusedError for a real carrier without --live."""
    engine = open_engine(folder)
    if not engine.settings.simulated and not listen.live:
        raise RefusedError(
            "The settings name the real carrier.", hint="Add --live if real telephones shall ring."
        )
    app = create_app(Workplace(engine))
    with (
        _simulation(folder, engine.settings.carrier_url, say)
        if engine.settings.simulated
        else _nothing()
    ):
        reconcile(engine)
        beat = start_heartbeat(engine)
        try:
            say(f"Outbound serves http://{listen.host}:{listen.port} (stop with Ctrl+C)")
            with BackgroundServer(app, listen.host, listen.port).up():
                _until_interrupted()
        finally:
            beat.shutdown(wait=True)


def run_carrier(folder: Path, port: int, seed: int, say: Say) -> None:
    """Run the simulated carrier alone until interrupted."""
    carrier = simulated_carrier(folder, SystemClock(), seed)
    with BackgroundServer(create_server(carrier), "127.0.0.1", port).up(), _advancing(carrier):
        say(f"The simulated carrier answers on http://127.0.0.1:{port} (stop with Ctrl+C)")
        _until_interrupted()


@contextmanager
def _simulation(folder: Path, url: str | None, say: Say) -> Iterator[None]:
    """The simulated carrier inside this process, unless one answers already."""
    address = urlsplit(url or "")
    carrier = simulated_carrier(folder, SystemClock(), seed=1)
    server = BackgroundServer(
        create_server(carrier), address.hostname or "127.0.0.1", address.port or 8099
    )
    with server.up(), _advancing(carrier):
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
