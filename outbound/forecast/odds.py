"""How attempts end and how long they take, where nothing better is known, and as a centre's past corrects it.

The defaults are calibrated against the simulated population (`carrier/simulator/behaviour.py`):
who picks up by the part of the day, what happens to the rest, what those who picked up are willing
to do. A centre's own attempts replace them as they come: the default weighs as `WEIGHT` of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from outbound.campaign.schema import Channel, Mode
from outbound.dialing.outcome import Outcome
from outbound.policy.day_parts import WEIGHT as DAY_PART_WEIGHT
from outbound.policy.day_parts import DayPart

WEIGHT: Final = 200
"""How many past attempts the default odds weigh as."""

O = Outcome  # noqa: E741  # short, for the tables below

DEAD: Final = 0.012
PICKED_UP: Final = DAY_PART_WEIGHT
"""The share of working numbers at which a person answers."""
USUAL: Final[Mapping[DayPart, float]] = {
    DayPart.MORNING: 0.34,
    DayPart.AFTERNOON: 0.36,
    DayPart.EVENING: 0.26,
    DayPart.WEEKEND: 0.04,
}
"""How calls are spread over the parts of the day; only to compare the past with the default."""
MISSED: Final[Mapping[Outcome, float]] = {O.NO_ANSWER: 0.62, O.MACHINE: 0.20, O.BUSY: 0.18}
MET: Final[Mapping[Mode, Mapping[Outcome, float]]] = {
    Mode.AGENT: {
        O.COMPLETED: 0.72,
        O.PARTIAL: 0.015,
        O.REFUSED: 0.16,
        O.CALLBACK_AGREED: 0.07,
        O.REFUSED_HARD: 0.02,
        O.WRONG_PERSON: 0.015,
    },
    Mode.VOICE: {O.COMPLETED: 0.72, O.PARTIAL: 0.02, O.REFUSED: 0.26},
}
"""What comes of those who answered."""

UNDELIVERED, OPTS_OUT, FIRST_REPLY, NEXT_REPLY = 0.035, 0.02, 0.38, 0.94
"""Messages: the share lost, of the rest those who want no more, who reply, and who reply once more."""


@dataclass(frozen=True)
class Seconds:
    """How long an attempt takes: ringing, then talking by what came of it.

    A question that is asked adds `question` to a talk that runs to its end.
    """

    rings_out: float = 25.0
    picked_up_after: float = 11.0
    opening: float = 12.0
    question: float = 9.3
    unwilling: float = 15.0
    machine: float = 10.0
    line: float = 5.0  # until a line that was refused, busy or dead is over
    wrap_up: float = 0.0  # a report counts an agent's time to the end of the call, and so do we


TALK: Final[Mapping[Mode, Seconds]] = {
    Mode.AGENT: Seconds(),
    Mode.VOICE: Seconds(opening=20.0, question=13.0, unwilling=9.0, machine=4.0),
    Mode.SMS: Seconds(),
}


@dataclass(frozen=True)
class Odds:
    """How attempts of one mode end. Shares of `missed` and of `met` each add up to 1.

    past: how many of the centre's own attempts are in them
    talk: seconds of a completed talk as the past has it, None where it is reckoned by the question
    """

    picked_up: Mapping[DayPart, float]
    missed: Mapping[Outcome, float]
    met: Mapping[Outcome, float]
    dead: float = DEAD
    past: int = 0
    talk: float | None = None

    def endings(self, part: DayPart) -> list[tuple[Outcome, float]]:
        """Every way an attempt at that part of the day may end, with its probability."""
        up = (1 - self.dead) * self.picked_up[part]
        down = 1 - self.dead - up
        ends = [(outcome, up * share) for outcome, share in self.met.items()]
        ends += [(outcome, down * share) for outcome, share in self.missed.items()]
        if self.dead:
            ends.append((O.NOT_IN_SERVICE, self.dead))
        return [(outcome, share) for outcome, share in ends if share > 0]


@dataclass(frozen=True)
class Past:
    """What the store knows of a mode: how its attempts ended, and the mean of completed talks."""

    outcomes: Mapping[Outcome, int]
    talk: float | None = None


def default_odds(mode: Mode, questions: float) -> Odds:
    """The odds of a mode before anything is known; a message's replies depend on what is asked."""
    if mode is not Mode.SMS:
        return Odds(PICKED_UP, MISSED, MET[Mode.VOICE if mode is Mode.VOICE else Mode.AGENT])
    return Odds(
        dict.fromkeys(DayPart, 1 - UNDELIVERED), {O.UNDELIVERED: 1.0}, _read(questions), 0.0
    )


def _read(questions: float) -> Mapping[Outcome, float]:
    """What comes of messages that arrived."""
    if questions <= 0:
        return {O.DELIVERED: 1.0}
    replied = (1 - OPTS_OUT) * FIRST_REPLY
    whole = replied * NEXT_REPLY ** (questions - 1)
    partial = (replied - whole) / 2  # half of those who break off have answered half of it
    return {
        O.COMPLETED: whole,
        O.PARTIAL: partial,
        O.OPTED_OUT: OPTS_OUT,
        O.DELIVERED: 1 - OPTS_OUT - whole - partial,
    }


def learned(odds: Odds, past: Past | None, channel: Channel) -> Odds:
    """The odds with a centre's own attempts in them, the default weighing as `WEIGHT`."""
    if past is None:
        return odds
    met = {o: n for o, n in past.outcomes.items() if o in odds.met}
    missed = {o: n for o, n in past.outcomes.items() if o in odds.missed}
    up, down = sum(met.values()), sum(missed.values())
    if not up + down:
        return odds
    usual = sum(odds.picked_up[part] * share for part, share in USUAL.items())
    now = (WEIGHT * usual + up) / (WEIGHT + up + down)
    moved = now / (1 - now) / (usual / (1 - usual))
    dead = past.outcomes.get(O.NOT_IN_SERVICE, 0) if channel is Channel.CALL else 0
    return replace(
        odds,
        picked_up={part: _by_odds(share, moved) for part, share in odds.picked_up.items()},
        met=_mixed(odds.met, met, WEIGHT * usual),
        missed=_mixed(odds.missed, missed, WEIGHT * (1 - usual)),
        dead=(WEIGHT * odds.dead + dead) / (WEIGHT + up + down + dead),
        past=up + down + dead,
        talk=past.talk,
    )


def _by_odds(share: float, factor: float) -> float:
    odds = share / (1 - share) * factor
    return odds / (1 + odds)


def _mixed(
    shares: Mapping[Outcome, float], counts: Mapping[Outcome, int], weight: float
) -> Mapping[Outcome, float]:
    whole = weight + sum(counts.values())
    return {o: (weight * share + counts.get(o, 0)) / whole for o, share in shares.items()}
