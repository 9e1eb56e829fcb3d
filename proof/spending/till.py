"""The carrier in attacks: it takes most of what it is asked for, often without a reply, and writes down what for."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
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
from proof.spending.oracle import LONGEST, MINUTE, price_of_text

SILENT, LOST, REFUSED, AWAY = 0.10, 0.04, 0.05, 0.03
"""How often a create is taken without a reply, lost, refused for its number, or not taken for now."""

NO_SUCH_NUMBER: Final = 21211


@dataclass(frozen=True)
class Taken:
    """One create that the carrier took, and the most that it can cost."""

    attempt: str
    number: str
    highest: Decimal
    is_call: bool


@dataclass
class Till(Mute):
    """A `dialing.port.Carrier`; all engines of a process may share it."""

    chance: random.Random
    taken: list[Taken] = field(default_factory=list)

    def call(self, order: CallOrder) -> Reply:
        """A call may last as long as it is allowed to."""
        assert order.limit <= timedelta(minutes=LONGEST), "a call without end"
        return self._answer(Taken(attempt_of(order), order.to, MINUTE * LONGEST, is_call=True))

    def message(self, order: MessageOrder) -> Reply:
        """A message costs by its parts."""
        price = price_of_text(order.body)
        return self._answer(Taken(attempt_of(order), order.to, price, is_call=False))

    def _answer(self, one: Taken) -> Reply:
        drawn = self.chance.random()
        if drawn < SILENT:
            self.taken.append(one)
            return Uncertain("no reply in time")
        if drawn < SILENT + LOST:
            return Uncertain("no reply in time")
        if drawn < SILENT + LOST + REFUSED:
            return Declined(NO_SUCH_NUMBER, "The number is not in use")
        if drawn < SILENT + LOST + REFUSED + AWAY:
            return NotTaken(timedelta(0), "too many requests")
        self.taken.append(one)
        return Accepted(sid_of(one))


def sid_of(one: Taken) -> str:
    """The carrier's id of what it took."""
    return f"{'CA' if one.is_call else 'SM'}{one.attempt}"
