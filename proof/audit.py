"""Promise 16: the store's owner edits, deletes, inserts, reorders, cuts off, rolls back and rewrites, and the audit shows it."""

import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DataError

from outbound.audit.chain import append
from outbound.audit.checkpoints import Signer, read
from outbound.audit.verification import Finding, begin
from outbound.engine.audit.checkpoints import signers
from outbound.engine.audit.verifying import verify
from outbound.engine.chain.rows import moment
from proof.ground import Ground
from proof.promise import Promise, Tally, Tier
from proof.tampering import checkpoints, links
from proof.tampering.day import Day, live_a_day
from proof.tampering.links import Intruder, Raw
from proof.tampering.reading import Trespass, in_memory, raw_links, write_links
from proof.tampering.rows import Owner

PROMISE: Final = Promise(
    16, "audit", "the audit shows any change, against checkpoints that are kept elsewhere",
    {Tier.COMMIT: 1_000, Tier.NIGHT: 50_000, Tier.RELEASE: 1_000_000}, unit="tamperings", durable=False,
)  # fmt: skip

IN_STORE: Final = 0.1
"""How many of the tamperings with the chain are made in the database itself; in memory they are as good."""


@dataclass
class Hunt:
    """The untouched store, and how often each way to touch it was found."""

    day: Day
    place: Path
    chance: random.Random
    rows: list[Raw] = field(init=False)
    lines: list[str] = field(init=False)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Read what is there."""
        self.rows = raw_links(self.day.engine.store)
        self.lines = self.day.kept.read_text(encoding="utf-8").splitlines()
        self.intruder = Intruder(self.chance, self.day.engine.chain.keys[0])

    @property
    def signer(self) -> Signer:
        """Who signs our checkpoints."""
        return signers(self.day.engine)[0]

    def one(self) -> tuple[str, Sequence[Finding]]:
        """Tamper once; what was done, and what the verification says."""
        kind = self.chance.choices(("chain", "rows", "checkpoints", "back"), (70, 20, 5, 5))[0]
        match kind:
            case "chain":
                return self._chain()
            case "rows":
                return self._rows()
            case "checkpoints":
                return self._checkpoints()
            case _:
                return self._back()

    def _chain(self) -> tuple[str, Sequence[Finding]]:
        act = self.chance.choice(links.ACTS)
        made = act(self.intruder, self.rows)
        if self.chance.random() < IN_STORE:
            with suppress(DataError), Trespass(self.day.engine) as there:
                write_links(there.session, self.rows, made.rows)
                if raw_links(there.engine.store) != self.rows:  # it may read "}1:30" as "01:30"
                    self.done["links in the database"] += 1
                    return made.words, verify(there.engine, self.day.kept).findings
        self.done["links in memory"] += 1
        return made.words, self.walked(made.rows)

    def walked(self, rows: Sequence[Raw]) -> Sequence[Finding]:
        """What the verification says of links that no database holds, against the checkpoints alone."""
        signed = read("\n".join(self.lines), [self.signer.public])
        walk = begin(signed.checkpoints, self.day.engine.chain.keys)
        for here in in_memory(rows):
            walk.step(here)
        return walk.end()

    def _rows(self) -> tuple[str, Sequence[Finding]]:
        self.done["rows"] += 1
        with Trespass(self.day.engine) as there:
            words = Owner(there.session, self.chance).tamper()
            return words, verify(there.engine, self.day.kept).findings

    def _checkpoints(self) -> tuple[str, Sequence[Finding]]:
        self.done["checkpoints"] += 1
        act = self.chance.choice(checkpoints.ACTS)
        lines, words = act(self.lines, self.chance, self.signer)
        self.place.write_text("\n".join(lines), encoding="utf-8")
        return words, verify(self.day.engine, self.place).findings

    def _back(self) -> tuple[str, Sequence[Finding]]:
        """The whole store as it was hours ago; now and then it has gone on from there."""
        self.done["whole stores rolled back"] += 1
        hour = self.chance.randrange(len(self.day.hours) - 1)
        with Trespass(self.day.hours[hour]) as there:
            words = f"the store was rolled back to hour {hour + 1}"
            if self.chance.random() < 0.5:
                words += ", and went on from there"
                write_links(there.session, [], self._gone_on(raw_links(there.engine.store)))
            return words, verify(there.engine, self.day.kept).findings

    def _gone_on(self, before: list[Raw]) -> list[Raw]:
        """New links, rightly stamped, to beyond where the last checkpoint stands."""
        made, last, at = [], before[-1], self.rows[-1].at
        for seq in range(last.seq + 1, self.rows[-1].seq + 3):
            told = [{"kind": "export", "lines": seq}]
            one, text = append(self.intruder.stolen, last.hash, seq, moment(at), told)
            last = Raw(seq, at, text.decode(), one.previous, one.hash)
            made.append(last)
        return made


def run(ground: Ground, trials: int, seed: int) -> Tally:
    """One store is tampered with again and again, each time from how it was written."""
    tally, day = Tally(), live_a_day(ground)
    hunt = Hunt(day, ground.folder / "swapped.jsonl", random.Random(seed))
    _controls(hunt, tally)
    while tally.trials < trials and not tally.violations:
        tally.trials += 1
        words, found = hunt.one()
        if not found:
            tally.broken(tally.trials, f"nobody saw that {words}")
    _controls(hunt, tally)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(hunt.done.items()))
    tally.notes.append(f"{len(hunt.rows)} links, {len(hunt.lines)} checkpoints; {kinds}")
    day.close()
    return tally


def _controls(hunt: Hunt, tally: Tally) -> None:
    """Untouched nothing is found; and without checkpoints kept elsewhere a rolled-back store looks sound."""
    clean = [*verify(hunt.day.engine, hunt.day.kept).findings, *hunt.walked(hunt.rows)]
    if clean:
        tally.violations.append(f"the untouched store is said to be touched: {clean[0].message}")
    rolled_back = verify(hunt.day.hours[0])
    if not rolled_back.sound:
        tally.violations.append(
            f"the copy of the first hour is not sound in itself, so that rolling back to it proves"
            f" nothing: {rolled_back.findings[0].message}"
        )
    elif not tally.notes:
        tally.notes.append(
            "with the checkpoints taken away a store rolled back to an earlier hour verifies as sound:"
            " that is why they are kept elsewhere"
        )
