"""Promise 1: real processes die by SIGKILL at every failpoint, again while they recover, and nothing is done twice."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from socket import socket
from typing import Final

from outbound.carrier.simulator.faults import CreateFault, Faults, Instant, Mishap
from outbound.wiring import synthetic_rows
from proof.ground import Ground
from proof.promise import Database, Promise, Tally, Tier
from proof.town import points
from proof.town.centre import BEGINS, Centre, write_centre
from proof.town.city import Mishaps, build_city
from proof.town.office import Office, zygote
from proof.town.round import Deaths, Round

PROMISE: Final = Promise(
    1, "kills", "no second accepted create for an attempt, no two open attempts on a number",
    {Tier.COMMIT: 10_000, Tier.NIGHT: 100_000, Tier.RELEASE: 1_000_000}, unit="kills",
    durable=False,  # who is killed takes nothing along that the system has
)  # fmt: skip

PEOPLE: Final = 60
A_ROUND: Final = 400
"""After so many deaths a city is brought to rest, looked at, and made anew."""

WARMED_BY: Final = 25
"""Steps without a death, from which all processes know what they would otherwise learn anew."""

IN_FLIGHT: Final = {Database.SQLITE: (1,), Database.POSTGRESQL: (1, 1, 8)}
"""How many creates are asked for together: where a server keeps the store, now and then several."""

CREATES: Final = dict.fromkeys(CreateFault, 0.012)
CALLBACKS: Final = {
    Mishap.LOST: 0.05, Mishap.REPEATED: 0.10, Mishap.REORDERED: 0.15, Mishap.LATE: 0.01,
    Mishap.FORGED: 0.01, Mishap.FOREIGN: 0.01, Mishap.FOLDED: 0.01, Mishap.ELSEWHERE: 0.01,
}  # fmt: skip

SAID: Final = Mishaps(lost=0.03, doubled=0.10, reordered=0.10)

OUT_OF_REACH: Final = {
    "engine.campaigns.lifecycle.approve": "before a campaign runs, nobody is contacted",
    "engine.campaigns.lifecycle.withdraw": "the same",
    "engine.campaigns.lifecycle.launch": "the same",
    "engine.library.filing.file_ended": "after a campaign has ended; one row",
    "engine.origin.overwrite": "the demo's own store",
    "engine.people.accounts.add": "staff, not customers",
    "engine.people.accounts.sign_in": "the same",
    "engine.people.accounts.session_of": "the same",
    "engine.people.accounts.sign_out": "the same",
    "engine.inbox.station.ring": "an agent's own telephone, no customer's",
    "engine.inbox.station._is_up": "the same",
    "engine.inbox.unfound.release": "a person's decision, one row",
    "engine.audit.exporting.export": "a person asks for a file; one row",
    "engine.crew.member.Member.round": "leaders die in promise 10",
    "engine.crew.member.Member.leave": "the same",
    "engine.crew.member.Member._take_or_keep": "the same",
    "engine.crew.member.Member._take_or_keep (2)": "the same",
    "engine.crew.member.Member._take_or_keep (3)": "the same",
    "engine.crew.alarm_book.write_down": "the same; alarms are best effort",
}
"""Where no process dies here, and why."""


def places() -> list[str]:
    """Every point at which processes die: before and after each commit, request and flush within reach."""
    return [name for name in points.everywhere() if name.split(" @ ")[1] not in OUT_OF_REACH]


@dataclass(frozen=True)
class Rounds:
    """What all rounds share: the ground, the centre as it begins, and who starts its processes."""

    ground: Ground
    centre: Centre
    begun: str
    url: str
    control: socket
    seed: int
    rows: list[dict[str, object]]
    creates: Mapping[CreateFault, float] = field(default_factory=lambda: CREATES)

    def warm(self) -> None:
        """A few hours without a death, in the process that all others are forked from."""
        one = self._round("warm", Counter())
        one.deaths.over = True
        one.office.in_flight = 1  # whoever is forked has started no threads
        one.office.warm()
        one.steps(WARMED_BY)
        one.rest()

    def run(self, number: int, kills: Counter[str], until: int) -> list[str]:
        """One round, until so many have died in all."""
        return self._round(str(number), kills).run(until)

    def _round(self, name: str, kills: Counter[str]) -> Round:
        self.ground.replace(self.url, self.begun)
        seed = f"{self.seed} {name}"
        chance = random.Random(seed)
        faults = Faults(
            chance.getrandbits(32), self.creates, CALLBACKS,
            listing_lag=timedelta(minutes=chance.choice((0, 1, 10))), uneven_lag=chance.random() < 0.5,
            hides_queued=chance.random() < 0.5, shuffles=chance.random() < 0.5,
            stops={nth: chance.choice(list(Instant)) for nth in range(1, 999) if chance.random() < 0.03},
        )  # fmt: skip
        city = build_city(self.centre, self.rows, seed, faults, BEGINS)
        city.mishaps = SAID
        deaths = Deaths(places(), chance, kills)
        city.office = Office(self.control, city.clock.now, city.wire, deaths, seed, kills)
        city.office.in_flight = chance.choice(IN_FLIGHT[self.ground.database])
        return Round(self.url, self.ground.folder, city, city.office, deaths)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """So many deaths, in rounds; then a naive build, which must be caught."""
    centre = write_centre(ground.folder / "centre", PEOPLE)
    begun, url = ground.new_store_url(), ground.new_store_url()
    centre.launch(begun)
    rows, kills = synthetic_rows(centre.workspace), Counter[str]()
    settings = replace(centre.settings(url), durable=False)
    with zygote(centre.folder, settings) as control:
        rounds = Rounds(ground, centre, begun, url, control, seed, rows)
        rounds.warm()
        tally = _tried(rounds, trials, kills)
    tally.notes.append(points.tell(kills, places()))
    with zygote(centre.folder, settings, "guessing") as control:
        naive = replace(rounds, control=control, creates={CreateFault.TIMEOUT_AFTER: 0.5})
        caught = _tried(naive, A_ROUND, Counter())
    if not caught.violations:
        tally.broken(0, "the naive build, which guesses, was not caught: this proves nothing")
    tally.notes.append(f"a build that guesses is caught after {caught.trials} kills")
    return tally


def _tried(rounds: Rounds, trials: int, kills: Counter[str]) -> Tally:
    tally, number = Tally(), 0
    while tally.trials < trials and not tally.violations:
        number += 1
        for words in rounds.run(number, kills, min(tally.trials + A_ROUND, trials)):
            tally.broken(number, words)
        tally.trials = kills.total()
    return tally
