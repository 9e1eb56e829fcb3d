"""How the simulated subscribers behave: when they pick up, whether they take part, how they reply.

Reachability depends on the hour, the region and the tier, never on opinions nor on the plan: a survey
weighted by region and tier can therefore measure what they think.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final

from outbound.carrier.simulator.chance import Chance
from outbound.carrier.simulator.opinions import Subscriber


class Line(Enum):
    """What a call finds."""

    PERSON = "person"
    MACHINE = "machine"
    BUSY = "busy"
    SILENCE = "silence"  # rings out
    DEAD = "dead"  # no such number


class Mood(Enum):
    """What somebody who picked up is willing to do."""

    TAKES_PART = "takes-part"
    REFUSES = "refuses"
    REFUSES_HARD = "refuses-hard"
    CALL_LATER = "call-later"
    HANGS_UP = "hangs-up"  # within seconds
    WRONG_PERSON = "wrong-person"


@dataclass(frozen=True)
class Pickup:
    """One call's fate; `after` is how long it rings until then."""

    line: Line
    after: timedelta


@dataclass(frozen=True)
class Meeting:
    """One conversation's fate. `patience`: how many questions until this person hangs up, None for all."""

    mood: Mood
    patience: int | None
    stays: timedelta | None  # how long until an unwilling person hangs up on a recorded voice


PEOPLE_BY_HOUR: Final = (
    (time(0), 0.02),
    (time(7), 0.25),
    (time(9), 0.58),
    (time(12), 0.46),
    (time(14), 0.60),
    (time(17), 0.68),
    (time(21), 0.30),
    (time(23), 0.03),
)
"""The share of calls that a person answers, from that time of day on."""
WEEKEND: Final = 0.05

BY_REGION: Final[Mapping[str, float]] = {"harbour": -0.04, "north": 0.03, "west": 0.02}
BY_TIER: Final[Mapping[str, float]] = {"platinum": -0.05, "gold": -0.02, "standard": 0.02}

DEAD: Final = 0.012
OTHERWISE: Final = ((Line.SILENCE, 0.62), (Line.MACHINE, 0.20), (Line.BUSY, 0.18))
MOODS: Final = (
    (Mood.TAKES_PART, 0.75),
    (Mood.REFUSES, 0.10),
    (Mood.CALL_LATER, 0.07),
    (Mood.HANGS_UP, 0.045),
    (Mood.REFUSES_HARD, 0.02),
    (Mood.WRONG_PERSON, 0.015),
)
BREAKS_OFF: Final = 0.05
"""The share of willing people who hang up before the last question."""

UNDELIVERED: Final = ((None, 0.965), (30003, 0.02), (30005, 0.01), (30008, 0.005))
"""What becomes of a message: delivered, or the carrier's code."""
FIRST_REPLY: Final[Mapping[str, float]] = {"platinum": 0.34, "gold": 0.36, "silver": 0.38}
FIRST_REPLY_PLAIN: Final = 0.40
NEXT_REPLY: Final = 0.94
OPTS_OUT: Final = 0.02
ASLEEP: Final = (time(23), time(7, 30))


class Behaviour:
    """What each subscriber does; every draw is named, so the same question has the same answer."""

    def __init__(self, chance: Chance, zone: tzinfo) -> None:
        self._chance = chance
        self._zone = zone

    def pickup(self, person: Subscriber, at: datetime, nth: int) -> Pickup:
        """What the `nth` call to this person finds at that moment."""
        about = (person.number, nth)
        if self._chance.share("dead", person.number) < DEAD:
            return Pickup(Line.DEAD, timedelta(seconds=1))
        if self._chance.share("pickup", *about) < self.reachable(person, at):
            rings = self._chance.between(3, 18, "rings", *about)
            return Pickup(Line.PERSON, _seconds(rings))
        line = self._chance.weighted(OTHERWISE, "otherwise", *about)
        if line is Line.MACHINE:
            return Pickup(line, _seconds(self._chance.between(12, 19, "rings", *about)))
        if line is Line.BUSY:
            return Pickup(line, timedelta(seconds=2))
        return Pickup(line, timedelta(hours=1))

    def reachable(self, person: Subscriber, at: datetime) -> float:
        """The chance that this person picks up at that moment."""
        local = at.astimezone(self._zone)
        share = next(s for since, s in reversed(PEOPLE_BY_HOUR) if local.time() >= since)
        if local.weekday() >= 5:
            share += WEEKEND
        share += BY_REGION.get(person.region, 0.0) + BY_TIER.get(person.tier, 0.0)
        return min(max(share, 0.01), 0.95)

    def meet(self, person: Subscriber, at: datetime) -> Meeting:
        """What this person is willing to do on that day; all day long the same."""
        about = (person.number, at.astimezone(self._zone).date())
        mood = self._chance.weighted(MOODS, "mood", *about)
        patience = None
        if mood is Mood.TAKES_PART and self._chance.share("breaks", *about) < BREAKS_OFF:
            patience = 1 + int(4 * self._chance.share("patience", *about))
        if mood is Mood.TAKES_PART:
            return Meeting(mood, patience, None)
        low, high = (2, 7) if mood is Mood.HANGS_UP else (5, 14)
        return Meeting(mood, 0, _seconds(self._chance.between(low, high, "stays", *about)))

    def reaction(self, person: Subscriber, *about: object) -> timedelta:
        """How long this person takes from a question's end to the first key."""
        return _seconds(self._chance.between(1.0, 3.5, "reaction", person.number, *about))

    def undelivered(self, person: Subscriber, sid: str) -> int | None:
        """The carrier's code if the message does not arrive."""
        return self._chance.weighted(UNDELIVERED, "sms", person.number, sid)

    def opts_out(self, person: Subscriber, at: datetime) -> bool:
        """Whether a message on that day makes this person want no more."""
        day = at.astimezone(self._zone).date()
        return self._chance.share("opts out", person.number, day) < OPTS_OUT

    def reply_after(self, person: Subscriber, at: datetime, turn: int) -> timedelta | None:
        """How long until this person replies to the conversation's `turn`-th question; None: never."""
        day = at.astimezone(self._zone).date()
        about = (person.number, day, turn)
        willing = FIRST_REPLY.get(person.tier, FIRST_REPLY_PLAIN) if turn == 0 else NEXT_REPLY
        if self._chance.share("replies", *about) >= willing:
            return None
        median = 1500.0 if turn == 0 else 75.0
        spread = 1.1 if turn == 0 else 0.6
        seconds = median * 2.718281828 ** (spread * self._chance.normal("delay", *about))
        return self._awake(at, _seconds(max(seconds, 8.0)))

    def _awake(self, at: datetime, delay: timedelta) -> timedelta:
        """The delay, or until the morning if it would end at night."""
        local = (at + delay).astimezone(self._zone)
        night, morning = ASLEEP
        if morning <= local.time() < night:
            return delay
        day = local.date() + timedelta(days=1 if local.time() >= night else 0)
        wakes = datetime.combine(day, morning, self._zone)
        return wakes - at + (delay % timedelta(hours=1))


def _seconds(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))
