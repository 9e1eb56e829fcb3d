"""The office as the world sees it: it is told things, it asks the carrier, now and then it dies and is opened again."""

import base64
import pickle
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from outbound.settings import Settings
from proof.town.mortal import Arm, Network, Start, done
from proof.town.mortal import Office as Inside


class DiedError(Exception):
    """The process died before it answered."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """The engine refused: the kind of refusal, and its words."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class BrokenError(Exception):
    """The engine failed as no use case may: its traceback."""


class Asked(Protocol):
    """Whoever can be asked to do what an office does."""

    def ask(self, what: str, *given: Any) -> Any:
        """Have something done. Raises DiedError, Refusal or BrokenError."""
        ...


@dataclass
class Undying:
    """An office in this very process, for what needs no death."""

    inside: Inside
    clock: Callable[[], datetime]
    seed: str

    def __post_init__(self) -> None:
        self.engine, self._clock = self.inside.engine(Start(self.clock(), self.seed, None))

    def ask(self, what: str, *given: Any) -> Any:
        """Have something done. Raises Refusal or BrokenError."""
        self._clock.advance_to(self.clock())
        return _read(*done(self.engine, what, given))


@dataclass
class Office:
    """One office. `arm` says for each new process when it dies; `kills` counts where processes died."""

    control: socket.socket
    clock: Callable[[], datetime]
    network: Network
    arm: Callable[[], Arm | None]
    seed: str
    kills: Counter[str] = field(default_factory=Counter)
    in_flight: int = 1
    died_at: str = ""
    deaths: list[str] = field(default_factory=list)
    """Where processes died since somebody last looked."""
    started: int = 0
    _line: Connection | None = None

    def ask(self, what: str, *given: Any) -> Any:
        """Have something done. Raises DiedError, Refusal or BrokenError."""
        line = self._line or self._open()
        try:
            line.send((what, self.clock(), given))
            while True:
                kind, told = line.recv()
                if kind == "dying":
                    self.died_at = told
                elif kind == "request":
                    line.send(self.network(*told))
                else:
                    break
        except (EOFError, ConnectionError):
            self._buried(line)
            raise DiedError(self.died_at) from None
        return _read(kind, told)

    def close(self) -> None:
        """Let the process end by itself, its work done."""
        if self._line is not None:
            self._line.send(None)
            self._line.close()
            self._line = None
            self.control.recv(8)

    def warm(self) -> None:
        """The next process is the zygote itself; whatever it learns, all later ones know."""
        self._open(b"w")

    def _open(self, how: bytes = b"f") -> Connection:
        ours, theirs = socket.socketpair()
        socket.send_fds(self.control, [how], [theirs.fileno()])
        theirs.close()
        line = self._line = Connection(ours.detach())
        self.started, self.died_at = self.started + 1, ""
        arm = self.arm() if how == b"f" else None
        line.send(Start(self.clock(), f"{self.seed} {self.started}", arm, self.in_flight))
        return line

    def _buried(self, line: Connection) -> None:
        """Read what the process said last, and see that it died as it was told to."""
        with suppress(EOFError, ConnectionError):
            while True:
                kind, told = line.recv()
                if kind == "dying":
                    self.died_at = told
        line.close()
        self._line = None
        code = int.from_bytes(self.control.recv(8), signed=True)
        if code != -signal.SIGKILL or not self.died_at:
            raise BrokenError(f"a process ended with {code}, and nobody had killed it")
        self.kills[self.died_at] += 1
        self.deaths.append(self.died_at)


def _read(kind: str, told: Any) -> Any:
    if kind == "refused":
        raise Refusal(*told)
    if kind == "failed":
        raise BrokenError(told)
    return told


@contextmanager
def zygote(folder: Path, settings: Settings, build: str = "") -> Iterator[socket.socket]:
    """The process that starts all others; ends with the block. Yields the socket that commands it.

    `build` names one that is wrong on purpose.
    """
    ours, theirs = socket.socketpair()
    told = base64.b64encode(pickle.dumps(settings)).decode()
    command = [sys.executable, "-m", "proof.town.zygote", str(theirs.fileno())]
    command += [str(folder), told, build]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdout=sys.stderr)
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
