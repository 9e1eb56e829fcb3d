"""Processes side by side: each does its part in a fork of this one and sends what came of it, or how it failed."""

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from traceback import format_exc
from typing import Final, TypeVar

from sqlmodel import select

from db.session import Store
from db.tables import CampaignRow
from outbound.engine.running import RunningCampaigns

T = TypeVar("T")

FORK: Final = get_context("fork")

PATIENCE: Final = 300.0
"""Seconds after which a process that says nothing is given up."""


def apart(part: Callable[[], object]) -> None:
    """Do it in a process of its own, and wait: this one starts no threads by it, and may be forked after.

    Raises RuntimeError if it failed; the process has then said why.
    """
    process = FORK.Process(target=part)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("What was to be done in a process of its own failed.")


def side_by_side(
    parts: Sequence[Callable[[], T]],
    give_up: Callable[[], object] = lambda: None,
    patience: float | None = PATIENCE,
) -> list[T | str]:
    """What each part came to, or in words how it failed; `give_up` then lets the others go home."""
    lines: list[tuple[BaseProcess, Connection]] = []
    for part in parts:
        ours, theirs = FORK.Pipe(duplex=False)
        # A daemon may have no children, so what waits for as long as it takes is none.
        process = FORK.Process(target=_do, args=(part, theirs, give_up), daemon=patience is not None)  # fmt: skip
        process.start()
        theirs.close()
        lines.append((process, ours))
    return [_heard(process, line, give_up, patience) for process, line in lines]


def all_campaigns(store: Store) -> RunningCampaigns:
    """The campaigns of a store, each read now: forks then know them without asking."""
    running = RunningCampaigns(store)
    with store.read() as session:
        for name in session.exec(select(CampaignRow.id)).all():
            running.named(name)
    return running


def _do(part: Callable[[], T], line: Connection, give_up: Callable[[], object]) -> None:
    try:
        line.send(part())
    except Exception:  # noqa: BLE001 - whatever it is, the proof must hear of it
        give_up()
        line.send(format_exc())


def _heard(
    process: BaseProcess,
    line: Connection,
    give_up: Callable[[], object],
    patience: float | None,
) -> T | str:
    if not line.poll(patience):
        give_up()
        process.kill()
        return f"{process.name} did not come to an end"
    try:
        said: T | str = line.recv()
    except EOFError:
        said = f"{process.name} ended without a word"
    process.join()
    return said
