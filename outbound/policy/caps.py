"""Frequency caps: no more than so many contacts, attempts or completes in a rolling time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

from outbound.campaign.schema import Cap, Channel, Purpose
from outbound.campaign.values import write_duration
from outbound.policy.decision import AGAIN


class Counted(Enum):
    """What a cap counts."""

    CONTACTS = "contacts"  # first placed attempts: the invitations
    ATTEMPTS = "attempts"
    COMPLETES = "completes"


class Whose(Enum):
    """Who set a cap; the word that `outbound why` uses."""

    CENTRE = "the centre"
    CAMPAIGN = "the campaign"
    COUNTRY = "the country"
    NUMBER = "the number"  # our own limit of attempts per number, over all campaigns


_NEVER: Final = datetime.max.replace(tzinfo=UTC)

NUMBER_LIMIT: Final = Cap(attempts=3, per=timedelta(hours=24))
"""The most attempts on one number over all campaigns."""


@dataclass(frozen=True)
class CapCount:
    """A cap and the moments of what it counts, in any order.

    `pending`: what is under way and may come to count, or to nothing
    """

    cap: Cap
    counted: Counted
    times: tuple[datetime, ...]
    whose: Whose = Whose.CENTRE
    pending: int = 0


@dataclass(frozen=True)
class Breach:
    """A cap that is reached. `until` is when the count falls below, None where it never does."""

    until: datetime | None
    drop: bool
    reason: str


def limits(cap: Cap) -> tuple[tuple[Counted, int], ...]:
    """What a cap counts and how many it allows; a file's cap counts one thing."""
    counts = (
        (Counted.CONTACTS, cap.contacts),
        (Counted.ATTEMPTS, cap.attempts),
        (Counted.COMPLETES, cap.completes),
    )
    return tuple((kind, allowed) for kind, allowed in counts if allowed is not None)


def binds(cap: Cap, purpose: Purpose, channel: Channel) -> bool:
    """Whether a cap speaks of this purpose and channel."""
    return cap.purpose in (None, purpose) and cap.channel in (None, channel)


def breach(
    allowed: int, per: timedelta, times: Iterable[datetime], now: datetime
) -> datetime | None:
    """When the count in the window (now - per, now] falls below `allowed`; None if it is below now.

    `allowed` must be 1 or more: nothing ever falls below 0.
    """
    now = now.astimezone(UTC)  # in a zone, arithmetic would follow the wall clock
    inside = sorted(utc for t in times if now - per < (utc := t.astimezone(UTC)) <= now)
    return inside[-allowed] + per if len(inside) >= allowed else None


def breach_of(count: CapCount, now: datetime) -> Breach | None:
    """The breach of a cap, if it is reached; a cap of 0 is reached from the start.

    While it would only be reached by what is under way, that is waited for a little.
    """
    cap = count.cap
    allowed = dict(limits(cap))[count.counted]
    if allowed == 0:
        return Breach(None, drop=True, reason=_said(count))
    until = breach(allowed, cap.per, count.times, now)
    if until is not None:
        return Breach(until, cap.then == "drop", _said(count))
    left = allowed - count.pending
    if left <= 0 or (count.pending and breach(left, cap.per, count.times, now)):
        return Breach(now + AGAIN, drop=False, reason=_said(count))
    return None


def strictest(breaches: Iterable[Breach]) -> Breach | None:
    """The breach that holds longest: one that never ends, then one that drops, then the latest."""
    return max(breaches, key=lambda b: (b.until is None, b.drop, b.until or _NEVER), default=None)


def _said(count: CapCount) -> str:
    allowed = dict(limits(count.cap))[count.counted]
    what = count.counted.value if allowed != 1 else count.counted.value.removesuffix("s")
    of = " ".join(part.value for part in (count.cap.purpose, count.cap.channel) if part)
    said = f"{count.whose.value} allows {allowed} {what} in {write_duration(count.cap.per)}"
    said += " for a household" if count.cap.household else ""
    return f"{said} ({of})" if of else said
