"""A rush at the money: workers in processes of their own, at the same moment, on the same store."""

from collections.abc import Callable
from functools import partial
from typing import Final

from outbound.engine.context import Engine
from outbound.engine.tick import work
from proof.forked.processes import side_by_side
from proof.spending.oracle import Told
from proof.spending.till import Taken, Till

WORKERS: Final = 3
BEATS: Final = 3


def rush(engine: Callable[[str], Engine], name: str) -> list[Taken | Told]:
    """What the carrier took from all of them, in no order; nothing is told of any. Raises RuntimeError."""
    parts = [partial(_taken, engine, f"{name} {n}") for n in range(WORKERS)]
    found: list[Taken | Told] = []
    for said in side_by_side(parts):
        if isinstance(said, str):
            raise RuntimeError(said)
        found += said
    return found


def _taken(engine: Callable[[str], Engine], name: str) -> list[Taken]:
    one = engine(name)
    for _ in range(BEATS):
        work(one, one.clock.now())
    assert isinstance(one.carrier, Till)  # as it was made
    return one.carrier.taken
