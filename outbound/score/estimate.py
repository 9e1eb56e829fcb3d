"""Weighted means of stratified samples: standard errors, degrees of freedom, intervals.

Everything is computed for many domains (a process in a region, ...) at once. A domain's variance
counts every response of a stratum: those outside the domain enter with z = 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

EQUAL = 1e-12  # a weighted variance of 0-100 values below this is rounding


@dataclass(frozen=True)
class Strata:
    """What variances are taken over.

    of: each sampling unit's stratum; a unit is a response, or a cluster of them
    sampled: n_h, the units of each stratum
    fraction: f_h = n_h/N_h, 0 where N_h is unknown
    """

    of: Integers
    sampled: Floats
    fraction: Floats


def sums(code: Integers, values: Floats, size: int) -> Floats:
    """The total of values under each code from 0 to size - 1."""
    if not len(code):
        return np.zeros(size)  # bincount cannot weigh nothing
    return np.bincount(code, values, size).astype(np.float64)


def _join(counts: Sequence[int], groups: Sequence[int]) -> list[int]:
    """Stratum -> joined stratum: one with a single unit joins the next of its group.

    The last of a group joins the one before it; a group's only stratum stays.
    """
    joined = list(range(len(counts)))
    latest: dict[int, int] = {}  # group -> its last joined stratum
    size: dict[int, int] = {}  # joined stratum -> units
    waiting: dict[int, int] = {}  # group -> a joined stratum still of one unit
    for stratum, (count, group) in enumerate(zip(counts, groups, strict=True)):
        if count == 0:
            continue
        joined[stratum] = waiting.pop(group, stratum)
        size[joined[stratum]] = size.get(joined[stratum], 0) + count
        if size[joined[stratum]] < 2:
            waiting[group] = joined[stratum]
        else:
            latest[group] = joined[stratum]
    for group, single in waiting.items():
        into = latest.get(group, single)
        joined = [into if j == single else j for j in joined]
    return joined


def strata(
    of: Integers, groups: Sequence[int], population: Sequence[int | None]
) -> tuple[Strata, Integers]:
    """Strata of units, those of one unit joined with the next in declared order.

    of: each unit's declared stratum; groups: each declared stratum's group (its campaign), within
    which it joins first; population: N_h. Returns them and declared stratum -> joined stratum.
    """
    counts = np.bincount(of, minlength=len(groups))
    within = np.array(_join(counts.tolist(), groups), dtype=np.int64)
    merged = sums(within, counts.astype(float), len(groups))
    across = np.array(_join([int(c) for c in merged], [0] * len(groups)), dtype=np.int64)
    target = across[within]
    sampled = sums(target, counts.astype(float), len(groups))
    known = np.array([np.nan if n is None else float(n) for n in population])
    # A cell without responses brings no population to the stratum it would have joined.
    people = sums(target, np.where(counts > 0, known, 0.0), len(groups))
    fraction = np.divide(sampled, people, out=np.zeros_like(sampled), where=people > 0)
    return Strata(target[of], sampled, fraction.clip(0, 1)), target


def variances(
    domain: Integers, unit: Integers, z: Floats, domains: int, over: Strata
) -> tuple[Floats, Floats]:
    """V and Satterthwaite's degrees of freedom of each domain's total of z.

    V is not a number where some stratum with answers has but one unit.
    """
    units, cells = len(over.of), len(over.sampled)
    pair, where = np.unique(domain * units + unit, return_inverse=True)
    z = sums(where, z, len(pair))
    cell = (pair // units) * cells + over.of[pair % units]
    size = domains * cells
    total = sums(cell, z, size).reshape(domains, cells)
    square = sums(cell, z * z, size).reshape(domains, cells)
    touched = np.bincount(cell, minlength=size).reshape(domains, cells) > 0
    n = np.where(over.sampled > 0, over.sampled, 2.0)
    spread = (square - total**2 / n).clip(min=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        v = np.where(touched, (1 - over.fraction) * n / (n - 1) * spread, 0.0)
        variance = v.sum(axis=1)
        df = variance**2 / np.where(touched, v**2 / (n - 1), 0.0).sum(axis=1)
    plain = np.where(touched, n - 1, 0.0).sum(axis=1)
    return variance, np.where(np.isfinite(df), df, plain.clip(min=1))


@dataclass(frozen=True)
class Estimates:
    """One row per domain: base n, Σw, mean, SD of the answers, V, df, n_eff, whether all equal."""

    base: Integers
    weight: Floats
    mean: Floats
    sd: Floats
    variance: Floats
    df: Floats
    n_eff: Floats
    equal: Booleans

    @property
    def se(self) -> Floats:
        """Standard errors."""
        return np.sqrt(self.variance)

    def interval(self) -> tuple[Floats, Floats]:
        """mean ± t(.975, df)·SE."""
        half = stdtrit(self.df, 0.975) * self.se
        return self.mean - half, self.mean + half

    def leaning_on(self, parent_sd: Floats) -> "Estimates":
        """Where all answers are equal, SE is the parent's SD/√n_eff instead of none at all."""
        borrowed = parent_sd**2 / np.maximum(self.n_eff, 1)
        df = np.maximum(self.n_eff - 1, 1)
        return replace(
            self,
            variance=np.where(self.equal, borrowed, self.variance),
            df=np.where(self.equal, df, self.df),
        )


def linearised(
    domain: Integers, y: Floats, w: Floats, domains: int
) -> tuple[Floats, Floats, Floats]:
    """Each domain's Σw and weighted mean, and each answer's z = w(y − mean)/Σw."""
    weight = sums(domain, w, domains)
    safe = np.where(weight > 0, weight, 1.0)
    mean = sums(domain, w * y, domains) / safe
    return weight, mean, w * (y - mean[domain]) / safe[domain]


def estimates(
    domain: Integers, unit: Integers, y: Floats, w: Floats, domains: int, over: Strata
) -> Estimates:
    """The weighted mean of y in every domain; one item per answer, `unit` says whose it is."""
    weight, mean, z = linearised(domain, y, w, domains)
    safe = np.where(weight > 0, weight, 1.0)
    base = np.bincount(domain, minlength=domains)
    spread = sums(domain, w * (y - mean[domain]) ** 2, domains) / safe
    equal = spread < EQUAL
    variance, df = variances(domain, unit, z, domains, over)
    deff = np.where(
        equal | (variance <= 0),
        base * sums(domain, w * w, domains) / safe**2,
        _deff(domain, unit, over, variance, spread / np.maximum(base - 1, 1)),
    )
    return Estimates(
        base=base,
        weight=weight,
        mean=mean,
        sd=np.sqrt(spread * base / np.maximum(base - 1, 1)),
        variance=np.where(equal, 0.0, variance),
        df=df,
        n_eff=base / np.where(np.isfinite(deff), deff, np.inf).clip(min=1),
        equal=equal,
    )


def _deff(domain: Integers, unit: Integers, over: Strata, variance: Floats, srs: Floats) -> Floats:
    """V against that of a simple random sample as large; nan where there is nothing to compare."""
    fraction = over.fraction[over.of[unit]]
    people = np.divide(1.0, fraction, out=np.full_like(fraction, np.inf), where=fraction > 0)
    n = np.bincount(domain, minlength=len(variance))
    correction = 1 - n / np.maximum(sums(domain, people, len(variance)), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(1.0, variance / (srs * correction))
