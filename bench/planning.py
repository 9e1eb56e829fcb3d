"""Planning: one campaign planned on a large base, beside the bare selection of its list.

A plan selects as a build does, asks the same history, and then forecasts four weeks from the counts
and a few of the people; it should cost little more than the selection, whose whole list it spares.
OUTBOUND_BENCH_ROWS=1000000,10000000 also plans on the large base.
"""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.b1_ours import _peak_megabytes as peak_megabytes
from bench.b1_world import MOMENT, World, campaign, world
from bench.size import size, sizes
from db.session import Store
from outbound.audience.base import Base
from outbound.audience.selection import select
from outbound.campaign.workspace import Workspace
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.clock import SystemClock
from outbound.engine.context import Engine
from outbound.engine.lists.planning import plan
from outbound.engine.lists.standing_facts import history_of
from outbound.engine.running import RunningCampaigns
from outbound.engine.scripts.script_reading import draft
from outbound.ids import random_ids
from outbound.settings import Settings

PLANNED = "planned"
SCRIPT = (
    "{% block opening %}{{ centre }}: hello.{% endblock %}{% block closing %}Bye.{% endblock %}"
)
SENDERS = "senders: {survey: {sms: '+862160010001'}}\n"


@dataclass(frozen=True)
class Routes:
    """What is raced, over one engine."""

    engine: Engine

    def plan(self) -> None:
        """The plan as the command makes it."""
        plan(self.engine, PLANNED, MOMENT)

    def selection(self) -> None:
        """History, base and list, as a build makes them before it stores anything."""
        running = draft(self.engine.workspace, PLANNED)
        with self.engine.store.read() as session:
            history = history_of(
                session, running.campaign, running.centre, MOMENT, self.engine.running
            )
        base = Base.open(self.engine.workspace)
        select(base, running.campaign, running.centre, MOMENT, history)


def run() -> None:
    """Print medians, the ratio and the peak memory for every size of base."""
    rounds = size("ROUNDS", 5)
    for rows in sizes("ROWS", 1_000_000):
        with world(rows) as here:
            write_campaign(here)
            routes = Routes(engine_over(here.workspace, here.store))
            times = race({"plan": routes.plan, "selection": routes.selection}, rounds)
            for name, seconds in times.items():
                print(f"  {rows:>10,} subscribers, {name:<10} {seconds:7.3f} s")
            print(
                f"ratio planning {rows} plan / selection: {times['plan'] / times['selection']:.2f}"
            )
            print_memory(here)


def race(routes: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """The median seconds of each; they take turns, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in routes}
    for nth in range(rounds + 1):
        for name, route in routes.items():
            gc.collect()
            began = time.perf_counter()
            route()
            if nth:
                times[name].append(time.perf_counter() - began)
    return {name: statistics.median(found) for name, found in times.items()}


def write_campaign(here: World) -> None:
    """B1's campaign as files of a draft, with a question and its script."""
    body = campaign(here).model_dump(mode="json", by_alias=True, exclude_none=True)
    body = {key: body[key] for key in ("title", "purpose", "schedule", "audience", "contact")}
    body["audience"] = {
        key: body["audience"][key] for key in ("where", "sample", "holdout", "order")
    }
    body["contact"] = {"channels": [{"sms": {"from": "survey"}}]}
    body["script"] = PLANNED
    ask = {"id": "overall", "ask": "Overall, 1 to 10?", "answer": "scale 1-10"}
    body["survey"] = {"questions": [ask]}
    folder = here.workspace.path
    (folder / "campaigns").mkdir()
    written = yaml.safe_dump(body, sort_keys=False)
    (folder / "campaigns" / f"{PLANNED}.yaml").write_text(written, encoding="utf-8")
    (folder / "scripts" / PLANNED).mkdir(parents=True)
    (folder / "scripts" / PLANNED / "sms.txt.j2").write_text(SCRIPT, encoding="utf-8")
    with (folder / "outbound.yaml").open("a", encoding="utf-8") as centre:
        centre.write(SENDERS)


def engine_over(workspace: Workspace, store: Store) -> Engine:
    """An engine that could do anything; planning asks its workspace and store alone."""
    settings = Settings(store.url)
    carrier = TwilioCarrier(settings)
    fresh = Workspace(workspace.path)
    return Engine(
        SystemClock(), random_ids, store, carrier, fresh, settings, RunningCampaigns(store)
    )


def print_memory(here: World) -> None:
    """The peak of one plan and of one selection, each in a process of its own."""
    for what in ("plan", "selection"):
        command = [sys.executable, "-m", "bench.planning", what]
        given = [str(here.workspace.path), here.store.url]
        done = subprocess.run([*command, *given], capture_output=True, text=True, check=True)
        print(f"  {what}, a process of its own: peak memory {done.stdout.strip()} MB")


def once(what: str, folder: str, url: str) -> None:
    """Plan or select once and print this process's peak memory in megabytes."""
    routes = Routes(engine_over(Workspace(Path(folder)), Store(url)))
    {"plan": routes.plan, "selection": routes.selection}[what]()
    print(peak_megabytes())


if __name__ == "__main__":
    if sys.argv[1:]:
        once(*sys.argv[1:])
    else:
        run()
