"""The one place where parts become a product: workspace, store, carrier and clock, from settings."""

from collections.abc import Callable, Sequence
from pathlib import Path

from db.session import Store
from db.upgrade import backup, ensure, upgrade
from outbound.audience.base import Base
from outbound.campaign.loader import campaign_problems
from outbound.campaign.workspace import Workspace, open_workspace
from outbound.carrier.simulator.core import SimulatedCarrier
from outbound.carrier.simulator.exchange import Account
from outbound.carrier.simulator.population import Population
from outbound.carrier.twilio.client import TwilioCarrier
from outbound.clock import Clock, SystemClock
from outbound.engine.context import Engine
from outbound.engine.running import RunningCampaigns
from outbound.errors import NotFoundError
from outbound.ids import random_ids
from outbound.settings import Settings, read_settings


def open_engine(
    folder: Path,
    *,
    settings: Settings | None = None,
    clock: Clock | None = None,
    new_id: Callable[[], str] = random_ids,
) -> Engine:
    """The engine over a workspace folder; a new store is created, one of another version refused."""
    workspace = open_workspace(folder)
    chosen = settings or read_settings(workspace.path)
    store = open_store(workspace, chosen)
    ensure(store)
    carrier, campaigns = TwilioCarrier(chosen), RunningCampaigns(store)
    return Engine(clock or SystemClock(), new_id, store, carrier, workspace, chosen, campaigns)


def open_store(workspace: Workspace, settings: Settings) -> Store:
    """The store that the settings name; a SQLite file's folder is made where it is missing."""
    if settings.store_url.startswith("sqlite"):
        workspace.db_dir.mkdir(parents=True, exist_ok=True)
    return Store(settings.store_url, durable=settings.durable)


def simulated_carrier(
    engine: Engine, seed: int, campaigns: Sequence[str] | None = None
) -> SimulatedCarrier:
    """The simulated carrier of an engine, with the base's synthetic subscribers as its population.

    They understand the questions of these campaigns, of every one in the workspace if None; a
    draft that does not load yet asks nothing. Without a base it reaches nobody.
    """
    workspace, settings = engine.workspace, engine.settings
    names = workspace.campaign_ids() if campaigns is None else campaigns
    files = [workspace.campaign_file(name) for name in names]
    loaded = [campaign_problems(workspace, file)[0] for file in files]
    questions = [question for one in loaded if one for question in one.questions]
    population = Population.from_rows(synthetic_rows(workspace), seed, questions, engine.zone)
    account = Account(
        f"{settings.public_url}/tw/sms",
        settings.account_sid,
        settings.api_key,
        settings.auth_tokens[0],
        seed,
    )
    return SimulatedCarrier(engine.clock, population, account)


def synthetic_rows(workspace: Workspace) -> list[dict[str, object]]:
    """The base's rows that are marked synthetic; none without a base or without such a column."""
    try:
        base = Base.open(workspace)
    except NotFoundError:
        return []
    if "synthetic" not in base.columns:
        return []
    rows: list[dict[str, object]] = base.fetch(base.table.filter(base.table.synthetic)).to_pylist()
    return rows


def upgrade_store(folder: Path) -> str:
    """Upgrade a workspace's store; returns the version."""
    workspace = open_workspace(folder)
    return upgrade(open_store(workspace, read_settings(workspace.path)))


def backup_store(folder: Path, target: Path) -> None:
    """Copy a workspace's store to a new file."""
    workspace = open_workspace(folder)
    backup(open_store(workspace, read_settings(workspace.path)), target)
