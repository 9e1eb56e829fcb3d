"""The demo: a whole campaign day on virtual time, with real HTTP between every part."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from outbound.campaign.loader import load_campaign
from outbound.campaign.schema import Question
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.server import create_server
from outbound.clock import VirtualClock, monotonic
from outbound.demo.browser import Browser
from outbound.demo.campaigns import of_the_day
from outbound.demo.people import PASSWORD, add_people, agent_accounts
from outbound.demo.stage import import_demo_base, prepare
from outbound.demo.told import Ran, told
from outbound.engine.campaigns import lifecycle
from outbound.engine.context import Engine
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.tick import tick
from outbound.engine.workplace import Workplace
from outbound.ids import seeded_ids
from outbound.settings import Settings, read_settings
from outbound.simulation.agents import Agent
from outbound.web.app import create_app
from outbound.web.serving import BackgroundServer, listening
from outbound.wiring import open_engine, simulated_carrier

DATE: Final = (2026, 11, 23)
OPENS, CLOSES = (8, 0), (20, 30)
TICK: Final = timedelta(minutes=5)

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Day:
    """What to run: the workspace, the seed, how large a base (None: all of it), how many agents."""

    workspace: Path
    seed: int = 1
    rows: int | None = None
    agents: int = 12


@dataclass(frozen=True)
class Stage:
    """Everything that is up while the day runs."""

    engine: Engine
    clock: VirtualClock
    carrier: SimulatedCarrier
    url: str


def run_day(day: Day, progress: Progress) -> dict[str, Any]:
    """Run the day and return what happened, as `demo --json` prints it.

    Raises RefusedError where the workspace's store or base is anything but an earlier demo's.
    """
    began = monotonic()
    workspace = open_workspace(day.workspace)
    zone = ZoneInfo(workspace.centre.zone)
    opens, closes = (datetime(*DATE, *time, tzinfo=zone) for time in (OPENS, CLOSES))
    prepare(workspace, read_settings(workspace.path))
    import_demo_base(workspace, day.seed, opens, day.rows)
    with staged(workspace, day, opens) as stage:
        _launch(stage.engine)
        agents = _sign_in(stage, day, closes)
        _run(stage, agents, opens, closes, progress)
        ran = Ran(stage.engine, stage.carrier, day.seed, opens)
        return told(ran, seconds=round(monotonic() - began, 1))


@contextmanager
def staged(workspace: Workspace, day: Day, opens: datetime) -> Iterator[Stage]:
    """The engine, the web and the simulated carrier, each on a free port of this machine."""
    web, phone = listening("127.0.0.1", 0), listening("127.0.0.1", 0)
    url, carrier_url = (f"http://127.0.0.1:{at.getsockname()[1]}" for at in (web, phone))
    settings: Settings = replace(
        read_settings(workspace.path), public_url=url, carrier_url=carrier_url, durable=False
    )
    clock = VirtualClock(opens)
    engine = open_engine(
        workspace.path, settings=settings, clock=clock, new_id=seeded_ids(day.seed)
    )
    carrier = simulated_carrier(engine, day.seed, of_the_day(workspace))
    add_people(engine, day.agents)
    app = create_app(Workplace(engine))
    try:
        with BackgroundServer(app, web).up(), BackgroundServer(create_server(carrier), phone).up():
            yield Stage(engine, clock, carrier, url)
    finally:
        engine.store.close()


def _launch(engine: Engine) -> None:
    for campaign in of_the_day(engine.workspace):
        for department in load_campaign(engine.workspace, campaign).approvals:
            lifecycle.approve(engine, campaign, department, COMMAND_LINE)
        lifecycle.launch(engine, campaign, COMMAND_LINE, lifecycle.Planning.ADVISORY)


def _sign_in(stage: Stage, day: Day, closes: datetime) -> list[Agent]:
    """Every agent at their desk, a few seconds apart, so that they do not act in step."""
    questions = _questions(stage.engine)
    start = stage.clock.now() + timedelta(hours=1)
    return [
        Agent(
            account, Browser(stage.url, account, PASSWORD), stage.carrier,
            lambda campaign, name: questions.get((campaign, name)), random.Random(f"{day.seed}:{account}"),
            at=start + timedelta(seconds=7 * place), ends=closes - timedelta(minutes=30),
        )
        for place, account in enumerate(agent_accounts(day.agents))
    ]  # fmt: skip


def _questions(engine: Engine) -> dict[tuple[str, str], Question]:
    found = {}
    for name in of_the_day(engine.workspace):
        for question in load_campaign(engine.workspace, name).questions:
            found[name, question.id] = question
    return found


def _run(
    stage: Stage, agents: list[Agent], opens: datetime, closes: datetime, progress: Progress
) -> None:
    """One driver, one thread: at each moment the carrier moves, then agents act, then the heart beats."""
    beat = opens
    while True:
        now = min(beat, stage.carrier.due() or closes, min(agent.at for agent in agents))
        if now >= closes:
            break
        stage.clock.advance_to(now)
        stage.carrier.advance(stage.clock.now())
        for agent in agents:
            if agent.at <= now:
                agent.act(now)
        if beat <= now:
            tick(stage.engine, stage.clock.now())
            beat += TICK
            progress(int(100 * (now - opens) / (closes - opens)))
    stage.clock.advance_to(closes)
    tick(stage.engine, stage.clock.now())
