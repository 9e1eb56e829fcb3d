"""What goes wrong on purpose: with creates on their way in, with listings, with callbacks on their way out.

Each fault happens at a rate, by a seed, or at one chosen request, counted from 1.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from threading import Lock
from typing import TypeVar

F = TypeVar("F")


class CreateFault(Enum):
    """How the reply to a create fails, and whether the create was accepted."""

    TIMEOUT_BEFORE = "timeout-before"  # not accepted, no reply in time
    TIMEOUT_AFTER = "timeout-after"  # accepted, no reply in time
    ERROR_BEFORE = "error-before"  # 500, not accepted
    ERROR_AFTER = "error-after"  # 500, accepted
    RESET_BEFORE = "reset-before"  # the connection breaks, not accepted
    RESET_AFTER = "reset-after"  # the connection breaks, accepted
    THROTTLED = "throttled"  # 429 with Retry-After
    THROTTLED_BARE = "throttled-bare"  # 429 with Twilio's code alone
    THROTTLED_MUTE = "throttled-mute"  # 429 without a body of Twilio's
    CUT = "cut"  # accepted, the 201's JSON breaks off
    NOT_JSON = "not-json"  # accepted, the 201 is a page
    SLOW = "slow"  # accepted, the reply comes whole but late


ACCEPTS = frozenset(
    {
        CreateFault.TIMEOUT_AFTER,
        CreateFault.ERROR_AFTER,
        CreateFault.RESET_AFTER,
        CreateFault.CUT,
        CreateFault.NOT_JSON,
        CreateFault.SLOW,
    }
)
"""After these a phone rings, whatever the reply said."""


STALLS = frozenset({CreateFault.TIMEOUT_BEFORE, CreateFault.TIMEOUT_AFTER})
"""These hold the reply back for as long as the faults' `stall`; a slow one takes as long as `slow`."""


class Mishap(Enum):
    """What becomes of a callback that only tells."""

    LOST = "lost"
    REPEATED = "repeated"  # sent five times
    REORDERED = "reordered"  # after those that follow it
    LATE = "late"  # a day later
    FORGED = "forged"  # with a signature that is not ours; then as it should be
    FOREIGN = "foreign"  # first for an id that nobody knows; then as it should be
    FOLDED = "folded"  # first with two parameters in one, signed alike; then as it should be
    ELSEWHERE = "elsewhere"  # first signed for another host; then as it should be


class Instant(Enum):
    """When a person writes STOP, as far as the carrier has come with their call or message."""

    CREATED = "created"  # it has just been accepted; nobody has been told
    RINGING = "ringing"  # a message: it is on its way
    ANSWERED = "answered"  # in the middle of the talk; a message: it has arrived


REORDERED_BY = timedelta(seconds=40)
LATE_BY = timedelta(hours=24)
REPEATS = 5


@dataclass
class Faults:
    """Which faults happen. `stall` is how many real seconds a reply is held back by a time-out.

    `listing_lag` is how long a create stays out of the listings, at the most if it is `uneven_lag`;
    they may also hide what is queued, or shuffle their rows over their pages. `stops` are the creates
    after which the person writes STOP. In the spans `away` the carrier does nothing at all.
    """

    seed: int = 0
    creates: Mapping[CreateFault, float] = field(default_factory=dict)
    callbacks: Mapping[Mishap, float] = field(default_factory=dict)
    chosen_creates: Mapping[int, CreateFault] = field(default_factory=dict)
    chosen_callbacks: Mapping[int, Mishap] = field(default_factory=dict)
    stall: float = 15.0
    retry_after: int = 3
    slow: float = 14.9
    listing_lag: timedelta = timedelta(0)
    uneven_lag: bool = False
    hides_queued: bool = False
    shuffles: bool = False
    stops: Mapping[int, Instant] = field(default_factory=dict)
    away: Sequence[tuple[datetime, datetime]] = ()

    def __post_init__(self) -> None:
        self._creates = _Draws(random.Random(f"creates {self.seed}"))
        self._callbacks = _Draws(random.Random(f"callbacks {self.seed}"))

    def of_create(self) -> CreateFault | None:
        """What goes wrong with the next create; None for nothing."""
        return self._creates.next(self.creates, self.chosen_creates)

    def shows(self, sid: str, age: timedelta, *, queued: bool) -> bool:
        """Whether a listing has it already."""
        lag = self.listing_lag * self.place_of(sid) if self.uneven_lag else self.listing_lag
        return age >= lag and not (queued and self.hides_queued)

    def place_of(self, sid: str) -> float:
        """Where in a shuffled listing it stands, from 0 to 1: the same at every asking."""
        return random.Random(f"{self.seed} {sid}").random()

    def back_at(self, now: datetime) -> datetime | None:
        """When the carrier is back, if it is away now."""
        return next((end for start, end in self.away if start <= now < end), None)

    def of_callback(self) -> Mishap | None:
        """What goes wrong with the next callback that only tells; None for nothing."""
        return self._callbacks.next(self.callbacks, self.chosen_callbacks)


class _Draws:
    """One stream of requests, each with at most one fault."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._count = 0
        self._lock = Lock()

    def next(self, rates: Mapping[F, float], chosen: Mapping[int, F]) -> F | None:
        with self._lock:
            self._count += 1
            if self._count in chosen:
                return chosen[self._count]
            if not rates:
                return None
            left = self._chance.random()
        for fault, rate in rates.items():
            left -= rate
            if left < 0:
                return fault
        return None
