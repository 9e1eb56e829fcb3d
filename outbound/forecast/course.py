"""The course of one contact in expectation: attempts, retries and steps by the rules that will run.

Every attempt branches into the ways it may end, and what follows each is asked of the same retry
rules that the engine asks. Branches that meet again are joined, so the tree stays small.
"""

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import count
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from outbound.campaign.schema import Channel, Contacting, Mode
from outbound.dialing.aftermath import Ending, as_ended
from outbound.dialing.outcome import Outcome
from outbound.dialing.reached import NOBODY_THERE
from outbound.forecast.asking import Spent
from outbound.forecast.odds import Odds
from outbound.policy.day_parts import DayPart, day_part
from outbound.policy.decision import NextStep, Wait
from outbound.policy.hours import Opening
from outbound.policy.retry import Ahead, after
from outbound.policy.span import Span, needed_by

Kind = TypeVar("Kind", bound=Enum)
Figures = npt.NDArray[np.float64]
ATTEMPTS, AGENT, LINE, SEGMENTS, COMPLETES, CLOSED, BARRED = range(7)
"""The columns of figures: attempts, seconds of agents and lines, segments, completes, contacts that
are over, and those of them who may not be contacted again."""
COLUMNS: Final = 7

_LEAST: Final = 2e-3
"""Branches less likely than this are not followed further."""
_BARRING: Final = {Outcome.REFUSED, Outcome.REFUSED_HARD, Outcome.WRONG_PERSON, Outcome.OPTED_OUT, Outcome.NOT_IN_SERVICE}  # fmt: skip
_SPREAD: Final = (0.125, 0.375, 0.625, 0.875)
"""Where in the first day's open time agents get to first attempts."""


DONE: Final = frozenset({Outcome.COMPLETED})
TOLD: Final = DONE | {Outcome.DELIVERED}
"""What a contact of a campaign comes to that asks something, and of one that only tells."""


@dataclass(frozen=True)
class Place:
    """People whose clock and hours are alike. `weight` is their share of the list."""

    weight: float
    zone: ZoneInfo
    hours: Mapping[Channel, Opening]


@dataclass(frozen=True)
class Manner:
    """How contacts are attempted: the rules of the file, and what attempts come to."""

    contacting: Contacting
    odds: Mapping[Mode, Odds]
    spent: Mapping[tuple[Mode, Outcome], Spent]
    done: frozenset[Outcome] = DONE  # the outcomes that the campaign is for


