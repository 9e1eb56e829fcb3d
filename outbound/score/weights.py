"""What each response counts for: design, non-response, raking, trimming, and how uneven it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from outbound.errors import InputError
from outbound.score.estimate import Floats, Integers, sums

WARN_DEFF = 1.5
BLOCK_DEFF = 2.5
THIN_CLASS = 20  # responses below which a class or category is merged
TOLERANCE = 1e-8
MOST_SWEEPS = 100
MOST_TRIMS = 10


def kish_deff(weights: Floats) -> float:
    """n Σw²/(Σw)²: how much unequal weights inflate a variance; 1 for equal or no weights."""
    total = float(weights.sum())
    return len(weights) * float(weights @ weights) / total**2 if total else 1.0


def too_uneven(weights: Floats) -> bool:
    """Whether the weights are too uneven for figures that are judged by."""
    return kish_deff(weights) > BLOCK_DEFF


def unevenness(weights: Floats) -> str:
    """A warning about uneven weights, empty where they are even enough."""
    deff = kish_deff(weights)
    if deff > BLOCK_DEFF:
        return f"weights too uneven to publish (deff {deff:.2f})"
    return f"weights uneven (deff {deff:.2f})" if deff > WARN_DEFF else ""


WeightClass = tuple[str, str]
"""A campaign and the name of a class within it."""


def merge_thin(
    classes: Sequence[WeightClass], eligible: Mapping[WeightClass, float]
) -> dict[WeightClass, WeightClass]:
    """Class -> the class it is weighted in: a campaign's thin ones, and those nobody answered in, share one."""
    counts = dict.fromkeys(eligible, 0)
    for one in classes:
        counts[one] = counts.get(one, 0) + 1
    return {
        one: one if count >= THIN_CLASS else (one[0], "thin classes")
        for one, count in counts.items()
    }


def nonresponse_factors(
    classes: Sequence[WeightClass], design: Floats, eligible: Mapping[WeightClass, float]
) -> Floats:
    """Per response: Σ design weights of its class's eligible contacts / Σ of its responses.

    A class of unknown total keeps its weights.
    """
    answered: dict[WeightClass, float] = {}
    for one, weight in zip(classes, design, strict=True):
        answered[one] = answered.get(one, 0.0) + float(weight)
    return np.array([eligible[c] / answered[c] if c in eligible else 1.0 for c in classes])


@dataclass(frozen=True)
class Margin:
    """Population totals of one variable's categories; `categories` holds each response's own."""

    name: str
    categories: Sequence[str]
    totals: Mapping[str, float]


@dataclass(frozen=True)
class _Coded:
    """A margin with thin categories merged and names turned into numbers."""

    name: str
    names: tuple[str, ...]
    codes: Integers
    totals: Floats


def _counts(margin: Margin) -> dict[str, int]:
    """Responses per category in declared order; refuses what no weight could mend."""
    counts = dict.fromkeys(margin.totals, 0)
    for category in margin.categories:
        if category not in counts:
            raise InputError(f"{margin.name}: no population total for {category!r}")
        counts[category] += 1
    for category, count in counts.items():
        if count == 0 and margin.totals[category] > 0:
            raise InputError(f"{margin.name}: nobody of {category!r} answered")
    return counts


def _merged(margin: Margin) -> dict[str, list[str]]:
    """Categories in declared order, thin ones joined with the next (the last with the previous)."""
    groups: list[list[str]] = [[]]
    size = 0
    for category, count in _counts(margin).items():
        if size >= THIN_CLASS:
            groups.append([])
            size = 0
        groups[-1].append(category)
        size += count
    if size < THIN_CLASS and len(groups) > 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return {" + ".join(group): group for group in groups}


def _coded(margin: Margin) -> _Coded:
    groups = _merged(margin)
    number = {category: i for i, group in enumerate(groups.values()) for category in group}
    totals = [sum(margin.totals[c] for c in group) for group in groups.values()]
    codes = np.array([number[c] for c in margin.categories], dtype=np.int64)
    return _Coded(margin.name, tuple(groups), codes, np.array(totals, dtype=float))


def _sums(margin: _Coded, weights: Floats) -> Floats:
    return sums(margin.codes, weights, len(margin.totals))


def _worst(margins: Sequence[_Coded], weights: Floats) -> tuple[float, str]:
    """The greatest relative distance from a margin, and whose it is."""
    worst = (0.0, "")
    for margin in margins:
        # An empty category (no answers, total 0) is where it should be.
        scale = np.where(margin.totals > 0, margin.totals, 1.0)
        gaps = np.abs(_sums(margin, weights) - margin.totals) / scale
        at = int(gaps.argmax())
        worst = max(worst, (float(gaps[at]), f"{margin.name} {margin.names[at]}"))
    return worst


def _rake(weights: Floats, margins: Sequence[_Coded]) -> Floats:
    for _ in range(MOST_SWEEPS):
        for margin in margins:
            now = _sums(margin, weights)
            ratio = np.divide(margin.totals, now, out=np.ones_like(now), where=now > 0)
            weights = weights * ratio[margin.codes]
        if _worst(margins, weights)[0] < TOLERANCE:
            return weights
    gap, category = _worst(margins, weights)
    raise InputError(
        f"raking did not converge: {category} is off by {gap:.2%}",
        hint="Merge categories, or drop a margin.",
    )


def _checked(margins: Sequence[Margin]) -> list[_Coded]:
    coded = [_coded(margin) for margin in margins]
    whole = [float(m.totals.sum()) for m in coded]
    if whole and max(whole) - min(whole) > TOLERANCE * max(whole):
        named = ", ".join(f"{m.name} {s:g}" for m, s in zip(coded, whole, strict=True))
        raise InputError(f"the margins have different totals: {named}")
    return coded


def rake(weights: Floats, margins: Sequence[Margin]) -> Floats:
    """Weights scaled, margin by margin, until every category sums to its population total.

    Raises InputError where a category with people has no answers, totals differ between margins,
    or a hundred sweeps do not suffice (naming the worst category).
    """
    return _rake(weights, _checked(margins)) if margins else weights


def _bounds(weights: Floats) -> tuple[float, float]:
    median = float(np.median(weights))
    return 0.3 * median, 5 * median


def _outside(weights: Floats) -> int:
    low, high = _bounds(weights)
    slack = 1e-6 * high  # raking after trimming nears the bound but never quite reaches it
    return int(((weights < low - slack) | (weights > high + slack)).sum())


def trim(weights: Floats) -> Floats:
    """Weights clipped to [0.3, 5] times their median."""
    return weights.clip(*_bounds(weights)) if len(weights) else weights


def rake_and_trim(weights: Floats, margins: Sequence[Margin]) -> tuple[Floats, int]:
    """Raked, trimmed, raked again until both hold; after ten rounds the margins win.

    Returns the weights and how many still lie outside the trimming bounds.
    """
    if not len(weights) or not margins:
        return trim(weights), 0
    coded = _checked(margins)
    weights = _rake(weights, coded)
    for _ in range(MOST_TRIMS):
        if not _outside(weights):
            break
        weights = _rake(trim(weights), coded)
    return weights, _outside(weights)
