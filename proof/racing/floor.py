"""What the processes of a race share: the store, the time, and what is left to do."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.sharedctypes import Synchronized, SynchronizedArray
from pathlib import Path
from typing import Final

from db.session import Store
from outbound.campaign.workspace import Workspace
from outbound.engine.context import Engine
from outbound.engine.running import RunningCampaigns
from outbound.ids import seeded_ids
from outbound.settings import Settings
from proof.forked.clock import SharedClock
from proof.forked.processes import FORK
from proof.racing.switch import Switch

A_BEAT: Final = 20
"""Time moves whenever so many races have been taken: then a batch is due for whoever looks first."""

BEAT, LEAP = timedelta(seconds=2), timedelta(seconds=90)
"""How far it moves: mostly a little, and every fourth time as far as retries and other campaigns wait for."""

DRAIN: Final = timedelta(hours=1)
"""How long all go on after the last race: nothing may follow for whoever said no."""


@dataclass(frozen=True)
class Place:
    """What is the same in every round: the files, the campaigns as they run, the store's door and the people."""

    settings: Settings
    workspace: Workspace
    store: Store
    running: RunningCampaigns
    folder: Path
    numbers: Mapping[str, int]
    senders: tuple[str, ...]


class Floor:
    """One round's common ground, in memory that all its processes see."""

    def __init__(self, place: Place, start: datetime, races: int, refuses: frozenset[str]) -> None:
        self._place = place
        self.clock = SharedClock(start)
        self.senders = place.senders
        self.folder = place.folder
        self._refuses = refuses
        self._left: Synchronized[int] = FORK.Value("i", races)
        self._asked: SynchronizedArray[int] = FORK.Array("b", len(place.numbers))
        self._ends_at: Synchronized[float] = FORK.Value("d", 0.0)

    def engine(self, name: str) -> tuple[Engine, Switch]:
        """An engine of one process, and the carrier that it asks."""
        place, switch = self._place, Switch(random.Random(name), self._refuses)
        made = Engine(
            self.clock, seeded_ids(name), place.store, switch, place.workspace, place.settings, place.running
        )  # fmt: skip
        return made, switch

    def take_races(self, count: int) -> int:
        """Take so many of the races that are left, or what there is; time passes with each."""
        with self._left.get_lock():
            before, after = self._left.value, max(0, self._left.value - count)
            self._left.value = after
        for beat in range(after // A_BEAT, before // A_BEAT):
            self.clock.advance(BEAT if beat % 4 else LEAP)
        if before == 0 and not self._ends_at.value:
            self._ends_at.value = (self.clock.now() + DRAIN).timestamp()
        return before - after

    def note_asked(self, number: str) -> None:
        """Somebody has opted out for this number."""
        self._asked[self._place.numbers[number]] = 1

    def has_asked(self, number: str) -> bool:
        """Whether anybody has."""
        return bool(self._asked[self._place.numbers[number]])

    def abandon(self) -> None:
        """All go home at once."""
        self._ends_at.value = 1.0

    @property
    def draining(self) -> bool:
        """Whether all races are run."""
        return bool(self._ends_at.value)

    @property
    def over(self) -> bool:
        """Whether all may go home."""
        return self.draining and self.clock.now().timestamp() >= self._ends_at.value
