"""Promise 17: whatever is on the list, however workers race and clocks jump, spending stays under its limits."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import partial
from pathlib import Path
from traceback import format_exc
from typing import Final

from sqlmodel import col, func, or_, select

from db.session import Store
from db.tables import Attempt, Contact
from outbound.engine.context import Engine
from outbound.ids import seeded_ids
from outbound.settings import Settings
from proof.forked.clock import SharedClock
from proof.forked.processes import apart, side_by_side
from proof.ground import Ground
from proof.promise import Database, Promise, Tally, Tier
from proof.spending.attack import Attack
from proof.spending.centre import Variant, begin, variants
from proof.spending.controls import CONTROLS, build
from proof.spending.numbers import a_person, line_of
from proof.spending.oracle import Create, Told, broken
from proof.spending.rush import rush
from proof.spending.till import Taken, Till
from proof.town.campaigns import long_ones
from proof.town.centre import ZONE, Centre, write_centre

PROMISE: Final = Promise(
    17, "spend", "spend stays under its cap", {Tier.COMMIT: 500, Tier.NIGHT: 5_000, Tier.RELEASE: 10_000},
    unit="attacks", durable=False,
)  # fmt: skip

PEOPLE: Final = 10
SIDE_BY_SIDE: Final = 2
"""Processes that share the attacks, each with a store of its own."""

RUSHES: Final = 25
"""Every so many attacks, workers in processes of their own rush at the money."""

CAUGHT_WITHIN: Final = 60
"""So many attacks suffice for a wrong build to be noticed."""

HELD: Final = Fraction(1, 4)
"""In at least so many attacks somebody must have been held for want of money; else little is proven."""

_BEGINS: Final = tuple(
    datetime(2026, 11, 23, hour, minute, tzinfo=ZONE)
    for hour, minute in ((9, 40), (10, 58), (14, 30), (17, 5), (18, 59), (22, 58), (23, 55), (23, 59))
)  # fmt: skip


@dataclass
class Siege:
    """All attacks on one store, and what came of them."""

    settings: Settings
    centre: Centre
    store: Store
    variants: Sequence[Variant]
    seed: str
    sums: Counter[str] = field(default_factory=Counter)

    def attack(self, number: int) -> list[str]:
        """One attack; what it broke."""
        chance = random.Random(f"{self.seed} {number}")
        variant, clock = chance.choice(self.variants), SharedClock(chance.choice(_BEGINS))
        places = [abs(number) * PEOPLE + n for n in range(PEOPLE)]
        late = clock.now().astimezone(ZONE).hour > 20  # here; in France it is the afternoon
        share = chance.choice((0.8, 1.0) if late else (0.0, 0.3))
        people = [a_person(place, chance, abroad=chance.random() < share) for place in places]
        begin(self.store, variant, people, clock.now())
        till = Till(chance)
        first, second = (self._engine(variant, clock, till, f"{number} {n}") for n in range(2))
        if number > 0 and number % RUSHES < SIDE_BY_SIDE:
            self.store.close()
            journal = rush(lambda name: self._engine(variant, clock, Till(random.Random(name)), name), f"{self.seed} {number}")  # fmt: skip
        else:
            one = Attack((first, second), clock, till, f"{self.seed} {number} attack")
            one.run()
            journal = one.journal
        self._count(journal)
        return list(broken(variant.limits, self._told(journal)))

    def _engine(self, variant: Variant, clock: SharedClock, till: Till, name: str) -> Engine:
        ids = seeded_ids(f"{self.seed} {name}")
        return Engine(clock, ids, self.store, till, self.centre.workspace, self.settings, variant.running)  # fmt: skip

    def _told(self, journal: Sequence[Taken | Told]) -> Iterator[Create | Told]:
        """The journal, with what the store knows of each create."""
        with self.store.read() as session:
            found = {one.id: one for one in session.exec(select(Attempt))}
        for entry in journal:
            if isinstance(entry, Told):
                yield entry
                continue
            line, known = line_of(entry.number), found[entry.attempt]
            yield Create(
                entry.attempt, entry.number, line.country, known.campaign_id,
                known.reserved_at.astimezone(ZONE), entry.highest, line.barred,
            )  # fmt: skip

    def _count(self, journal: Sequence[Taken | Told]) -> None:
        reason = col(Contact.reason)
        barred = or_(*(reason.contains(w) for w in ("never contacted", "not among", "in use", "are refused")))  # fmt: skip
        with self.store.read() as session:
            poor = session.exec(select(func.count()).where(reason.contains("money"))).one()
            refused = session.exec(select(func.count()).where(barred)).one()
        creates = sum(isinstance(one, Taken) for one in journal)
        self.sums += Counter(creates=creates, poor=poor, held=poor > 0, refused=refused, attacks=1)


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """So many attacks, shared by some processes; then wrong builds, which must be noticed."""
    tally, sieges = Tally(), _sieges(ground, seed)
    shares = [
        partial(_lay, siege, range(part, trials + 1, len(sieges)))
        for part, siege in enumerate(sieges, 1)
    ]
    sums = Counter[str]()
    for said in side_by_side(shares, patience=None):
        if isinstance(said, str):
            tally.violations.append(said)
            continue
        found, counted = said
        for number, words in found:
            tally.broken(number, words)
        sums += counted
    tally.trials = sums["attacks"]
    tally.notes.append(
        f"{sums['creates']:,} creates were taken; {sums['poor']:,} contacts waited or ended for want of money,"
        f" in {sums['held']:,} attacks; {sums['refused']:,} were barred"
    )
    if sums["held"] < HELD * sums["attacks"]:
        tally.violations.append(f"money held somebody in only {sums['held']} attacks: this proves nothing")  # fmt: skip
    if not tally.violations:
        _control(sieges[0], tally)
    return tally


def _lay(siege: Siege, numbers: Sequence[int]) -> tuple[list[tuple[int, str]], Counter[str]]:
    """These attacks, up to the first that breaks anything; what it broke, and what was counted."""
    found: list[tuple[int, str]] = []
    for number in numbers:
        try:
            found += ((number, words) for words in siege.attack(number))
        except Exception:  # noqa: BLE001 - whatever it is, the proof must hear in which attack
            found.append((number, format_exc()))
        if found:
            break
    return found, siege.sums


def _control(siege: Siege, tally: Tally) -> None:
    """The same with parts missing: were that not noticed, nothing would be proven here."""
    for name in CONTROLS:
        with build(name):
            for number in range(1, CAUGHT_WITHIN):
                if found := siege.attack(-number):
                    tally.notes.append(f"{name}, attack {number} shows it: {found[0]}")
                    break
            else:
                tally.violations.append(f"{name}: not noticed, so this proves nothing")
    siege.store.close()


def _sieges(ground: Ground, seed: int) -> list[Siege]:
    """Everything made and launched, in a process of its own: whoever forks has started no threads."""
    begun, folder = ground.new_store_url(), ground.folder / "centre"
    apart(lambda: _build(folder, begun))
    centre, template = Centre(folder), Store(begun, durable=False)
    found = variants(template, seed)
    template.close()
    return [_siege(ground, centre, begun, found, seed) for _ in range(SIDE_BY_SIDE)]


def _siege(
    ground: Ground, centre: Centre, begun: str, found: Sequence[Variant], seed: int
) -> Siege:
    url = ground.new_store_url()
    ground.replace(url, begun)
    if ground.database is Database.SQLITE:
        url += "?timeout=60"
    settings = replace(centre.settings(url), durable=False)
    return Siege(settings, centre, Store(url, durable=False), found, str(seed))


def _build(folder: Path, begun: str) -> None:
    write_centre(folder, PEOPLE, long_ones()).launch(begun)
