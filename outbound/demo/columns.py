"""The demo base's further columns, made from what a person has already; each noun has its own chance.

A noun's chance is its own, so that a new column of one leaves those of all others as they were.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from outbound.demo.bills import bill
from outbound.demo.circumstances import complaint, escalation, home, leaving, staying
from outbound.demo.services import bought, offer, order, tariff, trial

Row = dict[str, object]
Maker = Callable[[random.Random, date, Mapping[str, object]], Row]

MAKERS: Final[Mapping[str, Maker]] = {
    "bill": bill,
    "tariff": tariff,
    "offer": offer,
    "trial": trial,
    "order": order,
    "bought": bought,
    "home": home,
    "complaint": complaint,
    "escalation": escalation,
    "staying": staying,
    "leaving": leaving,
}
"""Who makes which columns, in the order in which they stand; a later one may read an earlier one's."""


@dataclass(frozen=True)
class Columns:
    """The makers with their chances, and the day that dates lie around."""

    today: date
    chances: Mapping[str, random.Random]

    @classmethod
    def seeded(cls, seed: int, today: date) -> "Columns":
        """The same columns from the same seed."""
        return cls(today, {noun: random.Random(f"{seed}:{noun}") for noun in MAKERS})

    def added(self, person: Row) -> Row:
        """The person with all further columns; what does not concern them is empty."""
        whole = dict(person)
        for noun, make in MAKERS.items():
            whole |= make(self.chances[noun], self.today, whole)
        return whole
