"""Chance that can be repeated: each draw depends on the seed and on what it is about, on nothing else."""

from collections.abc import Sequence
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeVar

_NORMAL = NormalDist()

T = TypeVar("T")


class Chance:
    """Draws named by what they decide, so that asking twice, or in another order, changes nothing."""

    def __init__(self, seed: int) -> None:
        self._key = str(seed).encode()

    def share(self, *about: object) -> float:
        """A number from 0 up to, not including, 1, evenly spread."""
        told = "\x1f".join(map(str, about)).encode()
        digest = blake2b(told, digest_size=8, key=self._key).digest()
        return (int.from_bytes(digest) >> 11) / (1 << 53)

    def normal(self, *about: object) -> float:
        """A standard normal draw."""
        return _NORMAL.inv_cdf(min(max(self.share(*about), 1e-9), 1 - 1e-9))

    def between(self, low: float, high: float, *about: object) -> float:
        """A number between two others, evenly spread."""
        return low + (high - low) * self.share(*about)

    def pick(self, choices: Sequence[T], *about: object) -> T:
        """One of the choices, each as likely."""
        return choices[int(self.share(*about) * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]], *about: object) -> T:
        """One of the choices by its weight; weights need not add up to 1."""
        left = self.share(*about) * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]
