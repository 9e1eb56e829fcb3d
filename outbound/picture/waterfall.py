"""How a list came about: from the whole base, drop by drop, to those listed."""

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
    text_width,
)

LABELS = 248  # where the bars begin
ROOM = 96  # kept free to the right for the first rows' figures


@dataclass(frozen=True)
class Fall:
    """One row: subscribers who leave for a reason, or a level that stays (the base, the list)."""

    label: str
    count: int
    kind: str = ""
    level: bool = False


def waterfall(title: str, base: Fall, drops: Sequence[Fall], listed: Fall) -> str:
    """Horizontal bars that add up: every drop begins where the one before it ended."""
    scale = (WIDTH - LABELS - ROOM) / max(1, base.count)
    rows = [base, *(d for d in drops if d.count), listed]
    parts: list[str] = []
    left = base.count
    for i, row in enumerate(rows):
        start = 0 if row.level else left - row.count
        end = row.count if row.level else left
        parts.append(_row(i * ROW, row, (LABELS + start * scale, LABELS + end * scale), base.count))
        left = end if row.level else start
        if i + 1 < len(rows):
            x = LABELS + left * scale
            parts.append(line(x, i * ROW + 22, x, (i + 1) * ROW + 6, "base"))
    told = "; ".join(f"{row.label}: {row.count:,}" for row in rows)
    return picture(title, told, len(rows) * ROW, parts)


def _row(y: float, row: Fall, ends: tuple[float, float], base: int) -> str:
    start, end = ends
    style = ("accent" if y else "bar") if row.level else "bar faint"
    sign = "" if row.level else "−"
    of_base = share(row.count, base)
    figure = [(f"{sign}{row.count:,}", "strong"), (of_base if y else "", "quiet small")]
    return group(
        [
            _label(y, row),
            rect(start, y + 6, end - start, 16, style, round_=2),
            spans(end + 8, y + 19, figure),
        ],
        f"{row.label}: {sign}{row.count:,} ({of_base})",
    )


def _label(y: float, row: Fall) -> str:
    words = fitted(row.label, LABELS - 24 - text_width(row.kind, 12))
    if row.level:
        return text(0, y + 19, words, "strong")
    return spans(0, y + 19, [(words, ""), (row.kind, "quiet small")])
