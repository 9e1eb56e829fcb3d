"""What to change so that a refusal falls, and by how much: each is tried before it is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from math import floor
from typing import Final

from outbound.audience.sample import allocate, contacts_needed
from outbound.campaign.schema import Sample
from outbound.forecast.outlook import CellStart, Outlook
from outbound.forecast.period import ROUNDED
from outbound.forecast.reckoned import Reckoned, reckon
from outbound.policy.span import Span, needed_by

FARTHEST: Final = 366
"""How many days beyond `until` are looked at."""


def too_few(made: Reckoned) -> list[CellStart]:
    """Cells whose people, each asked once with all the time there is, are too few for the target."""
    outlook = made.outlook
    if outlook.arrivals is not None:
        return []
    return [
        cell
        for cell, rate in zip(outlook.cells, outlook.rates, strict=True)
        if cell.target and cell.completes + rate.mean * people_of(cell) < cell.target - ROUNDED
    ]


def people_of(cell: CellStart) -> int:
    """Who can be contacted of a cell, those on the list already included."""
    return cell.available + cell.still_open + cell.unreleased


def told_of(made: Reckoned, cell: CellStart) -> dict[str, object]:
    """What a refusal says of a cell."""
    rate = made.outlook.rates[made.outlook.cells.index(cell)]
    expected = floor(cell.completes + rate.mean * people_of(cell))
    return {"cell": name_of(cell) or "–", "target": cell.target, "available": f"{people_of(cell):,}", "expected": expected}  # fmt: skip


def _with_completes(outlook: Outlook, sample: Sample, completes: int) -> Outlook:
    """The outlook with another goal, shared over the cells by the same rule."""
    sizes = {name_of(cell): cell.available for cell in outlook.cells}
    parts = allocate(sample, completes, sizes, outlook.spread)
    cells = tuple(
        replace(
            cell, target=parts[name_of(cell)], listed=_listed(cell, sample, parts[name_of(cell)])
        )
        for cell in outlook.cells
    )
    return replace(outlook, cells=cells)


def _listed(cell: CellStart, sample: Sample, target: int) -> int:
    needed = contacts_needed(target, sample.expect)
    return cell.available if needed is None else min(cell.available, 2 * needed)


def _fits(made: Reckoned, completes: int) -> bool:
    outlook = _with_completes(made.outlook, sample_of(made.outlook), completes)
    if sum(cell.target or 0 for cell in outlook.cells) < completes:
        return False
    again = reckon(outlook, made.courses)
    return not too_few(again) and all(again.reached)


def most_completes(made: Reckoned) -> int:
    """The most completes that every cell can yield its part of; 0 where even one is too many."""
    sample = sample_of(made.outlook)
    return _greatest(lambda n: _fits(made, n), (sample.completes or 1) - 1)


def most_of(made: Reckoned, cell: CellStart) -> int:
    """The most completes of one cell, the others left as they are."""

    def fits(target: int) -> bool:
        cells = tuple(
            replace(c, target=target, listed=_listed(c, sample_of(made.outlook), target)) if c is cell else c
            for c in made.outlook.cells
        )  # fmt: skip
        again = reckon(replace(made.outlook, cells=cells), made.courses)
        place = made.outlook.cells.index(cell)
        return cells[place] not in too_few(again) and again.reached[place]

    return _greatest(fits, (cell.target or 1) - 1)


def _greatest(fits: Callable[[int], bool], most: int) -> int:
    """The greatest number up to `most` that fits, if fewer always fit; then any that does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    while low > 0 and not fits(low):
        low -= 1
    return low


def least_completes(sample: Sample, outlook: Outlook) -> int | None:
    """The fewest completes that leave no cell without a target; None where that takes too many."""
    sizes = {name_of(cell): cell.available for cell in outlook.cells if cell.available}
    whole = sum(sizes.values())
    completes = sample.completes or 1
    parts = allocate(sample, completes, sizes, outlook.spread)
    while not all(parts.values()):
        completes += max(1, completes // 200)
        if completes > whole:
            return None
        parts = allocate(sample, completes, sizes, outlook.spread)
    rates = {name_of(c): rate.mean for c, rate in zip(outlook.cells, outlook.rates, strict=True)}
    enough = all(parts[name] - ROUNDED <= rates[name] * sizes[name] for name in parts)
    return completes if enough else None


def end_for(outlook: Outlook, names: set[str]) -> date | None:
    """The earliest end by which these cells reach their targets; None within a year."""

    @cache
    def reaches(days: int) -> bool:
        again = reckon(replace(outlook, until=outlook.until + timedelta(days=days)))
        pairs = zip(outlook.cells, again.reached, strict=True)
        return all(reached for cell, reached in pairs if name_of(cell) in names)

    high = 1
    while not reaches(high):
        if high >= FARTHEST:
            return None
        high = min(FARTHEST, 2 * high)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return outlook.until + timedelta(days=high)


def opens_from(outlook: Outlook, ends: datetime) -> date | None:
    """The first day on which a first attempt can be made before `ends`."""
    step = outlook.campaign.contact.channels[0]
    days = []
    for place in outlook.places:
        hours = place.hours.get(step.channel)
        if hours is not None:
            first = Span(hours, ends, needed_by(step)).first_from(outlook.now)
            days += [first.astimezone(place.zone).date()] if first else []
    return min(days, default=None)


def sample_of(outlook: Outlook) -> Sample:
    """The sample, or what counts where the file asks for none."""
    return outlook.campaign.audience.sample or Sample()


def name_of(cell: CellStart) -> str:
    """The values of a cell, joined."""
    return "/".join(cell.values.values())
