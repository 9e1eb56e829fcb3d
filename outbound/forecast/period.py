"""The whole period day by day: waves are drawn, the reserve is called for, cohorts run their course.

Figures are expectations. Everyone who is called for on one day is a cohort, whose attempts,
completes and closings follow `course`; the release is the engine's formula, once a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from math import ceil
from typing import Final

import numpy as np
import numpy.typing as npt

from outbound.audience.quota import response_rate
from outbound.forecast.course import ATTEMPTS, BARRED, CLOSED, COLUMNS, COMPLETES, Figures, course
from outbound.forecast.outlook import CellStart, Outlook

ROUNDED: Final = 0.5
"""A goal is met when the expected completes round to it."""
LONG: Final = 63
"""In a longer period a cohort runs the course of the first one that began on its weekday."""
UNHURRIED: Final = timedelta(days=60)

Cells = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Run:
    """What the period comes to: figures by day, completes by day and cell, contacts called for by cell.

    effective: the contacts by cell, each for the share of its course that fits before the end
    """

    figures: Figures
    completes: npt.NDArray[np.float64]
    contacts: Cells
    effective: Cells

    @cached_property
    def so_far(self) -> npt.NDArray[np.float64]:
        """Completes by day and cell, added up to each day."""
        return np.cumsum(self.completes, axis=0)


class Courses:
    """The courses of contacts called for on each day up to an end; worked out once."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self._known: dict[date | int, Figures] = {}

    def of(self, day: date, start: datetime) -> Figures:
        """One contact's course from that day on: a row a day up to the end."""
        outlook = self._outlook
        left = (outlook.until - day).days + 1
        key = day.weekday() if len(outlook.days) > LONG else day
        if key not in self._known:
            self._known[key] = self._course(start, outlook.ends, left)
        return self._known[key][:left]

    @cached_property
    def whole(self) -> Figures:
        """What one contact comes to where no end cuts it short, in one row."""
        outlook = self._outlook
        start = min((w for w in outlook.waves.values() if w >= outlook.now), default=outlook.now)
        every: Figures = self._course(start, start + UNHURRIED, UNHURRIED.days).sum(axis=0)
        return every

    def _course(self, start: datetime, until: datetime, days: int) -> Figures:
        outlook = self._outlook
        added: Figures = np.zeros((days, COLUMNS))
        for place in outlook.places:
            added += course(outlook.manner, place, start, until, days)
        return added


def run(outlook: Outlook, courses: Courses, rates: Cells, *, stops: bool = True) -> Run:
    """The period at these response rates by cell; without `stops` everyone listed is called for."""
    state = _State(outlook, courses, rates, stops)
    for place, day in enumerate(outlook.days):
        state.live(place, day)
    figures = state.flows.sum(axis=1)
    return Run(figures, state.flows[:, :, COMPLETES], state.contacts, state.effective)


