"""Cities whose office does not die: for promises that need many events and no deaths."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from db.session import Store
from outbound.carrier.simulator.faults import Faults
from outbound.wiring import synthetic_rows
from proof.ground import Ground
from proof.town import laws
from proof.town.campaigns import CampaignFile
from proof.town.centre import BEGINS, Centre, write_centre
from proof.town.city import City, Mishaps, build_city
from proof.town.days import Days, Steps
from proof.town.mortal import Office
from proof.town.office import Undying
from proof.town.quiet import come_to_rest

BRISK: Final[Steps] = ((0.4, 1.0, 15.0), (0.4, 15.0, 60.0), (0.2, 60.0, 300.0))
"""Time moves faster where nobody dies on the way."""

LINES: Final = 300
"""So many calls of the menu at once, that a city's day is short."""


@dataclass(frozen=True)
class Living:
    """Cities of one kind: each begins as the one before it began, with other people and other chances."""

    ground: Ground
    centre: Centre
    begun: str
    url: str
    rows: list[dict[str, object]]

    def city(self, seed: str, faults: Faults, mishaps: Mishaps) -> "Life":
        """A new city on a new store."""
        self.ground.replace(self.url, self.begun)
        settings = replace(self.centre.settings(self.url), lines=LINES, durable=False)
        city = build_city(self.centre, self.rows, seed, faults, BEGINS)
        city.mishaps = mishaps
        inside = Office(self.centre.folder, settings, city.wire)
        city.office = office = Undying(inside, city.clock.now, seed)
        return Life(city, office, Days(city, self.ground.folder, meddling=0.0, steps=BRISK))


@dataclass
class Life:
    """A city, its office and its days."""

    city: City
    office: Undying
    days: Days

    def run(self, until: datetime) -> None:
        """Until that moment."""
        while self.city.clock.now() < until:
            self.days.step()

    def rest(self) -> laws.Evidence:
        """Come to rest; what the store and the carrier's log then say."""
        come_to_rest(self.days)
        store = Store(self.office.inside.settings.store_url)
        with store.read() as session:
            wire, heard = self.city.wire, self.city.heard
            found = laws.gather(session, wire, heard, frozenset(), quiet=True)
        store.close()
        return found

    def close(self) -> None:
        """Let go of the store."""
        self.office.inside.store.close()


def settle(ground: Ground, people: int, campaigns: Mapping[str, CampaignFile]) -> Living:
    """Write the centre and launch its campaigns, for as many cities as are wanted."""
    centre = write_centre(ground.folder / "centre", people, campaigns)
    begun, url = ground.new_store_url(), ground.new_store_url()
    centre.launch(begun)
    return Living(ground, centre, begun, url, synthetic_rows(centre.workspace))


def some_lag(chance: random.Random) -> timedelta:
    """How long a create stays out of the listings, at the most."""
    return timedelta(minutes=chance.choice((0, 1, 10)))
