"""Checkpoints: a place of the chain and its hash, signed, to be kept where the store's owner cannot reach."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from outbound.audit.entries import canonical, moment_text

_PURPOSE: Final = b"outbound audit checkpoint 1\n"
"""Signed too, so that no other text signed with the key passes for a checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """Link `seq` had this hash at that moment."""

    seq: int
    hash: str
    at: datetime

    @property
    def text(self) -> bytes:
        """What is signed."""
        told = {"at": moment_text(self.at), "hash": self.hash, "seq": self.seq}
        return _PURPOSE + canonical(told)


@dataclass(frozen=True)
class Kept:
    """Checkpoints as a file holds them: those that are ours, lines of theirs that are not, and torn ones."""

    checkpoints: tuple[Checkpoint, ...] = ()
    foreign: tuple[tuple[int, str], ...] = ()
    unreadable: tuple[int, ...] = ()

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.checkpoints + other.checkpoints,
            self.foreign + other.foreign,
            self.unreadable + other.unreadable,
        )


class Signer:
    """Signs checkpoints; anybody can check them who knows its public key."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw().hex()

    def line(self, checkpoint: Checkpoint) -> str:
        """The checkpoint with its signature, as one line of JSON."""
        told = {
            "seq": checkpoint.seq, "hash": checkpoint.hash, "at": moment_text(checkpoint.at),
            "key": self.public, "signature": self._key.sign(checkpoint.text).hex(),
        }  # fmt: skip
        return json.dumps(told)


def read(text: str, known: Collection[str]) -> Kept:
    """The checkpoints of a file, one a line. Those that no known key signed are not ours."""
    found: list[Checkpoint] = []
    foreign: list[tuple[int, str]] = []
    unreadable: list[int] = []
    for number, told in _lines(text):
        checkpoint = _checkpoint(told)
        if checkpoint is None:
            unreadable.append(number)
        elif told["key"] not in known:
            foreign.append((number, "is signed with a key that is not ours"))
        elif not _signed(checkpoint, told):
            foreign.append((number, "is not what was signed"))
        else:
            found.append(checkpoint)
    return Kept(tuple(found), tuple(foreign), tuple(unreadable))


def latest(text: str) -> Checkpoint | None:
    """The last checkpoint that a text holds, whoever signed it."""
    found = [one for _, told in _lines(text) if (one := _checkpoint(told)) is not None]
    return found[-1] if found else None


def _lines(text: str) -> Iterable[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError:
            yield number, None


def _checkpoint(told: Any) -> Checkpoint | None:
    try:
        at = datetime.fromisoformat(told["at"])
        whole = isinstance(told["key"], str) and isinstance(told["signature"], str)
        return Checkpoint(int(told["seq"]), str(told["hash"]), at) if whole and at.tzinfo else None
    except (KeyError, TypeError, ValueError):
        return None


def _signed(checkpoint: Checkpoint, told: Any) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
        key.verify(bytes.fromhex(told["signature"]), checkpoint.text)
    except (InvalidSignature, ValueError):
        return False
    return True