class _State:
    """Where every cell stands on one day."""

    def __init__(self, outlook: Outlook, courses: Courses, rates: Cells, stops: bool) -> None:
        cells = outlook.cells
        self.outlook, self.courses, self.stops = outlook, courses, stops
        self.flows = np.zeros((len(outlook.days), len(cells), COLUMNS))
        self.contacts = np.zeros(len(cells))
        self.effective = np.zeros(len(cells))
        self.target = np.array([np.inf if c.target is None else c.target for c in cells])
        self.done = _each(cells, "completes")
        self.closed = _each(cells, "closed")
        self.open = np.zeros(len(cells))
        self.under_way = _each(cells, "still_open")
        self.reserve = _each(cells, "unreleased")
        self.pool = _each(cells, "available")
        self.back = np.zeros((len(outlook.days) + 1, len(cells)))
        whole = courses.whole[COMPLETES]
        self.scale = rates / whole if whole > 0 else np.zeros(len(cells))
        coming = [day for day in outlook.waves if outlook.days and day >= outlook.days[0]]
        self.first_wave = min(coming, default=None)

    def live(self, place: int, day: date) -> None:
        """One day: the wave, the release, and what comes of all who are being contacted."""
        self.pool += self.back[place]
        moment = self.outlook.waves.get(day)
        now = self.under_way.copy()
        self.under_way[:] = 0
        if moment is not None:
            now += self._wave(day)
        now += self._called_for(now)
        now[self._full()] = 0
        if now.any():
            self._start(place, day, moment, now)
        self.flows[place, self._full()] = 0
        self._end_of(place)

    def _wave(self, day: date) -> Cells:
        """Who is called for at once of those whom the wave lists; the rest of the list is reserve."""
        pool = self._due(day)
        wanted = np.array([_drawn(self.outlook, cell) for cell in self.outlook.cells])
        released: Cells = np.minimum(wanted[:, 0], pool)
        reserve = np.minimum(wanted[:, 1], pool - released)
        self.reserve += reserve
        if self.outlook.arrivals is None:
            self.pool -= released + reserve
        return released

    def _due(self, day: date) -> Cells:
        """Whom the wave of the day can take; where it follows a date, the first tells the cells' shares."""
        arrivals, cells = self.outlook.arrivals, self.outlook.cells
        if arrivals is None or day == self.first_wave:
            return self.pool.copy()
        available = _each(cells, "available")
        whole = available.sum()
        shares = available / whole if whole else np.full(len(cells), 1 / max(1, len(cells)))
        due: Cells = arrivals.get(day, 0.0) * shares
        return due

    def _called_for(self, now: Cells) -> Cells:
        """What the engine would call for of the reserve, beside those that begin `now`."""
        if not self.stops:
            extra = self.reserve.copy()
        else:
            expect = self.outlook.expect
            seen = [
                response_rate(expect, c, n) for c, n in zip(self.done, self.closed, strict=True)
            ]
            missing = np.where(np.isinf(self.target), 0.0, self.target - self.done)
            asked = np.ceil(missing / np.maximum(seen, 1e-9) - 1e-9) - self.open - now
            extra = np.minimum(self.reserve, np.maximum(0.0, asked))
        self.reserve -= extra
        return extra

    def _full(self) -> npt.NDArray[np.bool_]:
        full: npt.NDArray[np.bool_] = np.logical_and(self.done >= self.target - ROUNDED, self.stops)
        return full

    def _start(self, place: int, day: date, moment: datetime | None, who: Cells) -> None:
        start = max(moment or _midnight(self.outlook, day), self.outlook.now)
        one = self.courses.of(day, start)
        many = one[:, None, :] * who[None, :, None]
        many[:, :, COMPLETES] *= self.scale[None, :]
        self.flows[place : place + len(one)] += many
        self.open += who
        self.contacts += who
        whole = self.courses.whole
        column = COMPLETES if whole[COMPLETES] > 0 else ATTEMPTS
        self.effective += who * min(1.0, one[:, column].sum() / max(whole[column], 1e-9))

    def _end_of(self, place: int) -> None:
        today = self.flows[place]
        if self.stops:  # a cell that fills in the midst of a day stops there
            missing = np.maximum(0.0, self.target - self.done)
            over = today[:, COMPLETES] > missing
            today[over] *= (missing[over] / today[over, COMPLETES])[:, None]
        self.done += today[:, COMPLETES]
        self.closed += today[:, CLOSED]
        self.open = np.maximum(0.0, self.open - today[:, CLOSED])
        returning = self.outlook.returning
        if returning.after is None:
            return
        back = today[:, CLOSED] - today[:, BARRED]
        if not returning.completers:
            back = back - today[:, COMPLETES]
        when = place + max(1, ceil(returning.after))
        if when < len(self.back):
            self.back[when] += np.maximum(0.0, back)


def _drawn(outlook: Outlook, cell: CellStart) -> tuple[float, float]:
    """How many of a cell one wave calls for at once, and how many more it keeps in reserve."""
    sample = outlook.campaign.audience.sample
    if sample is None:
        return np.inf, 0.0
    if cell.target is None:
        return float(cell.listed), 0.0
    if not sample.expect:
        return np.inf, 0.0
    needed = float(ceil(cell.target / float(sample.expect) - 1e-9))
    return needed, needed


def _midnight(outlook: Outlook, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), outlook.zone)


def _each(cells: tuple[CellStart, ...], name: str) -> Cells:
    return np.array([float(getattr(cell, name)) for cell in cells])
