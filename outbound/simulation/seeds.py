"""Simulates a campaign once for each seed, side by side on the machine's processors."""

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_double
from dataclasses import dataclass, replace
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any, Final

from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import open_workspace
from outbound.clock import monotonic
from outbound.engine.figures.outturn import Outturn
from outbound.simulation.figures import Simulated, cells, outcomes, totals
from outbound.simulation.isolation import Ground, prepare, world
from outbound.simulation.period import run
from outbound.simulation.smaller import smaller_base

LOOK: Final = 0.2
"""Seconds between two looks at how far the seeds have come."""

Progress = Callable[[float], None]
"""Is told how many seeds are over, as a fraction."""


@dataclass(frozen=True)
class Simulation:
    """What to simulate: seeds are numbered from `seed` on; `rows` is a smaller base, None for all.

    jobs: how many seeds run at once, None for as many as there are processors
    """

    workspace: Path
    campaign: str
    seed: int = 1
    seeds: int = 5
    agents: int = 12
    rows: int | None = None
    jobs: int | None = None


def simulate(asked: Simulation, progress: Progress) -> Simulated:
    """Run the campaign's whole period for every seed; nothing is stored and nobody is reached.

    Raises ProblemsError for a file with problems, NotFoundError without a base.
    """
    began = monotonic()
    workspace = open_workspace(asked.workspace)
    schedule = load_campaign(workspace, asked.campaign).schedule
    with tempfile.TemporaryDirectory(prefix="outbound-simulation-") as name:
        folder = Path(name)
        ground = prepare(asked.workspace, folder, asked.campaign, asked.agents)
        if asked.rows is not None:
            ground = replace(ground, base=smaller_base(workspace, folder / "base", asked.rows))
        found = _run_all(ground, range(asked.seed, asked.seed + asked.seeds), asked.jobs, progress)
    goals = [one.goal_met for one in found if one.goal_met is not None]
    return Simulated(
        campaign=asked.campaign,
        seed=asked.seed,
        seeds=asked.seeds,
        agents=asked.agents,
        days=(schedule.until - schedule.from_).days + 1,
        seconds=monotonic() - began,
        currency=workspace.centre.costs.currency,
        totals=totals(found),
        cells=cells(found),
        outcomes=outcomes(found),
        finishes=tuple(sorted(one.finished_on for one in found if one.finished_on)),
        met=sum(goals) if goals else None,
    )


def _run_all(
    ground: Ground, seeds: Sequence[int], jobs: int | None, progress: Progress
) -> list[Outturn]:
    workers = min(len(seeds), jobs or os.cpu_count() or 1)
    if workers == 1:
        return [_run(ground, seed, _after(over, progress)) for over, seed in enumerate(seeds)]
    with _workers(workers, len(seeds)) as (pool, shares):
        tasks = [(ground, seed, place) for place, seed in enumerate(seeds)]
        waiting = pool.starmap_async(_work, tasks, chunksize=1)
        while not waiting.ready():
            waiting.wait(LOOK)
            progress(sum(shares))
        return waiting.get()


def _after(over: int, progress: Progress) -> Progress:
    return lambda share: progress(over + share)


def _run(ground: Ground, seed: int, progress: Progress) -> Outturn:
    with world(ground, seed) as here:
        return run(here, progress)


@contextmanager
def _workers(workers: int, seeds: int) -> Iterator[tuple[Pool, Any]]:
    """Processes of our own, gone with the block; an interruption is heard by us, who end them."""
    context = multiprocessing.get_context("spawn")
    shares = context.Array(c_double, seeds, lock=False)
    with context.Pool(workers, _begin, (shares,)) as pool:
        yield pool, shares


_shares: Any = None  # of this worker: how far each seed has come, shared with who waits


def _begin(shares: Any) -> None:
    global _shares  # set once, when the process starts: a pool hands over nothing with each task
    _shares = shares
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(ground: Ground, seed: int, place: int) -> Outturn:
    def tell(share: float) -> None:
        _shares[place] = share

    return _run(ground, seed, tell)
