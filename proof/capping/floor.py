"""What the processes of a round of caps share: the store, the time, and who has nothing left to do."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.sharedctypes import Synchronized, SynchronizedArray

from db.session import Store
from outbound.campaign.workspace import Workspace
from outbound.dialing.port import Carrier
from outbound.engine.context import Engine
from outbound.engine.running import RunningCampaigns
from outbound.ids import seeded_ids
from outbound.settings import Settings
from proof.forked.clock import SharedClock
from proof.forked.processes import FORK


@dataclass(frozen=True)
class Office:
    """What is the same in every round: the settings, the files, the store's door, the campaigns as they run."""

    settings: Settings
    workspace: Workspace
    store: Store
    running: RunningCampaigns


class Floor:
    """One round's common ground, in memory that all its processes see."""

    def __init__(self, office: Office, start: datetime, workers: int) -> None:
        self._office = office
        self.clock = SharedClock(start)
        self._rested: SynchronizedArray[float] = FORK.Array(ctypes.c_double, workers)
        self._over: Synchronized[int] = FORK.Value("i", 0)

    def engine(self, name: str, carrier: Carrier) -> Engine:
        """An engine of one process."""
        office = self._office
        return Engine(
            self.clock, seeded_ids(name), office.store, carrier, office.workspace, office.settings, office.running
        )  # fmt: skip

    def rest(self, worker: int, now: datetime) -> None:
        """This worker has nothing to do until time passes."""
        self._rested[worker] = now.timestamp()

    def has_rested(self, worker: int, now: datetime) -> bool:
        """Whether that was so at this moment already."""
        return bool(self._rested[worker] == now.timestamp())

    def all_rest(self, now: datetime) -> bool:
        """Whether that is so of all of them."""
        rested: Sequence[float] = self._rested[:]
        return all(at == now.timestamp() for at in rested)

    def end(self) -> None:
        """All go home."""
        self._over.value = 1

    @property
    def over(self) -> bool:
        """Whether all may go home."""
        return bool(self._over.value)
