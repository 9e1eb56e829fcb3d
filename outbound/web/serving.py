"""Running the product: what a process is for, and the simulated carrier unless the carrier is real."""

import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.server import create_server
from outbound.clock import SystemClock
from outbound.engine.context import Engine
from outbound.engine.crew.duty import Duty
from outbound.engine.crew.member import Member
from outbound.engine.heartbeat import beating
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


@contextmanager
def told_to_end() -> Iterator[Callable[[], None]]:
    """Gives what waits until the process is told to end: SIGTERM, or Ctrl+C. The second time ends it at once."""
    told: SimpleQueue[None] = SimpleQueue()  # the one that a signal may interrupt anywhere
    before = {
        one: signal.getsignal(one) or signal.SIG_DFL for one in (signal.SIGTERM, signal.SIGINT)
    }

    def hear(*_: object) -> None:
        for number, handler in before.items():
            signal.signal(number, handler)
        told.put(None)

    for number in before:
        signal.signal(number, hear)
    try:
        yield told.get
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_service(folder: Path, listen: Listen, duty: Duty, say: Say) -> bool:
    """Do the process's duty until it is told to end; False if something in hand had to be left.

    Nothing is lost with what is left: it is taken up like what a process that died had in hand.
    Raises RefusedError for a real carrier without --live.
    """
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    engine = open_engine(folder)
    settings = engine.settings
    if not settings.simulated and not listen.live:
        raise RefusedError(
            "The settings name the real carrier.", hint="Add --live if real telephones shall ring."
        )
    member = Member.join(engine, duty, settings.watchdog)
    with ExitStack() as parts, told_to_end() as told:
        if settings.simulated and duty is Duty.ALL:
            parts.enter_context(_simulation(engine, say))
        elif settings.simulated:
            say(f"The carrier is simulated; `outbound carrier` is it, at {settings.carrier_url}.")
        beats = parts.enter_context(beating(member))
        if duty.serves:
            at = listening(listen.host, listen.port)
            parts.enter_context(
                BackgroundServer(create_app(Workplace(engine, answers_first=True)), at).up()
            )
            say(f"Outbound serves http://{listen.host}:{listen.port} (stop with Ctrl+C)")
        else:
            say(f"Outbound runs as {duty.value} (stop with Ctrl+C)")
        told()
        engine.heartbeat.stopping = True
    return not beats.in_hand


def run_carrier(folder: Path, port: int, seed: int, say: Say) -> None:
    """Run the simulated carrier alone until interrupted."""
    carrier = simulated_carrier(open_engine(folder), seed)
    at = listening("127.0.0.1", port)
    server = BackgroundServer(create_server(carrier), at)
    with told_to_end() as told, server.up(), _advancing(carrier):
        say(f"The simulated carrier answers on http://127.0.0.1:{port} (stop with Ctrl+C)")
        told()


@contextmanager
def _simulation(engine: Engine, say: Say) -> Iterator[None]:
    """The simulated carrier inside this process."""
    url = engine.settings.carrier_url or ""
    address = urlsplit(url)
    carrier = simulated_carrier(engine, seed=1)
    try:
        at = listening(address.hostname or "127.0.0.1", address.port or 8099)
    except InputError as failure:
        failure.hint = "If another process is the carrier, start this one with --role."
        raise
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
