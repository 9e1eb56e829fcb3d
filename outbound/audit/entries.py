"""What the audit keeps of a decision: its bare facts as they are, and all that is a person's as keyed hashes."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from outbound.audit.keys import Key

ALSO: Final = "also"
"""Where an entry names whom it is about, when the row itself does not."""

STAMP: Final = "stamp"
"""The last entry of a link: which key wrote it, and the proof."""

BEGAN: Final = "began"
"""The first entry of a chain: how many rows there were before it, and their digest."""


@dataclass(frozen=True)
class Shape:
    """How the rows of one kind look in the audit.

    `plain` columns are kept as they are; `hidden` ones as keyed hashes, each of a kind of value, so
    that a number has the same hash wherever it stands. `lasting` rows are never changed or removed.
    """

    kind: str
    plain: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    lasting: bool = True


DECISION: Final = Shape(
    "decision",
    ("campaign_id", "wave_id", "contact_id", "step", "result"),
    ("at", "until"),
    {"subscriber_id": "subscriber", "reason": "text"},
)
SUPPRESSION: Final = Shape(
    "suppression",
    ("event", "scope", "source"),
    ("expires_at", "occurred_at", "recorded_at"),
    {"number": "number", "subscriber_id": "subscriber", "reason": "text", "evidence": "text", "by": "text"},
)  # fmt: skip
STEP: Final = Shape(
    "campaign_event",
    ("campaign_id", "step", "before", "after", "content_hash"),
    ("at",),
    {"by": "text", "reason": "text"},
)
ANSWER: Final = Shape(
    "answer",
    ("contact_id", "campaign_id", "question", "revision", "mode", "attempt_id"),
    ("at",),
    {"value": "value", "number": "figure", "raw": "text"},
)
GRANT: Final = Shape(
    "grant_", ("contact_id", "campaign_id", "offer", "value"), ("at",), {"by": "text"}
)
WAVE: Final = Shape(
    "wave",
    ("id", "campaign_id", "snapshot", "base", "listed", "held_out"),
    ("moment", "built_at"),
    {"waterfall": "value", "by_segment": "value", "cells": "value"},
)
USER: Final = Shape(
    "user_",
    ("role", "department", "languages"),
    ("created_at",),
    {"id": "text", "name": "text", "station": "number", "password_hash": "text"},
    lasting=False,
)
EXPORT: Final = Shape("export", ("lines",), (), {"number": "number", "by": "text", "reason": "text"}, lasting=False)  # fmt: skip
ERASED: Final = Shape("erased", ("waves",), (), {"number": "number", "subscriber_id": "subscriber"}, lasting=False)  # fmt: skip

SHAPES: Final[Mapping[str, Shape]] = {
    shape.kind: shape
    for shape in (DECISION, SUPPRESSION, STEP, ANSWER, GRANT, WAVE, USER, EXPORT, ERASED)
}
"""Every kind of entry; that of a row is called like its table."""

LASTING: Final = tuple(shape for shape in SHAPES.values() if shape.lasting)


def canonical(value: object) -> bytes:
    """The one way to write a value down: JSON with sorted keys, in ASCII, without spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def entry(
    key: Key, shape: Shape, values: Mapping[str, Any], also: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the audit keeps of a row; the same row gives the same entry, before it is stored and after.

    What is empty is left out. `also` are hashes of whom it concerns, which the row does not name.
    """
    made: dict[str, Any] = {"kind": shape.kind}
    for name in shape.plain:
        value = values.get(name)
        if value is not None and value != "":
            made[name] = value if type(value) in _AS_IT_IS else _plain(value)
    for name in shape.moments:
        value = values.get(name)
        if value is not None:
            made[name] = moment_text(value)
    for name, kind in shape.hidden.items():
        value = values.get(name)
        if value is not None and value != "":
            made[name] = key.hide(kind, value if kind not in _WRITTEN else _WRITTEN[kind](value))
    if also:
        made[ALSO] = also
    return made


def proof(made: Mapping[str, Any]) -> bytes:
    """A digest of what an entry says of its row; equal rows have equal digests."""
    own = {name: value for name, value in made.items() if name != ALSO}
    return hashlib.sha256(canonical(own)).digest()[:16]


def digest(key: Key, proofs: Iterable[bytes]) -> str:
    """One keyed hash over many rows, in whatever order they come."""
    return key.over(b"".join(sorted(proofs)))


def about(key: Key, **named: str) -> dict[str, str]:
    """Whom an entry is about: the hashes of a `number` and a `subscriber_id`, or a `list` as a whole."""
    kinds = {"subscriber_id": "subscriber"}
    return {name: key.hide(kinds.get(name, name), value) for name, value in named.items() if value}


def concerned(made: Mapping[str, Any]) -> set[str]:
    """The hashes of the number and of the subscriber whom an entry is about, as far as it names them."""
    also = made.get(ALSO)
    sources = (made, also) if isinstance(also, Mapping) else (made,)
    named = [source.get(name) for source in sources for name in ("number", "subscriber_id")]
    return {one for one in named if one and isinstance(one, str)}


def moment_text(moment: datetime) -> str:
    """A moment in UTC, as ISO 8601."""
    return _text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=64)
def _text(moment: datetime) -> str:
    """One transaction's entries share their moment. Only of UTC, where equal moments read the same."""
    return moment.isoformat()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _document(value: Any) -> str:
    return canonical(value).decode("ascii")


def _figure(value: Any) -> str:
    return repr(float(value))


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {"value": _document, "figure": _figure}
"""Kinds of values that are no texts, and how they are written before they are hidden."""

_AS_IT_IS: Final = (str, int)
