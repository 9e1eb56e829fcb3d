"""Ways to tamper with checkpoints: altered, signed with another key, or of another chain."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from outbound.audit.checkpoints import Checkpoint, Signer


def altered(lines: Sequence[str], chance: random.Random, _: Signer) -> tuple[list[str], str]:
    """Another number, hash or moment over the old signature."""
    place = chance.randrange(len(lines))
    told = json.loads(lines[place])
    name = chance.choice(("seq", "hash", "at"))
    if name == "seq":
        told["seq"] += chance.choice((-1, 1, 7))
    elif name == "hash":
        told["hash"] = _flipped(told["hash"], chance)
    else:
        at = datetime.fromisoformat(told["at"])
        told["at"] = at.replace(microsecond=(at.microsecond + 1) % 1_000_000).isoformat()
    return _with(lines, place, told), f"{name} of checkpoint {place + 1} was changed"


def unsigned(lines: Sequence[str], chance: random.Random, _: Signer) -> tuple[list[str], str]:
    """Another signature."""
    place = chance.randrange(len(lines))
    told = json.loads(lines[place])
    told["signature"] = _flipped(told["signature"], chance)
    return _with(lines, place, told), f"the signature of checkpoint {place + 1} was changed"


def forged(lines: Sequence[str], chance: random.Random, _: Signer) -> tuple[list[str], str]:
    """Signed well, with a key that is not ours."""
    place = chance.randrange(len(lines))
    line = Signer(chance.randbytes(32)).line(_read(lines[place]))
    return [*lines[:place], line, *lines[place + 1 :]], f"checkpoint {place + 1} was signed anew"


def posing(lines: Sequence[str], chance: random.Random, _: Signer) -> tuple[list[str], str]:
    """Signed with a key that is not ours, and said to be signed with ours."""
    place = chance.randrange(len(lines))
    ours = json.loads(lines[place])["key"]
    told = json.loads(Signer(chance.randbytes(32)).line(_read(lines[place])))
    return _with(lines, place, told | {"key": ours}), f"checkpoint {place + 1} was forged"


def swapped(lines: Sequence[str], chance: random.Random, ours: Signer) -> tuple[list[str], str]:
    """In its place one of another store, which we signed as well."""
    place = chance.randrange(len(lines))
    of_another = replace(_read(lines[place]), hash=sha256(chance.randbytes(8)).hexdigest())
    line = ours.line(of_another)
    return [*lines[:place], line, *lines[place + 1 :]], f"checkpoint {place + 1} is another store's"


Act = Callable[[Sequence[str], random.Random, Signer], tuple[list[str], str]]

ACTS: Final[tuple[Act, ...]] = (altered, unsigned, forged, posing, swapped)


def _read(line: str) -> Checkpoint:
    told = json.loads(line)
    return Checkpoint(told["seq"], told["hash"], datetime.fromisoformat(told["at"]))


def _flipped(digits: str, chance: random.Random) -> str:
    at = chance.randrange(len(digits))
    return digits[:at] + chance.choice([d for d in "0123456789abcdef" if d != digits[at]]) + digits[at + 1 :]  # fmt: skip


def _with(lines: Sequence[str], place: int, told: dict[str, Any]) -> list[str]:
    return [*lines[:place], json.dumps(told), *lines[place + 1 :]]
