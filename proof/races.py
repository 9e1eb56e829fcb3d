"""Promise 4: people opt out while 2 to 8 workers contact them, and nobody is contacted after that is written down."""

import gc
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

from db.session import Store
from proof.forked.processes import all_campaigns, apart, side_by_side
from proof.ground import Ground
from proof.promise import Promise, Tally, Tier
from proof.racing import trail
from proof.racing.floor import Floor, Place
from proof.racing.racers import Caller, Report, Worker
from proof.racing.verdict import Verdict, gathered
from proof.town.centre import AGENTS, BEGINS, SENDERS, Centre, write_centre

PROMISE: Final = Promise(
    4, "races", "nobody is contacted after an opt-out",
    {Tier.COMMIT: 5_000, Tier.NIGHT: 50_000, Tier.RELEASE: 500_000}, unit="races", durable=False,
)  # fmt: skip

PEOPLE: Final = 780
A_ROUND: Final = 720
WORKERS: Final = range(2, 9)
WARMED_BY: Final = 60
"""Races in one process, from which all others know what they would otherwise learn anew."""

_LIVELY: Final[Mapping[str, Any]] = {
    "durable": False, "lines": 100, "in_flight": 8,
    "calls_per_second": Fraction(6), "segments_per_second": Fraction(5),
}  # fmt: skip
"""With twenty races go two seconds: some twenty creates."""


@dataclass
class Course:
    """All rounds: the store that each begins with a copy of, and what came of them."""

    ground: Ground
    place: Place
    begun: str
    seed: int
    tally: Tally = field(default_factory=Tally)
    decided: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def warm(self) -> None:
        """A few races in this very process, which must not start a thread: it is going to be forked."""
        alone = replace(self.place, settings=replace(self.place.settings, in_flight=1))
        floor = self._floor(alone, "warm", WARMED_BY)
        worker, caller = Worker(floor, "warm", leads=True), self._callers(floor, "warm")[0]
        while caller.step():
            worker.step()
        self.place.store.close()
        gc.collect()
        gc.freeze()  # children share what is in memory now, for as long as nobody writes to it
        gc.disable()

    def round(self, number: int, races: int) -> None:
        """One round: so many races, of one caller for each agent against some workers."""
        name = f"{self.seed} {number}"
        floor = self._floor(self.place, name, races)
        count = WORKERS[number % len(WORKERS)]
        workers = [Worker(floor, f"{name} worker {n}", leads=n == 0) for n in range(count)]
        racers: list[Worker | Caller] = [*workers, *self._callers(floor, name)]
        reports = side_by_side([one.run for one in racers], floor.abandon)
        self._judge(number, reports)
        self.place.store.close()

    def told(self) -> list[str]:
        """Where the races were decided, and how soon an opt-out had its effect."""
        where = ", ".join(f"{count:,} {words}" for words, count in self.decided.most_common())
        if len(self.seconds) < 2:
            return []
        at = quantiles(self.seconds, n=100)
        return [
            f"when they opted out: {where}",
            (
                f"from an opt-out's arrival to its effect: median {at[49] * 1000:.0f} ms,"
                f" 99th percentile {at[98] * 1000:.0f} ms, longest {max(self.seconds) * 1000:.0f} ms"
            ),
        ]

    def _floor(self, place: Place, name: str, races: int) -> Floor:
        self.ground.replace(place.settings.store_url, self.begun)
        chance = random.Random(name)
        refuses = frozenset(n for n in place.numbers if chance.random() < 0.05)
        return Floor(place, BEGINS, races, refuses)

    def _callers(self, floor: Floor, name: str) -> list[Caller]:
        numbers = sorted(self.place.numbers, reverse=True)
        return [
            Caller(floor, f"{name} {agent}", numbers[n :: len(AGENTS)], agent)
            for n, agent in enumerate(AGENTS)
        ]

    def _judge(self, number: int, reports: Sequence[Report | str]) -> None:
        failed = [one for one in reports if isinstance(one, str)]
        for words in failed:
            self.tally.broken(number, words)
        good = [one for one in reports if isinstance(one, Report)]
        verdict = Verdict(gathered(self.place.store, good))
        for words in verdict.broken():
            self.tally.broken(number, words)
        decided = verdict.decided
        self.tally.trials += decided.total()
        self.decided += decided
        self.seconds += [took for one in good for _, took in one.races.values()]


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """So many numbers that opt out, in rounds."""
    course = _course(ground, seed)
    course.warm()
    number, tally = 0, course.tally
    while tally.trials < trials and not tally.violations:
        number += 1
        course.round(number, min(A_ROUND, trials - tally.trials))
    tally.notes += course.told()
    return tally


def _course(ground: Ground, seed: int) -> Course:
    """Everything made and launched, in a process of its own: whoever forks has started no threads."""
    begun, url = ground.new_store_url(), ground.new_store_url()
    folder = ground.folder / "centre"
    apart(lambda: _build(folder, begun))
    settings = replace(Centre(folder).settings(url), **_LIVELY)
    ground.replace(url, begun)
    store = Store(url, durable=False)
    running = all_campaigns(store)
    store.close()
    numbers = {f"+86138{n:08}": n - 1 for n in range(1, PEOPLE + 1)}
    senders = tuple(SENDERS.values())
    place = Place(settings, Centre(folder).workspace, store, running, folder, numbers, senders)
    return Course(ground, place, begun, seed)


def _build(folder: Path, begun: str) -> None:
    centre = write_centre(folder, PEOPLE)
    centre.launch(begun)
    trail.lay(begun)
