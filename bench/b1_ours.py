"""B1, our own way: the engine's steps of building a wave, timed; as a program, its peak memory."""

import resource
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.b1_world import CAMPAIGN, MOMENT, World, campaign
from db.bulk import insert_wave
from db.queries import history as known
from db.session import Store
from outbound.audience.base import Base
from outbound.audience.nouns import History, Selection
from outbound.audience.selection import select
from outbound.campaign.workspace import Workspace

WAVE = f"{CAMPAIGN}@wave"


@dataclass(frozen=True)
class Times:
    """Seconds of each step."""

    history: float
    selection: float
    storing: float

    @property
    def all(self) -> float:
        """Seconds from asking to committed."""
        return self.history + self.selection + self.storing


def history(world: World) -> History:
    """What the store knows, as the engine asks it for a campaign that reads no `history.` columns."""
    centre = world.workspace.centre
    with world.store.read() as session:
        scopes = ["all", "purpose:survey", f"campaign:{CAMPAIGN}", "channel:sms"]
        return History(
            suppressed=known.suppressed(session, scopes, MOMENT),
            capped=known.capped(session, centre.caps, MOMENT),
            claimed=known.claimed(session, CAMPAIGN, 50),
        )


def selection(world: World, past: History) -> Selection:
    """The list, from a base opened anew."""
    base = Base.open(world.workspace)
    return select(base, campaign(world), world.workspace.centre, MOMENT, past)


def build(world: World) -> Times:
    """Select and store one wave, committed."""
    began = time.perf_counter()
    past = history(world)
    asked = time.perf_counter()
    found = selection(world, past)
    selected = time.perf_counter()
    wave = {
        "id": WAVE, "campaign_id": CAMPAIGN, "moment": MOMENT, "built_at": MOMENT,
        "snapshot": found.snapshot, "base": found.base, "listed": found.listed.num_rows,
        "held_out": found.holdout.num_rows, "by_segment": dict(found.by_segment),
        "waterfall": [asdict(drop) for drop in found.waterfall],
        "cells": [asdict(cell) for cell in found.cells],
    }  # fmt: skip
    with world.store.write() as session:
        insert_wave(session.connection(), wave, found.listed, found.holdout)
    return Times(asked - began, selected - asked, time.perf_counter() - selected)


def main(folder: str, url: str, rows: str) -> None:
    """Build one wave in a process of its own and print its peak memory in megabytes."""
    workspace = Workspace(Path(folder))
    parquet = next(workspace.base_dir.glob("*/base.parquet"))
    build(World(workspace, parquet, Store(url), int(rows), 0, min(10_000, int(rows) // 100)))
    print(_peak_megabytes())


def _peak_megabytes() -> int:
    """This program's own peak; what getrusage tells counts the process that started it, too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
