"""Compares the store with its chain: every row that lasts is in a link, and every link's rows are there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from outbound.audit.chain import Link, stamped_by
from outbound.audit.entries import (
    ALSO,
    BEGAN,
    ERASED,
    LASTING,
    SHAPES,
    USER,
    WAVE,
    Shape,
    about,
    concerned,
    digest,
    proof,
)
from outbound.audit.keys import Key
from outbound.audit.verification import Finding
from outbound.engine.audit.odd import NAMES, Odd, differing, odd_rows
from outbound.engine.chain.links import entries_of
from outbound.engine.chain.lists import stored_list_digest
from outbound.engine.chain.rows import image, stored


@dataclass
class Comparison:
    """What a chain told, to be held against the rows."""

    keys: tuple[Key, ...]
    entries: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    _told: dict[str, dict[bytes, list[int]]] = field(default_factory=dict)
    _users: dict[str, Odd] = field(default_factory=dict)
    _lists: dict[str, tuple[int, str]] = field(default_factory=dict)
    _erased: dict[str, int] = field(default_factory=dict)
    _before: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    _first_key: str = ""

    def told(self, here: Link) -> None:
        """Note what the next link tells."""
        for made in here.entries:
            kind = str(made.get("kind"))
            shape = SHAPES.get(kind)
            if kind == BEGAN and here.seq == 1:
                self._before, self._first_key = _began(made), stamped_by(here)
            if shape is None:
                continue
            self.entries += 1
            if shape.lasting:
                self._told.setdefault(kind, {}).setdefault(proof(made), []).append(here.seq)
            self._note(shape, here.seq, made)

    def findings(self, connection: Connection) -> Iterator[Finding]:
        """What the rows do not say as the chain does; without a key nobody can tell."""
        if not self.keys:
            return
        for shape in LASTING:
            yield from self._lasting(connection, shape)
        yield from self._people(connection)
        for wave, (seq, told) in self._lists.items():
            now = [
                about(key, list=stored_list_digest(connection, wave))["list"] for key in self.keys
            ]
            if told not in now:
                yield Finding("list-changed", seq, f"The list of {wave} is not the one that link {seq} tells of: somebody was put on it, taken off or moved.")  # fmt: skip

    def _note(self, shape: Shape, seq: int, made: Mapping[str, Any]) -> None:
        if shape is USER:
            self._users[str(made.get("id"))] = Odd(seq, made)
        elif shape is WAVE and isinstance(made.get(ALSO), Mapping):
            self._lists[str(made.get("id"))] = (seq, str(made[ALSO].get("list")))
        elif shape is ERASED:
            self._erased |= dict.fromkeys(concerned(made), seq)
            waves = made.get("waves")
            for wave in waves if isinstance(waves, list) else ():
                self._lists.pop(str(wave), None)

    def _lasting(self, connection: Connection, shape: Shape) -> Iterator[Finding]:
        told = self._told.get(shape.kind, {})
        loose: list[Odd] = []
        count = 0
        for row_id, values in stored(connection, shape):
            count += 1
            if not self._find(told, shape, values):
                loose.append(Odd(row_id, image(self._oldest, shape, values)))
        self.rows[shape.kind] = count
        missing = [
            odd for made, seqs in told.items() for odd in self._missing(connection, made, seqs)
        ]
        before, proven = self._before.get(shape.kind, (0, ""))
        if before and self._digest(loose) == proven:
            loose = []
        elif before:
            yield Finding("before-changed", 1, f"Before the audit began there were {before} rows among {NAMES[shape.kind]}; {len(loose)} stand in no link now: rows were changed, taken out or put in.")  # fmt: skip
            loose = []
        yield from odd_rows(shape.kind, missing, loose)

    def _find(self, told: dict[bytes, list[int]], shape: Shape, values: Mapping[str, Any] | None) -> bool:  # fmt: skip
        """Whether a link tells of the row; each entry stands for one."""
        for key in self.keys:
            made = proof(image(key, shape, values))
            seqs = told.get(made)
            if seqs:
                seqs.pop()
                if not seqs:
                    del told[made]
                return True
        return False

    def _missing(self, connection: Connection, made: bytes, seqs: list[int]) -> Iterator[Odd]:
        """Entries that no row fits, but for those of people who were erased later."""
        for seq in seqs:
            entry = next((e for e in entries_of(connection, seq) if proof(e) == made), {})
            if not any(self._erased.get(one, 0) > seq for one in concerned(entry)):
                yield Odd(seq, entry)

    def _digest(self, loose: list[Odd]) -> str:
        return digest(self._oldest, (proof(odd.made) for odd in loose))

    @property
    def _oldest(self) -> Key:
        """The key that the chain began with, as far as it is known."""
        return next((key for key in self.keys if key.id == self._first_key), self.keys[-1])

    def _people(self, connection: Connection) -> Iterator[Finding]:
        """The users, each as last added: nobody's role or password was changed past the audit."""
        known = dict(self._users)
        for account, values in stored(connection, USER):
            mine = [image(key, USER, values) for key in self.keys]
            last = next(
                (odd for made in mine if (odd := known.pop(str(made.get("id")), None))), None
            )
            if last is None:
                yield Finding("user-inserted", None, f"User {account} stands in no link: somebody put them in.")  # fmt: skip
            elif proof(last.made) not in {proof(made) for made in mine}:
                fields = differing(last.made, mine[0])
                yield Finding("user-changed", last.where, f"User {account} is not what link {last.where} tells: {fields} differs.")  # fmt: skip
        for odd in known.values():
            yield Finding("user-removed", odd.where, f"A user with the role {odd.made.get('role')}, whom link {odd.where} tells of, is gone.")  # fmt: skip


def _began(made: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    """How many rows of each kind there were before the chain, and their digest; what is not so is left out."""
    rows, digests = made.get("rows"), made.get("digests")
    if not (isinstance(rows, dict) and isinstance(digests, dict)):
        return {}
    return {kind: (count, str(digests.get(kind))) for kind, count in rows.items() if isinstance(count, int)}  # fmt: skip
