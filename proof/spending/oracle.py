"""Spending by the book: what the carrier took, at the most that it may cost until we are told better, in each window."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

MINUTE: Final = Decimal("0.15")
PART: Final = Decimal("0.05")
LONGEST: Final = 30
"""Minutes after which the carrier ends a call."""


@dataclass(frozen=True)
class Limits:
    """What a centre may spend at the most; None is no limit."""

    hour: Decimal | None = None
    day: Decimal | None = None
    campaign: Decimal | None = None
    countries: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, one: "Create") -> Iterator[tuple[str, Decimal]]:
        """The windows in which a create falls, by when it was reserved, and what may be spent in each."""
        day, hour = one.reserved_at.strftime("%Y-%m-%d"), one.reserved_at.strftime("%Y-%m-%d %H h")
        country = one.country if one.country in self.countries else "other"
        found = {
            f"campaign {one.campaign}": self.campaign, f"day {day}": self.day, f"hour {hour}": self.hour,
            f"country {country} {day}": self.countries.get(country),
        }  # fmt: skip
        yield from ((window, most) for window, most in found.items() if most is not None)


@dataclass(frozen=True)
class Create:
    """One create that the carrier took. `reserved_at` is by the centre's clock; a barred number has a reason."""

    attempt: str
    number: str
    country: str
    campaign: str
    reserved_at: datetime
    highest: Decimal
    barred: str = ""


@dataclass(frozen=True)
class Told:
    """What we were told that an attempt came to."""

    attempt: str
    came_to: Decimal


def broken(limits: Limits, journal: Iterable[Create | Told]) -> Iterator[str]:
    """Every create, in order, that was to a barred number or took more than there was."""
    windows: dict[str, dict[str, Decimal]] = {}
    for entry in journal:
        if isinstance(entry, Told):
            for spent in windows.values():
                if entry.attempt in spent:
                    spent[entry.attempt] = entry.came_to
            continue
        if entry.barred:
            yield f"{entry.number} was contacted by {entry.attempt}: {entry.barred}"
        for window, most in limits.of(entry):
            spent = windows.setdefault(window, {})
            spent[entry.attempt] = entry.highest
            if sum(spent.values()) > most:
                yield f"{window} allows {most}, and was at {sum(spent.values())} with {entry.attempt} to {entry.number}"


def price_of_call(length: timedelta) -> Decimal:
    """What a call of that length costs: a minute begun is a minute paid."""
    whole, rest = divmod(length, timedelta(minutes=1))
    return MINUTE * min(LONGEST, max(1, whole + bool(rest)))


def price_of_text(body: str) -> Decimal:
    """What a message costs, by its parts: one character beyond ASCII makes them shorter."""
    alone, joined = (160, 153) if body.isascii() else (70, 67)
    return PART * (1 if len(body) <= alone else -(-len(body) // joined))
