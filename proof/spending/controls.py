"""Builds without what keeps spending under its limits, as controls: a proof that does not notice them proves nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from types import ModuleType
from typing import Any, Final

from outbound.engine.attempts import money
from outbound.policy import gate, reach

Change = tuple[ModuleType, str, Any]
"""A module, a name in it, and what stands there instead."""

CONTROLS: Final[Mapping[str, Sequence[Change]]] = {
    "without asking for money": (
        (gate, "CHECKS", tuple(one for one in gate.CHECKS if one is not gate.money_is_left)),
        (money, "short_of", lambda *_: None),
    ),
    "with all that is over for nothing": ((money, "came_to", lambda *_: Decimal(0)),),
    "with all numbers allowed": ((reach, "unreachable", lambda *_: ""),),
}


@contextmanager
def build(name: str) -> Iterator[None]:
    """Make this process that build for a while."""
    before = [(module, what, getattr(module, what)) for module, what, _ in CONTROLS[name]]
    for module, what, instead in CONTROLS[name]:
        setattr(module, what, instead)
    try:
        yield
    finally:
        for module, what, old in before:
            setattr(module, what, old)