@dataclass(order=True)
class _Branch:
    at: datetime
    nth: int
    chance: float = field(compare=False)
    step: int = field(compare=False)
    spent: int = field(compare=False, default=0)
    seen: tuple[tuple[Outcome, int], ...] = field(compare=False, default=())
    tried: frozenset[DayPart] = field(compare=False, default=frozenset())
    missed: tuple[tuple[DayPart, int], ...] = field(compare=False, default=())

    def key(self) -> tuple[object, ...]:
        """Branches with the same key have the same future, within a quarter of an hour."""
        quarter = int(self.at.timestamp() // 900)
        return quarter, self.step, self.spent, self.seen, self.tried, self.missed


def course(manner: Manner, place: Place, start: datetime, until: datetime, days: int) -> Figures:
    """What one contact comes to on each of `days` days of the place's clock, from the start's day on.

    Attempts that would lie after `until` are not made. One row a day, the columns above.
    """
    walk = _Walk(manner, place, until, start.astimezone(place.zone).date(), days)
    for chance, at in _firsts(manner, place, start, until):
        walk.add(_Branch(at, 0, chance, 0))
    walk.run()
    return walk.figures * place.weight


def _firsts(
    manner: Manner, place: Place, start: datetime, until: datetime
) -> list[tuple[float, datetime]]:
    """When first attempts are made: messages and menus at once, agents' calls over the open day."""
    step = manner.contacting.channels[0]
    hours = place.hours.get(step.channel)
    if hours is None:
        return []
    span = Span(hours, until, needed_by(step))
    first = span.first_from(start)
    if first is None:
        return []
    if step.mode is not Mode.AGENT:
        return [(1.0, first)]
    midnight = datetime.combine(
        first.astimezone(place.zone).date() + timedelta(days=1), datetime.min.time(), place.zone
    )
    room = hours.open_between(first, min(midnight, until))
    moments = [hours.add_open(first, room * share) for share in _SPREAD]
    fitting = [span.first_from(at) for at in moments if at is not None]
    return [(1 / len(_SPREAD), at or first) for at in fitting]


class _Walk:
    """Follows the branches in the order of time, and adds up what they come to."""

    def __init__(
        self, manner: Manner, place: Place, until: datetime, first: date, days: int
    ) -> None:
        self._manner, self._place, self._until, self._first = manner, place, until, first
        # Where no parts are asked for, what was missed when is all one, and branches join sooner.
        self._spreads = manner.contacting.day_parts > 1
        self.figures: Figures = np.zeros((days, COLUMNS))
        self._waiting: list[_Branch] = []
        self._known: dict[tuple[object, ...], _Branch] = {}
        self._numbers = count(1)

    def add(self, branch: _Branch) -> None:
        """One more branch, joined to one with the same future."""
        twin = self._known.get(branch.key())
        if twin is not None:
            twin.chance += branch.chance
            return
        branch.nth = next(self._numbers)
        self._known[branch.key()] = branch
        heapq.heappush(self._waiting, branch)

    def run(self) -> None:
        """Follow all branches to their ends."""
        while self._waiting:
            branch = heapq.heappop(self._waiting)
            self._known.pop(branch.key(), None)
            self._attempt(branch)

    def _attempt(self, branch: _Branch) -> None:
        step = self._manner.contacting.channels[branch.step]
        part = day_part(branch.at, self._place.zone)
        for outcome, share in self._manner.odds[step.mode].endings(part):
            taken = self._manner.spent[step.mode, outcome]
            chance = branch.chance * share
            row = self._row(branch.at)
            if row is not None:
                row[:COMPLETES] += [chance, chance * taken.agent, chance * taken.line, chance * taken.segments]  # fmt: skip
            ended = branch.at + timedelta(seconds=taken.line or 30)
            self._follow(branch, outcome, chance, part, ended)

    def _follow(
        self, branch: _Branch, outcome: Outcome, chance: float, part: DayPart, ended: datetime
    ) -> None:
        step = self._manner.contacting.channels[branch.step]
        hours = self._place.hours.get(step.channel)
        seen = Counter(dict(branch.seen))
        kept = outcome is Outcome.CALLBACK_AGREED  # a promise uses up no attempt
        ending = Ending(
            outcome, step.channel, ended, branch.step, branch.spent - kept, seen[outcome]
        )
        told = as_ended(ending)
        tried = branch.tried | {part} if step.channel is Channel.CALL else branch.tried
        missed = Counter(dict(branch.missed))
        missed[part] += self._spreads and outcome in NOBODY_THERE
        follows: object = None
        if chance >= _LEAST and hours is not None:
            ahead = Ahead(hours, self._until, self._place.zone, ended, 0.05, tried, missed)
            follows = after(told, self._manner.contacting, ahead)
        match follows:
            case Wait():
                seen[outcome] += 1
                again = _Branch(follows.until, 0, chance, branch.step, told.spent, _sorted(seen))
                self.add(replace(again, tried=tried, missed=_sorted(missed)))
            case NextStep():
                begun = _Branch(follows.until, 0, chance, follows.index)
                self.add(replace(begun, tried=tried, missed=_sorted(missed)))
            case _:
                self._close(branch.at, outcome, chance)

    def _close(self, at: datetime, outcome: Outcome, chance: float) -> None:
        row = self._row(at)
        if row is None:
            return
        row[CLOSED] += chance
        row[COMPLETES] += chance * (outcome in self._manner.done)
        row[BARRED] += chance * (outcome in _BARRING)

    def _row(self, at: datetime) -> Figures | None:
        day = (at.astimezone(self._place.zone).date() - self._first).days
        return self.figures[day] if 0 <= day < len(self.figures) else None


def _sorted(counts: Counter[Kind]) -> tuple[tuple[Kind, int], ...]:
    """What happened how often, alike for alike branches."""
    return tuple(
        sorted(((what, n) for what, n in counts.items() if n), key=lambda item: str(item[0].value))
    )
