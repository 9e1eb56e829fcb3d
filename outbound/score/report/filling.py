"""What every report is filled with: the breakdowns it draws, and the centre's names for things."""

from collections.abc import Mapping
from typing import Final

from outbound.campaign.centre import Centre
from outbound.campaign.values import Text
from outbound.score.measures import scores
from outbound.score.nouns import Score, ScoreInput
from outbound.score.panel import panel

BREAKDOWNS: Final[tuple[tuple[str, ...], ...]] = ((), ("region",), ("segment",), ("department",))
"""What a report breaks the process scores down by."""


def reported_scores(data: ScoreInput) -> tuple[Score, ...]:
    """Every measure in every breakdown that a report draws."""
    compiled = panel(data)
    return tuple(score for by in BREAKDOWNS for score in scores(compiled, by))


def names(centre: Centre) -> dict[str, Mapping[str, Text]]:
    """Dimension -> value -> what people call it, as far as the centre's file says."""
    return {
        "process": {name: process.title for name, process in centre.processes.items()},
        "department": dict(centre.departments),
    }
