"""Verification: whether a chain is what was written, and if not, which of its links was touched, and how."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from outbound.audit.chain import BEGINNING, Link, is_genuine, link_written, stamped_by
from outbound.audit.checkpoints import Checkpoint
from outbound.audit.entries import canonical
from outbound.audit.keys import Key

COMPARED: Final = 50
"""How many broken links are tried at each other's places, to tell those that were only moved."""


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written: its kind, the link where it shows, and the words."""

    code: str
    seq: int | None
    message: str


@dataclass
class Walk:
    """A walk along a chain, link by link; `findings` when it is over."""

    checkpoints: Mapping[int, Sequence[Checkpoint]]
    keys: Mapping[str, Key]
    seq: int = 0
    hash: str = BEGINNING
    whole: bool = True
    findings: list[Finding] = field(default_factory=list)
    broken: list[Link] = field(default_factory=list)
    unknown: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def step(self, here: Link) -> None:
        """Look at the next link."""
        gap = here.seq != self.seq + 1
        if gap:
            self._gap(here.seq)
        follows = here.previous == self.hash or gap or not self.whole  # what is told already
        self.whole = _hash(here, _written(here), here.previous, here.seq) == here.hash
        if not self.whole:
            self.broken.append(here)
        else:
            self._prove(here)
            if not follows:
                self._find("unlinked", here.seq, f"Link {here.seq} does not follow link {self.seq}: one of the two is not what was written there.")  # fmt: skip
        for signed in self.checkpoints.get(here.seq, ()):
            if signed.hash != here.hash:
                self._find("rewritten", here.seq, f"Link {here.seq} is not the one that was signed at {signed.at:%Y-%m-%d %H:%M:%S} UTC: the chain was rewritten.")  # fmt: skip
        self.seq, self.hash = here.seq, here.hash

    def end(self) -> list[Finding]:
        """All that was found, once the last link was looked at; in the chain's order."""
        self._moved()
        for key, (first, last, count) in self.unknown.items():
            where = (
                f"Link {first} was" if count == 1 else f"{count} links from {first} to {last} were"
            )
            how = f"with key {key}, which is not known here" if key else "without any key"
            self._find("unknown-key", first, f"{where} written {how}: nobody can tell by whom.")
        latest = max(self.checkpoints, default=0)
        if latest > self.seq:
            signed = self.checkpoints[latest][-1]
            self._find("truncated", self.seq + 1, f"The chain ends at link {self.seq}, but link {latest} was signed at {signed.at:%Y-%m-%d %H:%M:%S} UTC: the end was cut off.")  # fmt: skip
        return sorted(self.findings, key=lambda finding: finding.seq or 0)

    def _gap(self, seq: int) -> None:
        if seq <= self.seq:
            self._find("inserted", seq, f"Link {seq} stands where none can: it was put in.")
        elif seq == self.seq + 2:
            self._find(
                "removed", self.seq + 1, f"Link {self.seq + 1} is missing: it was taken out."
            )
        else:
            self._find("removed", self.seq + 1, f"Links {self.seq + 1} to {seq - 1} are missing: they were taken out.")  # fmt: skip

    def _prove(self, here: Link) -> None:
        if not self.keys:
            return
        key = self.keys.get(stamped_by(here))
        if key is None:
            first, _, count = self.unknown.get(stamped_by(here), (here.seq, 0, 0))
            self.unknown[stamped_by(here)] = (first, here.seq, count + 1)
        elif not is_genuine(here, key):
            self._find("forged", here.seq, f"Link {here.seq} was not written by the engine: its stamp does not fit.")  # fmt: skip

    def _moved(self) -> None:
        """Tell links that hold what belongs to another place from those whose content was changed."""
        near = self.broken[:COMPARED]
        for here in self.broken:
            told = _written(here)  # once: writing takes longer than hashing
            places = (there.seq for there in near if there.seq != here.seq and _belongs(here, told, there))  # fmt: skip
            home = next(places, None)
            if home is None:
                self._find("changed", here.seq, f"Link {here.seq} was changed: its hash is not that of its content.")  # fmt: skip
            else:
                self._find("reordered", here.seq, f"Link {here.seq} holds what was written as link {home}: they were exchanged.")  # fmt: skip

    def _find(self, code: str, seq: int, message: str) -> None:
        self.findings.append(Finding(code, seq, message))


def verify(links: Iterable[Link], checkpoints: Iterable[Checkpoint] = (), keys: Iterable[Key] = ()) -> list[Finding]:  # fmt: skip
    """What is wrong with a chain, given in order: nothing, or each link that was touched.

    Against checkpoints it also finds a chain that was cut off or rewritten whole; with its keys, a
    link that somebody else appended.
    """
    walk = begin(checkpoints, keys)
    for here in links:
        walk.step(here)
    return walk.end()


def begin(checkpoints: Iterable[Checkpoint], keys: Iterable[Key]) -> Walk:
    """A walk that has not begun."""
    signed: dict[int, list[Checkpoint]] = {}
    for checkpoint in checkpoints:
        signed.setdefault(checkpoint.seq, []).append(checkpoint)
    return Walk(signed, {key.id: key for key in keys})


def _belongs(here: Link, told: bytes, there: Link) -> bool:
    """Whether the content of one is what the other place's hash, or its own, was made of."""
    moved_whole = _hash(here, told, here.previous, there.seq) == here.hash
    return moved_whole or _hash(here, told, there.previous, there.seq) == there.hash


def _written(here: Link) -> bytes:
    """A link's entries as they are hashed; nothing where no writer could have written them."""
    try:
        return canonical(here.entries)
    except ValueError:
        return b""


def _hash(here: Link, told: bytes, previous: str, seq: int) -> str:
    """The hash that a link's content would have at a place; none where that place cannot be."""
    try:
        return link_written(previous, seq, here.at, told)
    except ValueError:
        return ""
