"""Scores as dots with their intervals as whiskers, a row each."""

from collections.abc import Sequence
from dataclasses import dataclass

from outbound.picture.svg import (
    ROW,
    WIDTH,
    dot,
    fitted,
    group,
    hatched,
    line,
    picture,
    signed,
    text,
)
from outbound.score.change import POINTS
from outbound.score.nouns import Flag, Score
from outbound.score.wording import say

LABELS = 152
FIGURES = 224  # to the right: value, interval, base
TOP = 28


@dataclass(frozen=True)
class Axis:
    """A scale of values laid over a span of pixels."""

    low: float
    high: float
    left: float
    width: float

    def at(self, value: float) -> float:
        """Where a value lies."""
        return self.left + (value - self.low) / (self.high - self.low) * self.width


@dataclass(frozen=True)
class Row:
    """One labelled score; None where nobody was asked."""

    label: str
    score: Score | None
    strong: bool = False


@dataclass(frozen=True)
class Reference:
    """The value that rows are compared with, named above its line."""

    label: str
    value: float


def told(score: Score | None, language: str, unit: str = "") -> str:
    """A score in words: value, interval, base."""
    if score is None:
        return "–"
    if score.value is None or score.low is None or score.high is None:
        return f"– ({say('too-small', language)}, n {score.base:,})"
    interval = f"{score.low:.0f}{unit} – {score.high:.0f}{unit}"
    small = f", {say('small-base', language)}" if score.flag is Flag.SMALL else ""
    return f"{score.value:.1f}{unit} ({interval}, n {score.base:,}{small})"


def standing(score: Score, reference: Reference | None) -> str:
    """good or bad where the whole interval lies clearly above or below the reference, else nothing."""
    if reference is None or score.low is None or score.high is None or score.flag:
        return ""
    if score.low > reference.value + POINTS / 2:
        return "good"
    return "bad" if score.high < reference.value - POINTS / 2 else ""


def whiskers(
    title: str,
    rows: Sequence[Row],
    language: str,
    *,
    reference: Reference | None = None,
    ends: tuple[float, float] = (0, 100),
    unit: str = "",
) -> str:
    """One row a score: dot, whisker, figures; suppressed ones hatched, small ones lighter."""
    axis = Axis(*ends, LABELS, WIDTH - LABELS - FIGURES)
    bottom = TOP + len(rows) * ROW
    parts = grid(axis, 4, TOP, bottom)
    if reference:
        x = axis.at(reference.value)
        label = f"{reference.label} {reference.value:.0f}{unit}"
        parts += [
            line(x, TOP - 8, x, bottom, "mark"),
            text(x, bottom + 16, label, "small quiet", at="middle"),
        ]
    for i, row in enumerate(rows):
        y = TOP + i * ROW
        style = "strong" if row.strong else ""
        drawn = [text(0, y + 19, fitted(row.label, LABELS - 16), style)]
        drawn += mark(row.score, axis, y, reference)
        drawn.append(_figures(row.score, y, language, reference, unit))
        parts.append(group(drawn, f"{row.label}: {told(row.score, language, unit)}"))
    words = "; ".join(f"{row.label}: {told(row.score, language, unit)}" for row in rows)
    return picture(title, words, bottom + (24 if reference else 4), parts)


def grid(axis: Axis, steps: int, top: float, bottom: float) -> list[str]:
    """Light lines at round values, named above; the outer names stay inside the axis."""
    parts = []
    for i in range(steps + 1):
        value = axis.low + (axis.high - axis.low) * i / steps
        x = axis.at(value)
        zero = value == 0 and axis.low < 0
        anchor = "start" if i == 0 else "end" if i == steps else "middle"
        parts.append(line(x, top - 8, x, bottom, "base" if zero else "rule"))
        if anchor != "middle" or steps > 2:  # a small panel has no room for a middle name
            parts.append(text(x, top - 14, signed(value), "small quiet", at=anchor))
    return parts


def mark(score: Score | None, axis: Axis, y: float, reference: Reference | None) -> list[str]:
    """The dot and its whisker; hatching where the score is hidden."""
    middle = y + ROW / 2
    if score is None:
        return []
    if score.value is None or score.low is None or score.high is None:
        return [hatched(axis.left, y + 6, axis.width, 16)]
    tone = standing(score, reference)
    faint = "faint" if score.flag else ""
    shape = "hollow" if score.flag else (tone or "accent")
    return [
        line(axis.at(score.low), middle, axis.at(score.high), middle, f"whisker {tone} {faint}"),
        dot(axis.at(score.value), middle, f"{shape} {tone}"),
    ]


def _figures(
    score: Score | None, y: float, language: str, reference: Reference | None, unit: str
) -> str:
    """Value, arrow, interval and base, each in a column of its own."""
    x, y = WIDTH - FIGURES, y + 19
    if score is None:
        return text(x + 40, y, "–", "quiet", at="end")
    base = f"n {score.base:,}"
    if score.value is None or score.low is None or score.high is None:
        why = f"{base} · {say('too-small', language)}"
        return text(x + 40, y, "–", "strong", at="end") + text(x + 60, y, why, "quiet small")
    tone = standing(score, reference)
    if score.flag:
        base += f" · {say('small-base', language)}"
    return "".join(
        [
            text(
                x + 40, y, signed(score.value) + unit, "quiet" if score.flag else "strong", at="end"
            ),
            text(x + 44, y, ARROWS[tone], f"small {tone}") if tone else "",
            text(x + 60, y, f"{signed(score.low)} – {signed(score.high)}", "quiet small"),
            text(x + 124, y, base, "quiet small"),
        ]
    )


ARROWS = {"good": "▲", "bad": "▼"}
