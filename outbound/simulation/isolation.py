"""A simulation's own ground: a folder that vanishes, with a store in which nothing is anybody else's.

Nothing can leave it. The carrier's requests are answered in this process by an HTTP client that can
open no connection, so that even the number of a real person is only a name here.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import make_url

from db.copying import copy_history
from db.session import Store
from db.upgrade import ensure, upgrade, version
from outbound.audience.base import Base
from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import CENTRE_FILE, Workspace, open_workspace
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.inside import answer
from outbound.carrier.simulator.population import Population
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.carrier.twilio.transport import InProcessHttpClient
from outbound.clock import VirtualClock
from outbound.engine.campaigns import lifecycle
from outbound.engine.context import Engine
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.lists.schedule import window
from outbound.engine.people import accounts
from outbound.engine.running import RunningCampaigns
from outbound.ids import seeded_ids
from outbound.settings import Settings, read_settings
from outbound.simulation.ear import Ear
from outbound.simulation.people import People

PUBLIC: Final = "https://outbound.invalid"
CARRIER: Final = "https://carrier.invalid"
_STORE: Final = "store.sqlite"


@dataclass(frozen=True)
class IsolatedWorkspace(Workspace):
    """Copies of a workspace's files at `path`; its base where it lies, only read; all else in `db`."""

    db: Path
    base: Path

    @property
    def db_dir(self) -> Path:
        """Where this simulation's store and ledgers lie."""
        return self.db

    @property
    def base_dir(self) -> Path:
        """Where the base's snapshots lie."""
        return self.base


@dataclass(frozen=True)
class Ground:
    """What all seeds share: the workspace's copy, and a store in which the campaign has just begun."""

    folder: Path
    base: Path
    campaign: str
    agents: tuple[str, ...]
    lines: int

    @property
    def files(self) -> Path:
        """The workspace's files as they were."""
        return self.folder / "workspace"

    def workspace(self, db: Path) -> IsolatedWorkspace:
        """The workspace with a place of its own to write."""
        return IsolatedWorkspace(self.files, db, self.base)


@dataclass(frozen=True)
class World:
    """One seed's world: an engine, its clock, its carrier, whom it reaches, and what it has heard."""

    engine: Engine
    clock: VirtualClock
    carrier: SimulatedCarrier
    people: People
    ear: Ear
    ground: Ground
    seed: int


def prepare(origin: Path, folder: Path, campaign: str, agents: int) -> Ground:
    """Copy what the campaign will use into `folder`, and launch it there as if all had signed.

    Suppressions and history come from the workspace's own store, which is only read, as its base is.
    """
    workspace = open_workspace(origin)
    Base.open(workspace)  # tells where there is none
    names = tuple(f"agent-{number:02}" for number in range(1, agents + 1))
    settings = read_settings(workspace.path)
    ground = Ground(folder, workspace.base_dir.resolve(), campaign, names, settings.lines)
    ground.files.mkdir(parents=True)
    shutil.copy(workspace.centre_file, ground.files / CENTRE_FILE)
    for copied in (workspace.campaigns_dir, workspace.scripts_dir):
        shutil.copytree(copied, ground.files / copied.name)
    first = folder / "first"
    first.mkdir()
    events = workspace.db_dir / "events"
    if events.is_dir():
        (first / "events").symlink_to(events.resolve(), target_is_directory=True)
    here = _open(ground, first, seed=0)
    try:
        upgrade(here.engine.store)
        _remember(settings, here.engine.store, campaign)
        _launch(here)
    finally:
        here.engine.store.close()
    return ground


@contextmanager
def world(ground: Ground, seed: int) -> Iterator[World]:
    """A fresh world from the common ground, gone afterwards."""
    db = ground.folder / f"seed-{seed}"
    shutil.copytree(ground.folder / "first", db, symlinks=True)
    here = _open(ground, db, seed)
    try:
        yield here
    finally:
        here.carrier.close()
        here.engine.store.close()
        shutil.rmtree(db, ignore_errors=True)


def _open(ground: Ground, db: Path, seed: int) -> World:
    """The engine and the simulated carrier, each asking the other in this process."""
    workspace = ground.workspace(db)
    campaign = load_campaign(workspace, ground.campaign)
    zone = ZoneInfo(workspace.centre.zone)
    clock = VirtualClock(window(campaign, zone)[0])
    people, ear = People(workspace), Ear(PUBLIC)
    population = Population(people, campaign.questions, seed, zone)
    account = Account(f"{PUBLIC}/tw/sms", seed=seed)
    carrier = SimulatedCarrier(clock, population, account, send=ear)
    settings = Settings(
        f"sqlite:///{db / _STORE}", PUBLIC, CARRIER, lines=ground.lines, durable=False,
        inquires=False,
    )  # fmt: skip
    store = Store(settings.store_url, durable=False)
    line = TwilioCarrier(settings, inside=InProcessHttpClient(partial(_asked, carrier)))
    engine = Engine(
        clock, seeded_ids(seed), store, line, workspace, settings, RunningCampaigns(store)
    )
    ear.engine = engine
    return World(engine, clock, carrier, people, ear, ground, seed)


def _asked(
    carrier: SimulatedCarrier, method: str, url: str, given: Mapping[str, object]
) -> tuple[int, str]:
    return answer(carrier, method, url.removeprefix(CARRIER), given)


def _remember(settings: Settings, store: Store, campaign: str) -> None:
    """Take over what the workspace's own store knows, if there is one; it is only read."""
    url = make_url(settings.store_url)
    if settings.store_url.startswith("sqlite") and not Path(url.database or "").is_file():
        return
    own = Store(settings.store_url)
    try:
        if version(own) is not None:
            ensure(own)
            copy_history(own, store, campaign)
    finally:
        own.close()


def _launch(here: World) -> None:
    engine, campaign = here.engine, here.ground.campaign
    languages = ",".join(engine.workspace.centre.languages)
    for name in here.ground.agents:
        new = accounts.NewUser(name, "agent", name.replace("-", " ").title(), "", languages)
        accounts.add(engine, new, engine.new_id())
    for department in load_campaign(engine.workspace, campaign).approvals:
        lifecycle.approve(engine, campaign, department, COMMAND_LINE)
    lifecycle.launch(engine, campaign, COMMAND_LINE, lifecycle.Planning.NONE)
