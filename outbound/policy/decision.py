"""What can be decided about a contact. Reasons are short sentences that `outbound why` shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

AGAIN: Final = timedelta(minutes=5)
"""When to look again at what ends at no known moment."""


@dataclass(frozen=True)
class Go:
    """Attempt it now."""


@dataclass(frozen=True)
class Wait:
    """Decide again at `until`, and not before."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Hold:
    """Wait for evidence or for a person: no moment can be told."""

    reason: str


@dataclass(frozen=True)
class NextStep:
    """Go on with step `index` of the cascade, at `until`."""

    index: int
    until: datetime
    reason: str


@dataclass(frozen=True)
class NextNumber:
    """Begin anew with another number of the same person, at `until`; `rest` may follow it."""

    number: str
    rest: tuple[str, ...]
    until: datetime
    reason: str


@dataclass(frozen=True)
class GiveUp:
    """Never attempt it again: the contact closes."""

    reason: str


Decision = Go | Wait | GiveUp
"""Whether to attempt a contact now."""

Next = Wait | NextStep | NextNumber | Hold | GiveUp
"""What follows an ended attempt."""
