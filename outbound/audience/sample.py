"""Shares a sample over quota cells: by size, equally, by spread, or as told; whole people only."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from outbound.audience.spread import Spread
from outbound.campaign.schema import Sample

FLOOR: Final = 30
"""So many completes an optimal allocation leaves to every cell, where there are enough for all."""


def allocate(
    sample: Sample,
    total: int,
    sizes: Mapping[str, int],
    spread: Spread | None = None,
) -> dict[str, int]:
    """How many of `total` each cell gets; `sizes` are the people available in each.

    `optimal` weighs a cell by its size times the `spread` (standard deviation) of its scores last
    year, as Neyman has it, no cell below the floor; without those figures the spreads are taken as
    alike, which is proportional. No cell gets more than it has, but for numbers that the campaign
    states itself.
    """
    if isinstance(sample.allocation, Mapping):
        return {cell: sample.allocation.get(cell, 0) for cell in sizes}
    if sample.allocation == "equal":
        return share(total, {cell: Fraction(1) for cell in sizes}, sizes)
    if sample.allocation == "optimal" and spread is not None:
        weights = {c: n * Fraction(spread.of(c)).limit_denominator(10**6) for c, n in sizes.items()}
        return share(total, weights, sizes, _floors(sample, total, sizes))
    return share(total, {cell: Fraction(size) for cell, size in sizes.items()}, sizes)


def share(
    total: int,
    weights: Mapping[str, Fraction],
    most: Mapping[str, int],
    least: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """`total` over the cells by weight, none above its `most` or below its `least`.

    Cells that would be are fixed there and the rest is shared again; the remainders that are
    largest are rounded up, ties by name. What `least` asks in all must be no more than `total`.
    """
    fixed: dict[str, int] = {}
    while True:
        free = {cell: weight for cell, weight in weights.items() if cell not in fixed and weight}
        left = total - sum(fixed.values())
        exact = _exact(left, free)
        over = {cell: most[cell] for cell, part in exact.items() if part > most[cell]}
        under = {c: least[c] for c, part in exact.items() if part < least[c]} if least else {}
        if not over and not under:
            whole = _largest_remainder(left, exact)
            return {cell: fixed.get(cell, whole.get(cell, 0)) for cell in weights}
        taken = sum(exact[cell] - part for cell, part in over.items())
        given = sum(part - exact[cell] for cell, part in under.items())
        # Fixing the smaller side as well could leave too much or too little for the others.
        fixed |= (over if taken >= given else {}) | (under if given >= taken else {})


def _floors(sample: Sample, total: int, sizes: Mapping[str, int]) -> Mapping[str, int] | None:
    """The least of each cell: what a figure of its own needs; None where the total is too small."""
    least = FLOOR if sample.completes else contacts_needed(FLOOR, sample.expect) or 0
    floors = {cell: min(least, size) for cell, size in sizes.items()}
    return floors if sum(floors.values()) <= total else None


def contacts_needed(completes: int, expect: Decimal) -> int | None:
    """Contacts to release for so many completes at the expected response rate; None: never enough."""
    return math.ceil(Fraction(completes) / Fraction(expect)) if expect else None


def _exact(total: int, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(weights.values())
    return {cell: total * weight / whole for cell, weight in weights.items()} if whole else {}


def _largest_remainder(total: int, exact: Mapping[str, Fraction]) -> dict[str, int]:
    floors = {cell: math.floor(part) for cell, part in exact.items()}
    missing = total - sum(floors.values()) if floors else 0
    by_remainder = sorted(exact, key=lambda cell: (floors[cell] - exact[cell], cell))
    for cell in by_remainder[:missing]:
        floors[cell] += 1
    return floors
