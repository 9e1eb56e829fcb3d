"""Whether two figures differ, and what a change is made of."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import TypeVar

from scipy.special import stdtr

Group = TypeVar("Group", bound=Hashable)

SURE = 0.10  # the adjusted p below which a change is called one
POINTS = 2.0  # and the least change worth a word


@dataclass(frozen=True)
class Estimate:
    """One estimate: mean, variance, degrees of freedom."""

    mean: float
    variance: float
    df: float = inf


@dataclass(frozen=True)
class Difference:
    """What separates two estimates: `p` is two-sided."""

    change: float
    t: float
    df: float
    p: float


def difference(after: Estimate, before: Estimate, covariance: float = 0.0) -> Difference:
    """after − before; `covariance` is 0 unless people overlap."""
    change = after.mean - before.mean
    variance = after.variance + before.variance - 2 * covariance
    if variance <= 0:
        return Difference(change, inf if change else 0.0, inf, 0.0 if change else 1.0)
    parts = after.variance**2 / after.df + before.variance**2 / before.df
    df = (after.variance + before.variance) ** 2 / parts if parts > 0 else inf
    t = change / sqrt(variance)
    return Difference(change, t, df, 2 * float(stdtr(df, -abs(t))))


def adjusted(p: Sequence[float]) -> list[float]:
    """Benjamini-Hochberg: each p raised for all that a bulletin tests together."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    raised = [1.0] * len(p)
    least = 1.0
    for rank, i in reversed(list(enumerate(order, start=1))):
        least = min(least, len(p) * p[i] / rank)
        raised[i] = least
    return raised


def is_real(change: float, adjusted_p: float) -> bool:
    """Whether a change may be called better or worse."""
    return adjusted_p < SURE and abs(change) >= POINTS


@dataclass(frozen=True)
class Decomposition:
    """A total change split into the groups' shifting shares and their real changes."""

    mix: float
    real: float


def kitagawa(
    before: Mapping[Group, tuple[float, float]], after: Mapping[Group, tuple[float, float]]
) -> Decomposition:
    """Splits the change of a mean; group -> (share, score). mix + real = total change.

    A group absent from one period takes its score from the other.
    """
    mix = real = 0.0
    for group in {**before, **after}:
        share_0, score_0 = before.get(group, (0.0, after.get(group, (0.0, 0.0))[1]))
        share_1, score_1 = after.get(group, (0.0, score_0))
        mix += (share_1 - share_0) * (score_0 + score_1) / 2
        real += (score_1 - score_0) * (share_0 + share_1) / 2
    return Decomposition(mix, real)
