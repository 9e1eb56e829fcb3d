"""What every finding is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from outbound.score.nouns import Score
from outbound.score.report.nouns import Verbatim
from outbound.score.report.sentences import tell
from outbound.score.wording import say


@dataclass(frozen=True)
class Section:
    """One finding; `kicker` names its subject above the sentence."""

    kicker: str
    heading: str
    pictures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    quotes: tuple[Verbatim, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()  # the first row is the head


def mode_mix(scores: Sequence[Score], language: str) -> str:
    """How the answers behind some scores were given."""
    counts: dict[str, float] = {}
    for score in scores:
        for mode, share in score.modes.items():
            counts[mode] = counts.get(mode, 0.0) + share * score.base
    whole = sum(counts.values())
    if not whole:
        return ""
    shown = sorted(counts.items(), key=lambda item: -item[1])
    joined = " · ".join(f"{say(f'mode-{mode}', language)} {n / whole:.0%}" for mode, n in shown)
    return tell("asked-by", language, modes=joined)
