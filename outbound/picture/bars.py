"""Counts as horizontal bars from zero, in named groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from outbound.picture.svg import (
    ROW,
    WIDTH,
    fitted,
    group,
    line,
    picture,
    rect,
    share,
    spans,
    text,
)

LABELS = 200
ROOM = 96
HEAD = 24


@dataclass(frozen=True)
class Bar:
    """One count and its name."""

    label: str
    count: int


@dataclass(frozen=True)
class BarGroup:
    """Counts that mean alike; `tone` is accent, good, watch, bad or bar, always beside the words."""

    label: str
    bars: tuple[Bar, ...]
    tone: str = "bar"


def bars(title: str, groups: Sequence[BarGroup], whole: int) -> str:
    """Groups of bars on one scale; shares are of `whole`."""
    shown = [g for g in groups if any(b.count for b in g.bars)]
    most = max((b.count for g in shown for b in g.bars), default=1)
    scale = (WIDTH - LABELS - ROOM) / max(1, most)
    parts: list[str] = []
    y = 0.0
    for one in shown:
        rows = sorted((b for b in one.bars if b.count), key=lambda b: (-b.count, b.label))
        parts.append(_heading(y, one, sum(b.count for b in rows), whole))
        y += HEAD
        parts += [
            _bar(y + i * ROW, b, b.count * scale, one.tone, whole) for i, b in enumerate(rows)
        ]
        bottom = y + len(rows) * ROW
        parts.append(line(LABELS, y + 2, LABELS, bottom - 2, "base"))
        y = bottom + 8
    told = "; ".join(f"{b.label}: {b.count:,}" for g in shown for b in g.bars if b.count)
    return picture(title, told, max(ROW, y - 8), parts)


def _heading(y: float, one: BarGroup, total: int, whole: int) -> str:
    return spans(
        0, y + 16, [(one.label, "strong"), (f"{total:,} · {share(total, whole)}", "quiet")]
    )


def _bar(y: float, bar: Bar, width: float, tone: str, whole: int) -> str:
    of_whole = share(bar.count, whole)
    return group(
        [
            text(LABELS - 12, y + 19, fitted(bar.label, LABELS - 20), "quiet", at="end"),
            rect(LABELS, y + 6, width, 16, tone, round_=2),
            spans(
                LABELS + width + 8,
                y + 19,
                [(f"{bar.count:,}", "strong"), (of_whole, "quiet small")],
            ),
        ],
        f"{bar.label}: {bar.count:,} ({of_whole})",
    )
