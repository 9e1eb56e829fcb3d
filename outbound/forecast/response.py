"""What is expected of people asked: the share that answers, with how little that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv, gammaln

from outbound.audience.quota import PRIOR
from outbound.forecast.nouns import Range

LOW, HIGH = 0.05, 0.95
"""Between these quantiles lie nine in ten outcomes."""
Z: Final = 1.6449
_EXACT: Final = 20_000
"""Beyond so many contacts chance in the counting is nothing beside what is unknown of the rate."""
_TINY: Final = 1e-6


@dataclass(frozen=True)
class Rate:
    """A share of contacts that answer, unknown: Beta(answering, silent)."""

    answering: float
    silent: float

    @classmethod
    def of(cls, expect: float, completes: float = 0, closed: float = 0) -> "Rate":
        """The author's expectation worth fifty contacts, and what was observed."""
        yes = PRIOR * expect + completes
        return cls(max(yes, _TINY), max(PRIOR + closed - yes, _TINY))

    @property
    def mean(self) -> float:
        """The share expected."""
        return self.answering / (self.answering + self.silent)

    def quantile(self, share: float) -> float:
        """The rate below which it lies with that probability."""
        return float(betaincinv(self.answering, self.silent, share))

    def chance(self, contacts: int, wanted: int) -> float:
        """The chance of at least so many completes from so many contacts (beta-binomial)."""
        if wanted <= 0:
            return 1.0
        if wanted > contacts:
            return 0.0
        if contacts > _EXACT:
            return float(1 - betainc(self.answering, self.silent, (wanted - 0.5) / contacts))
        return float(min(1.0, self._shares(contacts)[wanted:].sum()))

    def completes(self, contacts: int) -> Range:
        """The completes of so many contacts, with the bounds of nine in ten outcomes."""
        expected = contacts * self.mean
        if contacts > _EXACT:
            low, high = (contacts * self.quantile(q) for q in (LOW, HIGH))
        elif contacts:
            below = np.cumsum(self._shares(contacts))
            low, high = (float(np.searchsorted(below, q)) for q in (LOW, HIGH))
        else:
            low = high = 0.0
        return Range(expected, min(low, expected), max(high, expected))

    def _shares(self, contacts: int) -> npt.NDArray[np.float64]:
        """The probability of 0, 1, ... completes."""
        k = np.arange(contacts + 1)
        a, b, n = self.answering, self.silent, contacts
        ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        logs = ways + gammaln(k + a) + gammaln(n - k + b) - gammaln(n + a + b)
        logs += gammaln(a + b) - gammaln(a) - gammaln(b)
        found: npt.NDArray[np.float64] = np.exp(logs)
        return found


def around(expected: float, others: Sequence[float], error: float) -> Range:
    """The expected figure between what other rates would make of it, widened by a relative
    standard error: chance in the counting, and odds that may be off."""
    noise = Z * error * expected
    down = sqrt((expected - min(*others, expected)) ** 2 + noise**2)
    up = sqrt((max(*others, expected) - expected) ** 2 + noise**2)
    return Range(expected, max(0.0, expected - down), expected + up)
