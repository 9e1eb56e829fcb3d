"""Every promise that is tried, in order: one line each."""

from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol

from proof.ground import Ground
from proof.promise import Promise, Tally

MODULES: Final[tuple[str, ...]] = (
    "proof.kills",
    "proof.uncertain",
    "proof.answers",
    "proof.races",
    "proof.opt_outs",
    "proof.hours",
    "proof.caps",
    "proof.database",
    "proof.leader",
    "proof.webhooks",
    "proof.audit",
    "proof.spend",
)
"""Modules with a `PROMISE` and a `run(ground, trials, seed)`, by the promise's number."""


class Proven(Protocol):
    """What such a module has."""

    PROMISE: Promise

    def run(self, ground: Ground, trials: int, seed: int) -> Tally:
        """Try the promise so often."""
        ...


def load(module: str) -> Proven:
    """A promise's module."""
    found: Proven = import_module(module)
    return found


def by_id(modules: Sequence[str] = MODULES) -> dict[str, str]:
    """Each promise's module by its id."""
    return {load(module).PROMISE.id: module for module in modules}
