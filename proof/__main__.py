"""`python -m proof`: tries what the product promises, on SQLite and on PostgreSQL.

Every promise runs in a process of its own. The exit code is 1 if any was broken.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil
from typing import Final

from rich.console import Console

from proof import postgres, table
from proof.promise import Database, Promise, Row, Tally, Tier
from proof.promises import MODULES, by_id, load

AT_ONCE: Final = 2
"""How many proofs run side by side; each is one busy process at the most times."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    modules: tuple[str, ...]
    databases: tuple[Database, ...]
    tier: Tier
    seed: int
    trials: int | None
    part: int = 1
    server: str = ""

    def of(self, promise: Promise) -> int:
        """How often a promise is tried."""
        return ceil(promise.trials[self.tier] / self.part) if self.trials is None else self.trials


def main(words: Sequence[str] | None = None, modules: Sequence[str] = MODULES) -> int:
    """Try the promises that were asked for, all if none; 1 if any was broken."""
    known = by_id(modules)
    parser = _parser(known)
    given = parser.parse_args(words)
    if unknown := set(given.promises) - set(known):
        parser.error(f"no promise {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    databases = tuple(Database) if given.database == "both" else (Database(given.database),)
    chosen = tuple(known[name] for name in given.promises or known)
    talk = Console(stderr=True)
    with ExitStack() as stack:
        wanted = any(Database.POSTGRESQL in load(one).PROMISE.databases for one in chosen)
        server = ""
        if Database.POSTGRESQL in databases and wanted:
            try:
                server = stack.enter_context(postgres.server()).url
            except postgres.NoServerError as why:
                talk.print(
                    f"PostgreSQL cannot be started: {why}. Install it, or say --database sqlite."
                )
                return 2
        tier, seed = Tier(given.tier), given.seed
        asked = Asked(chosen, databases, tier, seed, given.trials, given.part, server)
        rows = _try(asked, talk)
    _tell(rows, given)
    return 1 if any(row.tally.violations for row in rows) else 0


def _parser(known: dict[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m proof",
        description=__doc__,
        epilog="example: python -m proof kills --tier commit --database sqlite",
    )
    parser.add_argument(
        "promises", nargs="*", metavar="PROMISE", help=f"of {', '.join(known)}; all"
    )
    parser.add_argument("--tier", choices=[tier.value for tier in Tier], default="commit")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with; 1")
    parser.add_argument("--trials", type=int, help="how many, in place of the tier's")
    parser.add_argument(
        "--part", type=int, default=1, help="only one of so many parts of the tier's"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--markdown", action="store_true", help="the table of the README")
    return parser


def _try(asked: Asked, talk: Console) -> list[Row]:
    """Two at a time, in the order of the promises."""
    promises = {module: load(module).PROMISE for module in asked.modules}
    tries = [
        (module, promise, database)
        for module, promise in promises.items()
        for database in asked.databases
        if database in promise.databases
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda each: _told(_one(asked, *each), talk), tries))


def _told(row: Row, talk: Console) -> Row:
    promise, broken = row.promise, row.tally.violations
    talk.print(
        f"{promise.id}, {row.database.value}: {row.tally.trials:,} {promise.unit},"
        f" {len(broken)} violations, {row.seconds:.0f} s",
        style="red" if broken else "",
    )
    return row


def _one(asked: Asked, module: str, promise: Promise, database: Database) -> Row:
    command = [sys.executable, "-m", "proof.one", module, "--database", database.value]
    command += [
        "--trials",
        str(asked.of(promise)),
        "--seed",
        str(asked.seed),
        "--server",
        asked.server,
    ]
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    try:
        tally = Tally(**json.loads(done.stdout))
    except (ValueError, TypeError):
        tally = Tally(violations=[f"the proof's process ended with {done.returncode}"])
    return Row(promise, database, asked.seed, time.monotonic() - began, tally)


def _tell(rows: Sequence[Row], given: argparse.Namespace) -> None:
    if given.json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2))
    elif given.markdown:
        print(table.as_markdown(rows))
    else:
        table.show(rows, Console())


if __name__ == "__main__":
    sys.exit(main())
