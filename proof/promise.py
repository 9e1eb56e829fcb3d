"""What a promise is: its words, how often it is tried at each tier, and what came of trying."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Tier(Enum):
    """How thoroughly to try: with every change, every night, before a release."""

    COMMIT = "commit"
    NIGHT = "night"
    RELEASE = "release"


class Database(Enum):
    """Where the store is."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


BOTH = (Database.SQLITE, Database.POSTGRESQL)


@dataclass(frozen=True)
class Promise:
    """One promise. `id` is what the command line calls it, `number` its place in the list of promises.

    One that no database could change names a single one; `durable` is false where a PostgreSQL that
    does not wait for its disk proves as much.
    """

    number: int
    id: str
    words: str
    trials: Mapping[Tier, int]
    unit: str = "trials"
    databases: tuple[Database, ...] = BOTH
    durable: bool = True


@dataclass
class Tally:
    """What came of trying: how many trials, what was broken, what was measured by the way."""

    trials: int = 0
    violations: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def broken(self, trial: int, words: str) -> None:
        """Note that a trial broke the promise; its number is part of how to see it again."""
        self.violations.append(f"trial {trial}: {words}")


@dataclass(frozen=True)
class Row:
    """One promise on one database, as the table shows it."""

    promise: Promise
    database: Database
    seed: int
    seconds: float
    tally: Tally

    @property
    def again(self) -> str:
        """The command that shows the same again."""
        asked = f"--database {self.database.value} --seed {self.seed} --trials {self.tally.trials}"
        return f"python -m proof {self.promise.id} {asked}"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "promise": self.promise.number, "id": self.promise.id, "words": self.promise.words,
            "database": self.database.value, "trials": self.tally.trials, "unit": self.promise.unit,
            "violations": self.tally.violations, "notes": self.tally.notes, "seed": self.seed,
            "seconds": round(self.seconds, 1), "again": self.again,
        }  # fmt: skip
