"""The chain: every link holds the hash of the one before it, so that none can be changed, moved or taken out alone."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from outbound.audit.entries import STAMP, canonical, moment_text
from outbound.audit.keys import Key

BEGINNING: Final = "0" * 64
"""What stands before the first link."""


@dataclass(frozen=True)
class Link:
    """What one transaction decided, at a place in the chain; `hash` covers all of it and `previous`."""

    seq: int
    at: datetime
    entries: Sequence[Mapping[str, Any]]
    previous: str
    hash: str


def link(previous: str, seq: int, at: datetime, entries: Sequence[Mapping[str, Any]]) -> str:
    """The hash of a link: SHA-256 over the hash before it and its own row, written canonically."""
    return link_written(previous, seq, at, canonical(entries))


def link_written(previous: str, seq: int, at: datetime, entries: bytes) -> str:
    """The same, of entries that are written already."""
    return hashlib.sha256(bytes.fromhex(previous) + _row(seq, at, entries)).hexdigest()


def append(
    key: Key, previous: str, seq: int, at: datetime, entries: Sequence[Mapping[str, Any]]
) -> tuple[Link, bytes]:
    """The next link of a chain and its entries as written, stamped: whoever lacks the key cannot make one."""
    told = canonical(entries)
    stamp = _stamp(key, previous, seq, at, told)
    whole = told[:-1] + (b"," if entries else b"") + canonical(stamp) + b"]"
    return Link(seq, at, [*entries, stamp], previous, link_written(previous, seq, at, whole)), whole


def stamped_by(found: Link) -> str:
    """The id of the key that a link says it was written with; empty where it says none."""
    last = found.entries[-1] if found.entries else {}
    return str(last.get("key", "")) if last.get("kind") == STAMP else ""


def is_genuine(found: Link, key: Key) -> bool:
    """Whether the owner of the key wrote the link, at this place, with this content."""
    *entries, last = found.entries
    return dict(last) == _stamp(key, found.previous, found.seq, found.at, canonical(entries))


def _stamp(key: Key, previous: str, seq: int, at: datetime, entries: bytes) -> dict[str, str]:
    proof = key.over(previous.encode() + _row(seq, at, entries))
    return {"kind": STAMP, "key": key.id, "proof": proof}


def _row(seq: int, at: datetime, entries: bytes) -> bytes:
    """A row as canonical JSON, around entries that are written already."""
    return b'{"at":%s,"entries":%s,"seq":%s}' % (canonical(moment_text(at)), entries, canonical(seq))  # fmt: skip
