"""Shares a sample over quota cells: by size, equally, by spread, or as told; whole people only."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from outbound.campaign.schema import Sample


def allocate(
    sample: Sample,
    total: int,
    sizes: Mapping[str, int],
    spread: Mapping[str, float] | None = None,
) -> dict[str, int]:
    """How many of `total` each cell gets; `sizes` are the people available in each.

    `optimal` weighs a cell by its size times the `spread` (standard deviation) of its scores last
    year, as Neyman has it; without those figures the spreads are taken as alike, which is
    proportional. No cell gets more than it has, but for numbers that the campaign states itself.
    """
    if isinstance(sample.allocation, Mapping):
        return {cell: sample.allocation.get(cell, 0) for cell in sizes}
    if sample.allocation == "equal":
        weights = {cell: Fraction(1) for cell in sizes}
    elif sample.allocation == "optimal" and spread:
        weights = {
            c: n * Fraction(spread.get(c, 0)).limit_denominator(10**6) for c, n in sizes.items()
        }
    else:
        weights = {cell: Fraction(size) for cell, size in sizes.items()}
    return share(total, weights, sizes)


def share(total: int, weights: Mapping[str, Fraction], most: Mapping[str, int]) -> dict[str, int]:
    """`total` over the cells by weight, none above its `most`, rounded by largest remainder.

    Cells that reach their most are fixed there and the rest is shared again. Ties go by name.
    """
    fixed: dict[str, int] = {}
    while True:
        free = {cell: weight for cell, weight in weights.items() if cell not in fixed and weight}
        left = total - sum(fixed.values())
        exact = _exact(left, free)
        over = [cell for cell, part in exact.items() if part > most[cell]]
        if not over:
            whole = _largest_remainder(left, exact)
            return {cell: fixed.get(cell, whole.get(cell, 0)) for cell in weights}
        fixed |= {cell: most[cell] for cell in over}


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
