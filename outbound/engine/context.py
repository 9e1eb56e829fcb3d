"""The engine's surroundings: the clock, the store, the carrier and the workspace it works with."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from db.session import Store
from outbound.campaign.workspace import Workspace
from outbound.clock import Clock
from outbound.dialing.port import Carrier
from outbound.engine.chain.keys import secrets_of
from outbound.engine.chain.writing import Chain
from outbound.engine.floor_view import Alarm
from outbound.engine.running import RunningCampaigns
from outbound.settings import Settings

log = logging.getLogger(__name__)


@dataclass
class Heartbeat:
    """What those who watch the engine want to know: its last tick, the carrier's last answer, alarms."""

    last: datetime | None = None
    carrier_answers: bool | None = None
    carrier_rests_until: datetime | None = (
        None  # nothing is placed before: it throttled us or is away
    )
    reconciled_at: datetime | None = None
    alarms: list[Alarm] = field(default_factory=list)

    def alarm(self, now: datetime, code: str, message: str, campaign: str = "") -> None:
        """Remember the latest hundred things that a supervisor should see, and log each once.

        What only goes on, beat after beat, stays one alarm with its latest moment.
        """
        raised = Alarm(now, code, message, campaign)
        if self.alarms and replace(self.alarms[-1], at=now) == raised:
            self.alarms[-1] = raised
            return
        self.alarms.append(raised)
        del self.alarms[:-100]
        log.warning("%s: %s", code, message)


@dataclass(frozen=True)
class Engine:
    """What every use case needs; nothing here is global, so two engines can live side by side."""

    clock: Clock
    new_id: Callable[[], str]
    store: Store
    carrier: Carrier
    workspace: Workspace
    settings: Settings
    running: RunningCampaigns
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    place_within: timedelta = timedelta(seconds=15)
    """How long after its reservation an attempt may still be placed."""

    def __post_init__(self) -> None:
        """From here on whatever is decided in the store goes into its audit."""
        self.store.recorder = self.chain

    @cached_property
    def chain(self) -> Chain:
        """The audit's writer."""
        own = self.workspace.db_dir / "audit.key"
        return Chain(self.clock, partial(secrets_of, self.settings.audit_key, own))

    @property
    def zone(self) -> ZoneInfo:
        """The centre's zone."""
        return ZoneInfo(self.workspace.centre.zone)
