"""Which figures may be shown: the base-size rule, and hiding what others would reveal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from outbound.score.nouns import Flag, Score

LEAST = 30
"""Below this many answers a figure is suppressed."""

ENOUGH = 60
"""From this many answers a figure is shown without a flag."""

QUOTABLE = 10
"""From this many responses what people said may be quoted."""


def flag(base: int, n_eff: float, *, uneven: bool = False) -> Flag | None:
    """The flag of a figure from `base` answers worth `n_eff`; `uneven`: weights too uneven to rely on.

    Thirty answers that tell as little as twenty are shown as small, and their method says so: the
    figure's own interval is honest, and a reader who sees the base would not understand a blank.
    """
    if base < LEAST:
        return Flag.SUPPRESSED
    return Flag.SMALL if base < ENOUGH or n_eff < LEAST or uneven else None


def hidden(score: Score, why: str) -> Score:
    """The score without its figure: only the base is told."""
    return replace(
        score,
        value=None,
        low=None,
        high=None,
        se=None,
        df=None,
        shares={},
        flag=Flag.SUPPRESSED,
        method=why,
    )


def complement(scores: Sequence[Score], dimensions: Iterable[str]) -> list[Score]:
    """Where one hidden child could be worked out from its parent and siblings, hide another.

    A family is what differs in one dimension only. Its parent is assumed published, so exactly one
    hidden child would be revealed; the smallest sibling is hidden with it. Repeated until nothing
    more is revealed, because hiding one can reveal another across a second dimension.
    """
    kept = list(scores)
    names = [name for name in dimensions if name != "process"]
    found = True
    while found:
        found = False
        for name in names:
            for family in _families(kept, name):
                at = _revealing(kept, family)
                if at is not None:
                    kept[at] = hidden(kept[at], f"hidden so that no other {name} can be worked out")
                    found = True
    return kept


def _families(scores: Sequence[Score], dimension: str) -> list[list[int]]:
    """Positions of scores that share all but `dimension`."""
    families: dict[object, list[int]] = defaultdict(list)
    for at, score in enumerate(scores):
        others = tuple(sorted((k, v) for k, v in score.by.items() if k != dimension))
        families[score.measure, score.process, others].append(at)
    return list(families.values())


def _revealing(scores: Sequence[Score], family: Sequence[int]) -> int | None:
    """The sibling to hide where exactly one of a published parent's children is hidden."""
    shown = [at for at in family if scores[at].published]
    alone = len(family) - len(shown) == 1
    return min(shown, key=lambda at: (scores[at].base, at)) if alone and shown else None
