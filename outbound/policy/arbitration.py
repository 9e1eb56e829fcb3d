"""Two campaigns want one person: which of them goes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Claim:
    """One campaign's wish to contact a person; `last_moment` is the last at which it could."""

    campaign_id: str
    priority: int
    last_moment: datetime


def first_claim(claims: Iterable[Claim]) -> Claim | None:
    """The claim that goes first: higher priority, then earlier last moment, then id."""
    order = sorted(claims, key=lambda c: (-c.priority, c.last_moment, c.campaign_id))
    return order[0] if order else None


def held_by(own: Claim, others: Iterable[Claim]) -> str | None:
    """The campaign for which `own` waits; None if it goes first."""
    first = first_claim([own, *others])
    return None if first is None or first == own else first.campaign_id
