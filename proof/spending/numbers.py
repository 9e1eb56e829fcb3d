"""Numbers that an attack puts on a list: what each belongs to was looked up by hand."""

import random
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "+86170"
"""What the centre file refuses."""


@dataclass(frozen=True)
class Line:
    """One number, and why it is barred; empty where it is not."""

    number: str
    country: str
    barred: str = ""


BARRED: Final = tuple(
    Line(number, "", why)
    for number, why in (
        ("+33892123456", "premium rate, France"),
        ("+33899123456", "premium rate, France"),
        ("+33810123456", "shared cost, France"),
        ("+864008123456", "shared cost, China"),
        ("+447024123456", "personal, Britain"),
        ("+3531520123456", "premium rate, Ireland"),
        ("+85290011111111", "premium rate, Hong Kong"),
        ("+19005551234", "premium rate, United States"),
        ("+12125551234", "United States, not contacted"),
        ("+5355123456", "Cuba, not contacted"),
        ("+25299123456", "Somalia, not contacted"),
        ("+37281234567", "Estonia, not contacted"),
        ("+881612345678", "a satellite's"),
        ("+882161234567", "an international network's"),
        ("+8612345678901", "unassigned, China"),
        ("+8616812345678", "unassigned, China"),
        ("+4490912345678", "unassigned, Britain"),
        ("+8617012345678", "of a refused prefix"),
    )
)

BY_NUMBER: Final = {line.number: line for line in BARRED}


def line_of(number: str) -> Line:
    """What a number is, as far as the attack knows."""
    return BY_NUMBER.get(number) or Line(number, "FR" if number.startswith("+33") else "CN")


def a_person(place: int, chance: random.Random, *, abroad: bool) -> list[str]:
    """The numbers of one person on the list: their own, a fraud's, or their own before a fraud's."""
    own = f"+33612{place % 10**6:06}" if abroad else f"+86138{place % 10**8:08}"
    fraud, drawn = chance.choice(BARRED).number, chance.random()
    if drawn < 0.25:
        return [fraud]
    return [own, fraud] if drawn < 0.5 else [own]
