"""The carrier in rounds of caps: it takes most of what it is asked for, some of it without a reply."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from outbound.dialing.port import (
    Accepted,
    CallOrder,
    Declined,
    MessageOrder,
    NotTaken,
    Reply,
    Uncertain,
)
from proof.forked.mute import Mute, attempt_of

LOST, REFUSED, AWAY = 0.03, 0.02, 0.005
"""How often a create stays without a reply, is refused for its number, or is not taken for now."""

NO_SUCH_NUMBER: Final = 21211


@dataclass(frozen=True)
class Taken:
    """One create that the carrier took, and when."""

    attempt: str
    number: str
    at: datetime


@dataclass
class Exchange(Mute):
    """A `dialing.port.Carrier` of one process: some of its replies are lost."""

    chance: random.Random
    now: Callable[[], datetime]
    taken: list[Taken] = field(default_factory=list)

    def call(self, order: CallOrder) -> Reply:
        """Mostly take a call."""
        return self._answer(order, "CA")

    def message(self, order: MessageOrder) -> Reply:
        """The same of a message."""
        return self._answer(order, "SM")

    def _answer(self, order: CallOrder | MessageOrder, kind: str) -> Reply:
        attempt, drawn = attempt_of(order), self.chance.random()
        if drawn < LOST:
            if is_out(attempt):
                self._take(attempt, order.to)
            return Uncertain("no reply in time")
        if drawn < LOST + REFUSED:
            return Declined(NO_SUCH_NUMBER, "The number is not in use")
        if drawn < LOST + REFUSED + AWAY:
            return NotTaken(timedelta(seconds=3), "too many requests")
        self._take(attempt, order.to)
        return Accepted(sid_of(attempt, kind))

    def _take(self, attempt: str, number: str) -> None:
        self.taken.append(Taken(attempt, number, self.now()))


def sid_of(attempt: str, kind: str) -> str:
    """The carrier's id of an attempt, so that every process knows it."""
    return f"{kind}{attempt}"


def is_out(attempt: str) -> bool:
    """Whether a create whose reply was lost was taken all the same: most were."""
    return int(attempt[-1], 16) < 11
