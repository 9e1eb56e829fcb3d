"""Numbers that must not be contacted: a fold over append-only events, of which the strictest holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, Literal

from outbound.campaign.schema import Channel, Purpose

CARRIER: Final = "carrier"
"""The source of events that the carrier reports."""


class ScopeKind(Enum):
    """How far a suppression reaches, the widest first."""

    ALL = "all"
    CHANNEL = "channel"
    PURPOSE = "purpose"
    CAMPAIGN = "campaign"


_WIDTH: Final = {kind: place for place, kind in enumerate(ScopeKind)}


@dataclass(frozen=True)
class Scope:
    """What a suppression forbids: all, or one purpose, channel or campaign."""

    kind: ScopeKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.name}" if self.name else self.kind.value

    def covers(self, purpose: Purpose, channel: Channel, campaign: str) -> bool:
        """Whether it forbids this contact."""
        names = {
            ScopeKind.ALL: "",
            ScopeKind.CHANNEL: channel.value,
            ScopeKind.PURPOSE: purpose.value,
            ScopeKind.CAMPAIGN: campaign,
        }
        return names[self.kind] == self.name


EVERYTHING: Final = Scope(ScopeKind.ALL)


def parse_scope(text: str) -> Scope:
    """`all`, `purpose:NAME`, `channel:NAME` or `campaign:ID`; raises ValueError for anything else."""
    word, _, name = text.strip().partition(":")
    allowed = {
        "channel": [channel.value for channel in Channel],
        "purpose": [purpose.value for purpose in Purpose],
    }
    if text.strip() == "all":
        return EVERYTHING
    if (word == "campaign" and name) or name in allowed.get(word, []):
        return Scope(ScopeKind(word), name)
    known = ", ".join(f"{kind}:{value}" for kind, values in allowed.items() for value in values)
    raise ValueError(f"{text!r} is no scope; use all, campaign:ID, {known}")


@dataclass(frozen=True)
class Suppression:
    """One event about a number. A lifting names the scope it lifts, and lifts no other."""

    event: Literal["suppressed", "lifted"]
    scope: Scope
    occurred_at: datetime
    expires_at: datetime | None = None
    reason: str = ""
    source: str = ""

    def stands_at(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return self.expires_at is None or now < self.expires_at


def in_force(events: Iterable[Suppression], now: datetime) -> tuple[Suppression, ...]:
    """The suppressions of one number that stand at `now`, those for ever first, then the longest, then the widest.

    What is known holds, also where a clock that is ahead of ours has dated it; a lifting waits for its
    moment. What occurs at the same moment as a lifting outlives it. The carrier's own lifting undoes
    only what the carrier reported.
    """
    past = (event for event in events if event.event == "suppressed" or event.occurred_at <= now)
    standing: list[Suppression] = []
    for event in sorted(past, key=lambda e: (e.occurred_at, e.event == "suppressed")):
        if event.event == "suppressed":
            standing.append(event)
        else:
            standing = [kept for kept in standing if not _lifts(event, kept)]
    return tuple(sorted((kept for kept in standing if kept.stands_at(now)), key=_strictness))


def standing(
    events: Iterable[Suppression], purpose: Purpose, channel: Channel, campaign: str, now: datetime
) -> Suppression | None:
    """The strictest suppression that forbids this contact now; None if nothing does."""
    found = in_force(events, now)
    return next((s for s in found if s.scope.covers(purpose, channel, campaign)), None)


def _lifts(lifting: Suppression, kept: Suppression) -> bool:
    same = lifting.scope == kept.scope
    return same and (lifting.source != CARRIER or kept.source == CARRIER)


def _strictness(s: Suppression) -> tuple[bool, float, int, float]:
    """Sorts the strictest first: for ever before for a time, then the longest, then the widest."""
    ends = 0.0 if s.expires_at is None else -s.expires_at.timestamp()
    return s.expires_at is not None, ends, _WIDTH[s.scope.kind], -s.occurred_at.timestamp()
