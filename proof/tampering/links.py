"""Ways to tamper with a chain as it lies in the store: each takes its rows and gives back others."""

import json
import random
import string
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any, Final

from outbound.audit.chain import BEGINNING, append, link
from outbound.audit.keys import Key
from outbound.engine.chain.rows import moment, strict_json

_BYTES: Final = string.ascii_letters + string.digits + ' "{}[]:,.-+'

CONFUSING: Final = (
    "null", "[]", "{}", "[1]", "[[]]", '""', '[{"kind": "decision", "contact_id": 1e999}]',
    f'[{{"kind": {"[" * 3_000}{"]" * 3_000}}}]', f'[{{"kind": "began", "rows": {"[" * 40}{"]" * 40}}}]',
    '[{"kind": {}}]', '[{"kind": "decision", "also": 5}]', '[{"kind": "stamp", "key": {}, "proof": []}]',
    '[{"kind": "began", "rows": {"decision": {}}, "digests": 5}]', '[{"kind": "user_", "id": {}}]',
    '[{"kind": "wave", "id": [], "also": {"list": {}}}]', '[{"kind": "erased", "waves": 5}]',
    '[{"kind": "erased", "waves": [{}], "also": {"number": {}}}]', '[{"kind": "suppression", "number": 7}]',
    '[{"kind": "export", "lines": "\\ud800"}]',
)  # fmt: skip
"""Documents that no writer of the audit makes."""


@dataclass(frozen=True)
class Raw:
    """A link's row, its columns as texts, however little sense they make."""

    seq: int
    at: str
    entries: str
    previous: str
    hash: str

    @property
    def columns(self) -> tuple[int, str, str, str, str]:
        """As the database gives it."""
        return self.seq, self.at, self.entries, self.previous, self.hash


@dataclass(frozen=True)
class Tampered:
    """The rows afterwards, and what was done to them, in words."""

    rows: list[Raw]
    words: str


