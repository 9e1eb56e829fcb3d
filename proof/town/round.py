"""One round of dying: a city and an office whose processes are killed, brought to rest at the end and looked at."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlmodel import select

from db.session import Store
from db.tables import Attempt
from outbound.dialing.attempt import State
from proof.town import laws
from proof.town.city import City
from proof.town.days import Days
from proof.town.mortal import Arm
from proof.town.office import Office
from proof.town.quiet import come_to_rest

OFTEN: Final = 25
"""How many deaths lie between two looks at the store."""

_IN_FLIGHT: Final = ("engine.attempts.hand_over.", "engine.attempts.place.")
"""Who dies here may leave a create in flight."""

SPANS: Final = ((0.55, 1, 3), (0.37, 4, 10), (0.08, 11, 25))
"""How likely a process reaches how many points before it dies: the first ones are its recovery."""

ENOUGH: Final = 3
"""At a place where so many times as many have died as at others, nobody dies for a while."""

CHASED: Final = 0.12
"""How often a process is to die at the place where the fewest have died so far."""


@dataclass
class Deaths:
    """When processes die: mostly by chance, sometimes at the place that was spared most."""

    places: Sequence[str]
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    over: bool = False
    """From now on nobody dies."""

    def __call__(self) -> Arm | None:
        """When the next process dies."""
        if self.over:
            return None
        passed = self._passed()
        if self.chance.random() < CHASED:
            rarest = min(self.places, key=lambda name: (self.kills[name], self.chance.random()))
            return Arm(rarest, 25, passed)
        left = self.chance.random()
        for share, low, high in SPANS:
            left -= share
            if left < 0:
                return Arm("", self.chance.randint(low, high), passed)
        return Arm("", 1, passed)

    def _passed(self) -> frozenset[str]:
        """Where far more have died than elsewhere."""
        enough = ENOUGH * (1 + self.kills.total() / len(self.places))
        return frozenset(name for name, count in self.kills.items() if count > enough)


@dataclass
class Round:
    """One city and its office; `in_flight` are the attempts that were marked when a process died over them."""

    store_url: str
    folder: Path
    city: City
    office: Office
    deaths: Deaths
    in_flight: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.days = Days(self.city, self.folder)

    def run(self, until: int) -> list[str]:
        """Live until so many have died in all, then rest; every law that was broken, in words."""
        looked = self.office.kills.total()
        while (died := self.office.kills.total()) < until:
            self.steps(1)
            if died - looked >= OFTEN:
                looked = died
                if found := self.broken(quiet=False):
                    return found
        self.deaths.over = True
        return self.rest()

    def steps(self, count: int) -> None:
        """So many beats of the city's life."""
        for _ in range(count):
            self.office.deaths.clear()
            self.days.step()
            if any(word in place for place in self.office.deaths for word in _IN_FLIGHT):
                self._note_in_flight()

    def rest(self) -> list[str]:
        """Let all come to rest, and look."""
        come_to_rest(self.days)
        self.office.close()
        return self.broken(quiet=True)

    def broken(self, *, quiet: bool) -> list[str]:
        """The laws that the store and the carrier's log break now."""
        store = Store(self.store_url)
        with store.read() as session:
            wire, heard = self.city.wire, self.city.heard
            found = laws.gather(session, wire, heard, frozenset(self.in_flight), quiet=quiet)
        store.close()
        return [*self.city.broken, *laws.broken(found)]

    def _note_in_flight(self) -> None:
        store = Store(self.store_url)
        with store.read() as session:
            marked = select(Attempt.id).where(Attempt.state == State.PLACING)
            self.in_flight.update(session.exec(marked))
        store.close()
