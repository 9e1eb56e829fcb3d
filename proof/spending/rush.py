"""A rush at the money: workers in processes of their own, at the same moment, on the same store."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from traceback import format_exc
from typing import Final

from outbound.engine.context import Engine
from outbound.engine.tick import work
from proof.racing.floor import FORK
from proof.spending.oracle import Told
from proof.spending.till import Taken, Till

WORKERS: Final = 3
BEATS: Final = 3
PATIENCE: Final = 60
"""Seconds after which a process that says nothing is given up."""


def rush(engine: Callable[[str], Engine], name: str) -> list[Taken | Told]:
    """What the carrier took from all of them, in no order; nothing is told of any. Raises RuntimeError."""
    lines: list[Connection] = []
    for n in range(WORKERS):
        ours, theirs = FORK.Pipe(duplex=False)
        FORK.Process(target=_live, args=(engine, f"{name} {n}", theirs), daemon=True).start()
        theirs.close()
        lines.append(ours)
    found: list[Taken | Told] = []
    for line in lines:
        said = line.recv() if line.poll(PATIENCE) else "a worker did not come to an end"
        if isinstance(said, str):
            raise RuntimeError(said)
        found += said
    return found


def _live(engine: Callable[[str], Engine], name: str, line: Connection) -> None:
    try:
        one = engine(name)
        for _ in range(BEATS):
            work(one, one.clock.now())
        assert isinstance(one.carrier, Till)  # as it was made
        line.send(one.carrier.taken)
    except Exception:  # noqa: BLE001 - whatever it is, the proof must hear of it
        line.send(format_exc())
