"""Numbers that must not be contacted: a fold over append-only events, of which the strictest holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from outbound.campaign.schema import Channel, Purpose

CARRIER: Final = "carrier"
"""The source of events that the carrier reports."""

NEVER_LIFT: Final = frozenset({"sms", "voice", "import", "outcome", "register"})
"""Sources that only ever forbid: an answer, a list or a webhook is nobody's explicit wish to be contacted."""

_WORDS: Final = {
    "purpose": tuple(purpose.value for purpose in Purpose),
    "channel": tuple(channel.value for channel in Channel),
}
_WIDTH: Final = {"channel": 1, "purpose": 2, "campaign": 4}
"""How much each name narrows."""


@dataclass(frozen=True)
class Scope:
    """What an event speaks of: a purpose, a channel, both, or one campaign; whatever is not named is open."""

    purpose: str = ""
    channel: str = ""
    campaign: str = ""

    def __str__(self) -> str:
        named = (("purpose", self.purpose), ("channel", self.channel), ("campaign", self.campaign))
        return " ".join(f"{word}:{name}" for word, name in named if name) or "all"

    def covers(self, purpose: Purpose, channel: Channel, campaign: str) -> bool:
        """Whether it speaks of this contact."""
        return (
            self.purpose in ("", purpose.value)
            and self.channel in ("", channel.value)
            and self.campaign in ("", campaign)
        )

    def includes(self, other: "Scope") -> bool:
        """Whether whatever the other covers is covered by this one too."""
        return (
            self.purpose in ("", other.purpose)
            and self.channel in ("", other.channel)
            and self.campaign in ("", other.campaign)
        )

    @property
    def narrowness(self) -> int:
        """0 for all; the more it leaves open, the less."""
        return sum(width for word, width in _WIDTH.items() if getattr(self, word))


EVERYTHING: Final = Scope()


def parse_scope(text: str) -> Scope:
    """`all`, `purpose:NAME`, `channel:NAME`, both with a space between, or `campaign:ID`.

    Raises ValueError for anything else.
    """
    words = text.split()
    if words == ["all"]:
        return EVERYTHING
    named = dict(word.partition(":")[::2] for word in words)
    alone = set(named) == {"campaign"} and named["campaign"]
    known = named and all(name in _WORDS.get(word, ()) for word, name in named.items())
    if len(named) == len(words) and (alone or known):
        return Scope(**named)
    listed = ", ".join(f"{word}:{name}" for word in sorted(_WORDS) for name in _WORDS[word])
    raise ValueError(
        f"{text!r} is no scope; use all, campaign:ID, {listed}, or a purpose and a channel together"
    )


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

    def says_already(self, scope: Scope, source: str) -> bool:
        """Whether it forbids this very scope for good, so that saying it again adds nothing.

        One that ends, or that the carrier may undo, is no substitute for what the person says.
        """
        kept = self.source != CARRIER or source == CARRIER
        return self.scope == scope and self.expires_at is None and kept


def in_force(events: Iterable[Suppression], now: datetime) -> tuple[Suppression, ...]:
    """The suppressions of one number that stand at `now`, those for ever first, then the longest, then the widest.

    What is known holds, also where a clock that is ahead of ours has dated it; a lifting waits for its
    moment. What occurs at the same moment as a lifting outlives it. The carrier's own lifting undoes
    only what the carrier reported; an answer or a list lifts nothing.
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
    if lifting.source in NEVER_LIFT or lifting.scope != kept.scope:
        return False
    return lifting.source != CARRIER or kept.source == CARRIER


def _strictness(s: Suppression) -> tuple[bool, float, int, float]:
    """Sorts the strictest first: for ever before for a time, then the longest, then the widest."""
    ends = 0.0 if s.expires_at is None else -s.expires_at.timestamp()
    return s.expires_at is not None, ends, s.scope.narrowness, -s.occurred_at.timestamp()
