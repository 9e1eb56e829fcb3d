"""Promise 8: caps hold over all campaigns, however many of them want the same people at once."""

import gc
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Final

from db.session import Store
from outbound.policy import gate
from proof.capping.book import opened
from proof.capping.centre import RULES, write_centre
from proof.capping.crowd import Town, Worker
from proof.capping.exchange import Taken
from proof.capping.floor import Floor, Office
from proof.forked.processes import PATIENCE, all_campaigns, apart, side_by_side
from proof.ground import Ground
from proof.promise import Database, Promise, Tally, Tier
from proof.town.centre import BEGINS, ZONE, Centre

PROMISE: Final = Promise(
    8, "caps", "caps hold over all campaigns: people wanted by many campaigns at once",
    {Tier.COMMIT: 1_000, Tier.NIGHT: 20_000, Tier.RELEASE: 100_000}, unit="people", durable=False,
)  # fmt: skip

MOST_PEOPLE, FEWEST_PEOPLE = 500, 60
"""How many people a round has; the control has the fewest."""

ENDS: Final = datetime(2026, 11, 24, 19, tzinfo=ZONE)
"""On the second day, at noon in France: whatever is counted by the day has begun anew."""
WORKERS: Final = (3, 8, 2, 5, 4, 6, 7)
"""How many are at work, round by round."""

HELD: Final = Fraction(1, 4)
"""At least so many people must have come to a cap; else little is proven."""


@dataclass
class Course:
    """All rounds: the store that each begins with a copy of, and what came of them."""

    ground: Ground
    office: Office
    begun: str
    seed: int
    tally: Tally
    held: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)

    def warm(self) -> None:
        """A beat in this very process, from which all others know what they would otherwise learn anew."""
        alone = replace(self.office, settings=replace(self.office.settings, in_flight=1))
        floor = Floor(alone, BEGINS, 1)
        Worker(
            floor, "warm", 0
        ).work_once()  # which must not start a thread: it is going to be forked
        Town(floor, "warm town", BEGINS).look_once()
        self.office.store.close()
        gc.collect()
        gc.freeze()  # children share what is in memory now, for as long as nobody writes to it

    def round(self, number: int) -> None:
        """One round: all that want the same people, for two days; every excess is a violation."""
        count = WORKERS[(number - 1) % len(WORKERS)]
        taken = self._lived(f"{self.seed} {number}", count)
        book = opened(self.office.store)
        self.office.store.close()
        for words in book.broken(RULES, taken):
            self.tally.broken(number, words)
        self.tally.trials += book.people
        self.held += book.held
        self.sums += Counter(
            attempts=len(book.attempts), reached=len(book.reached), finished=len(book.finished),
            people=book.people, held=book.held_people, taken=len(taken),
        )  # fmt: skip

    def control(self) -> None:
        """The same with a gate that asks no cap: were one of them not exceeded, nothing would be proven of it."""
        checks = gate.CHECKS
        gate.CHECKS = tuple(one for one in checks if one is not gate.caps_allow)  # type: ignore[misc]
        try:
            self._lived(f"{self.seed} control", 2, willing=1.0)
        finally:
            gate.CHECKS = checks  # type: ignore[misc]
        found = opened(self.office.store).excesses(RULES)
        self.office.store.close()
        for rule in RULES:
            if not any(one.rule is rule for one in found):
                self.tally.violations.append(
                    f"without caps nothing exceeds what {rule}: this proves nothing of it"
                )
        self.tally.notes.append(f"a gate that asks no cap: {len(found):,} excesses, of each of {len(RULES)} caps")  # fmt: skip

    def _lived(self, name: str, workers: int, willing: float = 0.5) -> list[Taken]:
        self.ground.replace(self.office.settings.store_url, self.begun)
        floor = Floor(self.office, BEGINS, workers)
        crowd: list[Worker | Town] = [
            Worker(floor, f"{name} worker {n}", n) for n in range(workers)
        ]
        crowd.append(Town(floor, f"{name} town", ENDS, willing))
        heard = side_by_side([one.run for one in crowd], floor.end)
        for one in heard:
            if isinstance(one, str):
                self.tally.violations.append(f"round {name}: {one}")
        return [create for one in heard if not isinstance(one, str) for create in one]

    def told(self) -> list[str]:
        """How many were reached, and whom caps held; a cap that held nobody proves nothing."""
        sums = self.sums
        if sums["held"] < HELD * sums["people"]:
            self.tally.violations.append(
                f"only {sums['held']} of {sums['people']} people came to a cap: this proves nothing"
            )
        whose = Counter[str]()
        for words, count in self.held.items():
            whose[" ".join(words.split()[:2])] += count
        shares = ", ".join(f"{count:,} by {words}" for words, count in whose.most_common())
        reached = (
            f"{sums['attempts']:,} attempts, {sums['reached']:,} reached somebody or may have,"
            f" {sums['finished']:,} talks were finished"
        )
        held = (
            f"{self.held.total():,} refusals for a cap, {shares}; {sums['held']:,} of"
            f" {sums['people']:,} people were held by one"
        )
        return [reached, held]


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """So many people, in rounds; then some without caps, which must be noticed."""
    tally = Tally()
    course = _course(ground, max(FEWEST_PEOPLE, min(MOST_PEOPLE, trials)), seed, tally)
    number = 0
    while tally.trials < trials and not tally.violations:
        number += 1
        course.round(number)
    if not tally.violations:
        tally.notes += course.told()
        _course(ground, FEWEST_PEOPLE, seed, tally).control()
    return tally


def _course(ground: Ground, people: int, seed: int, tally: Tally) -> Course:
    """Everything made and launched, in a process of its own: whoever forks has started no threads."""
    begun, url = ground.new_store_url(), ground.new_store_url()
    folder = ground.folder / f"centre of {people} {len(tally.notes)}"
    apart(lambda: _build(folder, begun, people))
    centre, ground_url = Centre(folder), url
    if ground.database is Database.SQLITE:
        url += f"?timeout={PATIENCE:.0f}"  # the writers are many, and this machine has other things to do
    settings = replace(
        centre.settings(url), durable=False, lines=200, in_flight=8,
        calls_per_second=Fraction(60), segments_per_second=Fraction(60),
    )  # fmt: skip
    ground.replace(ground_url, begun)
    store = Store(url, durable=False)
    office = Office(settings, centre.workspace, store, all_campaigns(store))
    course = Course(ground, office, begun, seed, tally)
    course.warm()
    return course


def _build(folder: Path, begun: str, people: int) -> None:
    write_centre(folder, people).launch(begun)
