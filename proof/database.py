"""Promise 9: PostgreSQL loses its power again and again under load; nothing acknowledged is lost, and work goes on at once."""

import math
import random
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from outbound.clock import monotonic
from outbound.settings import Settings
from proof import postgres
from proof.crashing.office import Office, opened
from proof.crashing.remains import gathered, waiting
from proof.crashing.town import Town
from proof.crashing.verdict import WITHIN, broken
from proof.ground import Ground
from proof.postgres import Server
from proof.promise import Database, Promise, Tally, Tier
from proof.town.campaigns import short_ones
from proof.town.centre import BEGINS, Centre, write_centre

PROMISE: Final = Promise(
    9, "database",
    "PostgreSQL crashes under load: nothing acknowledged is lost, work goes on within 5 s",
    {Tier.COMMIT: 20, Tier.NIGHT: 300, Tier.RELEASE: 1_000},
    unit="crashes", databases=(Database.POSTGRESQL,),
)  # fmt: skip

A_ROUND: Final = 50
"""Crashes of one store at the most; then the next begins, with people whom nobody has called yet."""

FOR_EACH: Final = 40
"""People that a crash may need: work must not run out."""

PATIENCE: Final = 30.0
AWAY: Final = (0.0, 0.0, 0.3, 1.0, 2.0)
"""Seconds that the server stays away, a little more or less."""


@dataclass
class Course:
    """All rounds on one server, and what came of them."""

    ground: Ground
    server: Server
    centre: Centre
    launched: str
    chance: random.Random
    tally: Tally = field(default_factory=Tally)
    took: list[float] = field(default_factory=list)
    webhooks: int = 0
    creates: int = 0
    acts: int = 0
    refused: int = 0
    rounds: int = 0

    def round(self, crashes: int, *, careless: bool = False) -> list[str]:
        """One store, one office, so many crashes; what was lost in the end."""
        self.rounds += 1
        url = self.ground.new_store_url()
        self.ground.replace(url, self.launched)
        ahead = BEGINS.astimezone(UTC) - datetime.now(UTC)
        settings, reports = self._settings(url), self.ground.folder / f"round-{self.rounds}"
        town = Town.found(self.centre, settings, ahead, f"{self.chance.random()}")
        with (
            town.living(),
            opened(self.centre.folder, reports, settings, ahead, careless=careless) as office,
        ):
            lost = self._crashes(town, office, crashes, careless=careless)
            town.hush()
            until = monotonic() + PATIENCE
            while waiting(url) and monotonic() < until:
                time.sleep(0.2)
            lost += office.died() + office.faults()
        remains = gathered(self.centre, settings, town, office)
        lost += broken(remains)
        self.webhooks += len(remains.acknowledged)
        self.creates += len(remains.creates)
        self.acts += len(remains.reported)
        self.refused += sum(n for status, n in town.statuses.items() if status == 503)
        odd = {status: n for status, n in town.statuses.items() if status not in (200, 503)}
        if odd:
            lost.append(f"webhooks were answered with {odd}")
        return lost

    def _crashes(self, town: Town, office: Office, crashes: int, *, careless: bool) -> list[str]:
        lost = self._at_work(town, office, monotonic())[1]
        for _ in range(crashes):
            time.sleep(self.chance.uniform(0.2, 1.2))
            self.server.crash()
            time.sleep(
                1.5 if careless else self.chance.choice(AWAY) * self.chance.uniform(0.5, 1.2)
            )
            self.server.start()
            took, late = self._at_work(town, office, monotonic())
            lost += late + office.died()
            if careless:
                continue
            self.tally.trials += 1
            self.took.append(took)
            if late:
                break
        return lost

    def _at_work(self, town: Town, office: Office, since: float) -> tuple[float, list[str]]:
        """Wait until something was reserved and a webhook acknowledged; how many seconds it took."""
        office.more()
        reserved = 0.0
        while monotonic() < since + PATIENCE:
            new = (act for act in office.more() if act.by == "worker" and act.table == "attempt")
            reserved = reserved or min((act.at for act in new if act.at > since), default=0.0)
            heard = town.heard_first(since)
            if reserved and heard:
                return max(reserved, heard) - since, []
            time.sleep(0.02)
        what = "nothing was acknowledged" if reserved else "nothing was reserved"
        return PATIENCE, [f"{what} for {PATIENCE:.0f} s"]

    def _settings(self, url: str) -> Settings:
        office, carrier = (f"http://127.0.0.1:{_free_port()}" for _ in range(2))
        return replace(Settings(url, office, carrier), segments_per_second=Fraction(4))


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """Crash a server of our own, so often; and once with an office that acknowledges too early."""
    folder = ground.folder / "crashed"
    centre = write_centre(folder, FOR_EACH * min(trials, A_ROUND) + 300, short_ones())
    with postgres.server(postgres.DURABLE) as server:
        own = Ground(Database.POSTGRESQL, ground.folder, server.url)
        launched = own.new_store_url()
        centre.launch(launched)
        course = Course(own, server, centre, launched, random.Random(seed))
        tally = course.tally
        while tally.trials < trials and not tally.violations:
            for words in course.round(min(A_ROUND, trials - tally.trials)):
                tally.broken(tally.trials, words)
        _tell(course)
        _control(course)
    return tally


def _control(course: Course) -> None:
    """An office that acknowledges first and stores afterwards: were nothing lost, nothing would be proven here."""
    lost = [
        words for words in course.round(1, careless=True) if words.startswith("the acknowledged")
    ]
    if lost:
        course.tally.notes.append(
            f"an office that acknowledges before it commits lost {len(lost)} in one crash: {lost[0]}"
        )
    else:
        course.tally.violations.append(
            "an office that acknowledges before it commits lost nothing either: this proves nothing"
        )


def _tell(course: Course) -> None:
    took = sorted(course.took)
    if took:
        nearly_all = percentile(took, 99)
        words = f"something was reserved and heard again after {percentile(took, 50):.1f} s"
        course.tally.notes.append(f"{words}, p99 {nearly_all:.1f} s, {took[-1]:.1f} s at the most")
        if nearly_all > WITHIN:
            course.tally.violations.append(f"{words}, but p99 is {nearly_all:.1f} s")
    course.tally.notes.append(
        f"{course.webhooks:,} webhooks acknowledged, {course.refused:,} put off, {course.creates:,}"
        f" creates at the carrier, {course.acts:,} rows reported as committed"
    )


def percentile(ordered: Sequence[float], percent: int) -> float:
    """So many of a hundred take no longer; of a few, all."""
    return ordered[math.ceil(len(ordered) * percent / 100) - 1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
