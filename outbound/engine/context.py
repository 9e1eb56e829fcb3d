"""The engine's surroundings: the clock, the store, the carrier and the workspace it works with."""

import logging
import math
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Final
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

MOST_ALARMS: Final = 100
"""How many alarms a process remembers."""

WHENEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""In place of an alarm's moment where only what it says counts."""


@dataclass
class Heartbeat:
    """What those who watch the engine want to know: its last tick, the carrier's last answer, alarms.

    It is this process's own; what others must know of it is written down by `crew`.
    """

    last: datetime | None = None
    carrier_answers: bool | None = None
    carrier_rests_until: datetime | None = (
        None  # nothing is placed before: it throttled us or is away
    )
    rest_told: datetime | None = None  # to the others
    rest_heard_at: float = (
        -math.inf
    )  # when we last asked what they told, on a clock that never jumps
    unsure: int = 0  # creates in a row without a reply that tells
    reconciled_at: datetime | None = None
    alarms: list[Alarm] = field(default_factory=list)
    unwritten: dict[Alarm, Alarm] = field(default_factory=dict)  # by what they say, whenever
    stopping: bool = False  # nothing new is begun: the process is about to end
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def alarm(self, now: datetime, code: str, message: str, campaign: str = "") -> None:
        """Remember the latest hundred things that a supervisor should see, and log each once.

        What only goes on, beat after beat, stays one alarm with its latest moment. Raised inside a
        transaction it waits to be written down until that is over, whatever becomes of it.
        """
        raised = Alarm(now, code, _writable(message), campaign)
        with self._one_at_a_time:
            self.unwritten[replace(raised, at=WHENEVER)] = raised
            if self.alarms and replace(self.alarms[-1], at=now) == raised:
                self.alarms[-1] = raised
                return
            self.alarms.append(raised)
            del self.alarms[:-MOST_ALARMS]
            while len(self.unwritten) > MOST_ALARMS:
                del self.unwritten[next(iter(self.unwritten))]
        # Whatever somebody has sent may stand in it, and a log must take it all.
        log.warning("%s: %s", code, message.encode("utf-8", "backslashreplace").decode())

    def take_unwritten(self) -> list[Alarm]:
        """The alarms that were not written down yet, to be written down now."""
        with self._one_at_a_time:
            taken = list(self.unwritten.values())
            self.unwritten.clear()
        return taken

    def put_back(self, alarms: Iterable[Alarm]) -> None:
        """They could not be written down; a later one that says the same stands for them."""
        with self._one_at_a_time:
            kept = {replace(alarm, at=WHENEVER): alarm for alarm in alarms}
            self.unwritten = kept | self.unwritten


def _writable(text: str) -> str:
    """What any database takes: a carrier or a file may have put anything into a message."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


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
