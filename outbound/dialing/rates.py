"""The sixteen outcome rates of AAPOR's Standard Definitions, exact, over closing codes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from outbound.dialing.outcome import CodeClass, class_of


@dataclass(frozen=True)
class Counts:
    """How many contacts closed in each class; UH and UO enter only as a sum."""

    complete: int = 0
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown: int = 0
    not_eligible: int = 0


def tally(codes: Iterable[str]) -> Counts:
    """Closing codes counted by class; raises ValueError for what is no code."""
    seen = Counter(class_of(code) for code in codes)
    return Counts(
        complete=seen[CodeClass.I],
        partial=seen[CodeClass.P],
        refusal=seen[CodeClass.R],
        non_contact=seen[CodeClass.NC],
        other=seen[CodeClass.O],
        unknown=seen[CodeClass.UH] + seen[CodeClass.UO],
        not_eligible=seen[CodeClass.NE],
    )


def eligible_share(counts: Counts) -> Fraction | None:
    """e: the share of eligible contacts among those of which it is known; None if of none."""
    known = _known(counts)
    return _share(Fraction(known), Fraction(known + counts.not_eligible))


def rates(counts: Counts, e: Fraction | None = None) -> Mapping[str, Fraction | None]:
    """All sixteen rates by name; None where the denominator is zero or cannot be told.

    `e` is the campaign's own estimate of the eligible share, else it is reckoned from the counts.
    """
    share = eligible_share(counts) if e is None else e
    whole, known = Fraction(_known(counts) + counts.unknown), Fraction(_known(counts))
    likely = (
        known if counts.unknown == 0 else None if share is None else known + share * counts.unknown
    )
    i, p, r, o = counts.complete, counts.partial, counts.refusal, counts.other
    parts: Mapping[str, tuple[int, Fraction | None]] = {
        "RR1": (i, whole), "RR2": (i + p, whole), "RR3": (i, likely), "RR4": (i + p, likely),
        "RR5": (i, known), "RR6": (i + p, known),
        "COOP1": (i, Fraction(i + p + r + o)), "COOP2": (i + p, Fraction(i + p + r + o)),
        "COOP3": (i, Fraction(i + p + r)), "COOP4": (i + p, Fraction(i + p + r)),
        "REF1": (r, whole), "REF2": (r, likely), "REF3": (r, known),
        "CON1": (i + p + r + o, whole), "CON2": (i + p + r + o, likely),
        "CON3": (i + p + r + o, known),
    }  # fmt: skip
    return {name: _share(Fraction(part), base) for name, (part, base) in parts.items()}


def _known(counts: Counts) -> int:
    """D5: the contacts known to be eligible."""
    return counts.complete + counts.partial + counts.refusal + counts.non_contact + counts.other


def _share(part: Fraction, whole: Fraction | None) -> Fraction | None:
    return part / whole if whole else None
