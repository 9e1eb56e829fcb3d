"""Scores of several places beside each other: small multiples of dots and whiskers."""

from collections.abc import Mapping, Sequence
from math import ceil, floor

from outbound.picture.svg import (
    ROW,
    WIDTH,
    fitted,
    group,
    hatched,
    picture,
    rect,
    signed,
    text,
)
from outbound.score.nouns import Score
from outbound.score.pictures.whiskers import (
    ARROWS,
    TOP,
    Axis,
    Reference,
    Row,
    grid,
    mark,
    standing,
    told,
)

PANEL_LABELS = 140
GAP = 12


def multiples(
    title: str,
    panels: Sequence[tuple[str, Mapping[str, Score]]],
    rows: Sequence[Row],
    language: str,
) -> str:
    """A panel per region (or the like), a row per process; a tick marks the process as a whole.

    panels: (label, process -> score); rows: the whole's score of each process, whose `score.process`
    finds it in the panels.
    """
    width = (WIDTH - PANEL_LABELS) / max(1, len(panels))
    low, high = _zoom([s for _, scores in panels for s in scores.values()])
    bottom = TOP + 20 + len(rows) * ROW
    parts = [
        text(0, TOP + 20 + i * ROW + 19, fitted(row.label, PANEL_LABELS - 8))
        for i, row in enumerate(rows)
    ]
    for k, (label, scores) in enumerate(panels):
        left = PANEL_LABELS + k * width
        axis = Axis(low, high, left + GAP / 2, width - GAP - 32)
        parts.append(text(left + GAP / 2, 12, fitted(label, width - GAP), "strong"))
        parts += grid(axis, 2, TOP + 20, bottom)
        for i, row in enumerate(rows):
            process = row.score.process if row.score else None
            score = scores.get(process or "")
            tip = f"{label}, {row.label}: {told(score, language)}"
            parts.append(group(_cell(row, score, axis, TOP + 20 + i * ROW), tip))
    words = "; ".join(
        f"{label}, {row.label}: {told(scores.get((row.score.process if row.score else '') or ''), language)}"
        for label, scores in panels
        for row in rows
    )
    return picture(title, words, bottom + 4, parts)


def _zoom(scores: Sequence[Score]) -> tuple[float, float]:
    """Round ends, a multiple of 20 apart, that hold every interval shown."""
    lows = [s.low for s in scores if s.low is not None]
    highs = [s.high for s in scores if s.high is not None]
    low = floor(min(lows, default=0) / 10) * 10
    high = ceil(max(highs, default=100) / 10) * 10
    if (high - low) % 20:
        low, high = (low - 10, high) if low >= 10 else (low, high + 10)
    return (low, high) if high > low else (0, 100)


def _cell(row: Row, score: Score | None, axis: Axis, y: float) -> list[str]:
    x = axis.left + axis.width + 8
    if score is None:
        return [text(x, y + 19, "", "quiet")]
    if score.value is None:
        return [hatched(axis.left, y + 6, axis.width, 16), text(x, y + 19, "–", "quiet")]
    whole = row.score.value if row.score else None
    reference = Reference("", whole) if whole is not None else None
    tick = [rect(axis.at(whole) - 0.75, y + 5, 1.5, 18, "bar")] if whole is not None else []
    tone = standing(score, reference)
    style = f"quiet {tone}" if score.flag else f"strong {tone}"
    return [
        *tick,
        *mark(score, axis, y, reference),
        text(x, y + 19, f"{signed(score.value)}{ARROWS.get(tone, '')}", style),
    ]