@dataclass(frozen=True)
class Intruder:
    """Whoever tampers. `stolen` is the key that links are stamped with: only some have it."""

    chance: random.Random
    stolen: Key

    def edit(self, rows: Sequence[Raw]) -> Tampered:
        """Change one byte of one column of one link, so that it says something else."""
        place = self.chance.randrange(len(rows))
        name = self.chance.choice(("at", "entries", "entries", "previous", "hash"))
        before = rows[place]
        while True:
            text: str = getattr(before, name)
            at = self.chance.randrange(len(text))
            changed = text[:at] + self.chance.choice(_BYTES) + text[at + 1 :]
            if _meaning(name, changed) != _meaning(name, text):
                break
        words = f"byte {at} of {name} of link {before.seq}: {text[at]!r} became {changed[at]!r}"
        return Tampered(_put(rows, place, Raw(**{**vars(before), name: changed})), words)

    def renumber(self, rows: Sequence[Raw]) -> Tampered:
        """Give a link another number that is free."""
        place = self.chance.randrange(len(rows))
        seq = rows[-1].seq + self.chance.randint(1, 9) if self.chance.random() < 0.5 else -place
        if seq == rows[-1].seq + 1 and place == len(rows) - 1:
            seq += 1
        moved = _put(rows, place, replace(rows[place], seq=seq))
        return Tampered(_sorted(moved), f"link {rows[place].seq} became link {seq}")

    def delete(self, rows: Sequence[Raw]) -> Tampered:
        """Take out a link, or a few in a row, but not the end."""
        place = self.chance.randrange(len(rows) - 1)
        many = min(self.chance.choice((1, 1, 2, 5)), len(rows) - 1 - place)
        words = f"{many} links from {rows[place].seq} on were deleted"
        return Tampered([*rows[:place], *rows[place + many :]], words)

    def delete_and_close(self, rows: Sequence[Raw]) -> Tampered:
        """Take out a link, and number the later ones anew so that none is missing."""
        place = self.chance.randrange(len(rows) - 1)
        later = [replace(row, seq=row.seq - 1) for row in rows[place + 1 :]]
        return Tampered(
            [*rows[:place], *later], f"link {rows[place].seq} was deleted, the gap closed"
        )

    def insert(self, rows: Sequence[Raw]) -> Tampered:
        """Put in a link that was never written, at the end or in between, with a right hash."""
        place = self.chance.randint(0, len(rows))
        copied = self.chance.choice(rows)
        previous, seq = (rows[place - 1].hash, rows[place - 1].seq + 1) if place else (BEGINNING, 1)
        made = _hashed(Raw(seq, copied.at, self._claims(copied), previous, ""))
        later = [replace(row, seq=row.seq + 1) for row in rows[place:]]
        return Tampered([*rows[:place], made, *later], f"a link {seq} was put in")

    def reorder(self, rows: Sequence[Raw]) -> Tampered:
        """Exchange what stands in two links: all of it, or only what they tell."""
        one, other = sorted(self.chance.sample(range(len(rows)), 2))
        names = self.chance.choice((("at", "entries"), ("entries",), ("at", "entries", "previous", "hash")))  # fmt: skip
        first, second = rows[one], rows[other]
        swapped = list(rows)
        swapped[one] = replace(first, **{name: getattr(second, name) for name in names})
        swapped[other] = replace(second, **{name: getattr(first, name) for name in names})
        if swapped == list(rows):
            return self.reorder(rows)
        said = f"links {first.seq} and {second.seq} exchanged {', '.join(names)}"
        return Tampered(swapped, said)

    def truncate(self, rows: Sequence[Raw]) -> Tampered:
        """Cut off the end."""
        left = self.chance.randrange(len(rows))
        return Tampered(list(rows[:left]), f"everything after link {left} was cut off")

    def rewrite(self, rows: Sequence[Raw]) -> Tampered:
        """Change a link and hash everything anew from there, without the key that links are stamped with."""
        place = self.chance.randrange(len(rows))
        changed = replace(rows[place], entries=self._claims(rows[place]))
        redone = [*rows[:place], _hashed(changed)]
        for row in rows[place + 1 :]:
            redone.append(_hashed(replace(row, previous=redone[-1].hash)))
        return Tampered(redone, f"the chain was rewritten from link {rows[place].seq} on")

    def confuse(self, rows: Sequence[Raw]) -> Tampered:
        """Put in a link's place what no writer writes, to make whoever verifies stumble; its hash may fit."""
        place = self.chance.randrange(len(rows))
        text = self.chance.choice(CONFUSING)
        changed = replace(rows[place], entries=text)
        with suppress(ValueError, RecursionError):
            changed = self.chance.choice((changed, _hashed(changed)))
        said = f"link {changed.seq} now holds {text[:60]}"
        return Tampered(_put(rows, place, changed), said)

    def rewrite_with_key(self, rows: Sequence[Raw]) -> Tampered:
        """The same by somebody who has that key, too: nothing but a checkpoint tells."""
        place = self.chance.randrange(len(rows))
        previous = rows[place - 1].hash if place else BEGINNING
        redone = list(rows[:place])
        for row in rows[place:]:
            told = json.loads(row.entries)[:-1]
            if row is rows[place]:
                told = [*told, {"kind": "export", "by": "nobody"}]
            made, text = append(self.stolen, previous, row.seq, moment(row.at), told)
            previous = made.hash
            redone.append(
                replace(row, entries=text.decode(), previous=made.previous, hash=previous)
            )
        words = f"the chain was rewritten with its own key from link {rows[place].seq} on"
        return Tampered(redone, words)

    def _claims(self, row: Raw) -> str:
        """A link's entries with one more, less or different; its stamp stays, or goes."""
        told: list[dict[str, Any]] = json.loads(row.entries)
        *own, stamp = told
        match self.chance.randrange(4):
            case 0:
                own = [*own, {"kind": "decision", "result": "refused", "step": "decided"}]
            case 1:
                own = own[:-1]
            case 2:
                own = [{**entry, "result": "not what it was"} for entry in own]
            case _:
                return json.dumps([*own, {"kind": "export", "lines": self.chance.randrange(99)}])
        return json.dumps([*own, stamp])


Act = Callable[[Intruder, Sequence[Raw]], Tampered]

ACTS: Final[tuple[Act, ...]] = (
    Intruder.edit, Intruder.edit, Intruder.renumber, Intruder.delete, Intruder.delete_and_close,
    Intruder.insert, Intruder.confuse, Intruder.reorder, Intruder.truncate, Intruder.rewrite, Intruder.rewrite_with_key,
)  # fmt: skip


def _hashed(row: Raw) -> Raw:
    """The row with the hash that its content now has: anybody can work that out."""
    entries = json.loads(row.entries)
    return replace(row, hash=link(row.previous, row.seq, moment(row.at), entries))


def _put(rows: Sequence[Raw], place: int, row: Raw) -> list[Raw]:
    return [*rows[:place], row, *rows[place + 1 :]]


def _sorted(rows: Sequence[Raw]) -> list[Raw]:
    """As the database gives them: by number."""
    return sorted(rows, key=lambda row: row.seq)


def _meaning(name: str, text: str) -> Any:
    """What a column says: the same moment and the same document can be written in several ways."""
    with suppress(ValueError):
        if name == "at":
            return moment(text).astimezone(UTC)
        if name == "entries":
            return json.dumps(strict_json(text), sort_keys=True)
    return name, text
