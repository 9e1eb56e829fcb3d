"""A figure day by day as columns, small, with the days that are closed on grey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outbound.picture.svg import WIDTH, group, line, picture, rect, text

HEIGHT, FLOOR, CEILING = 148, 120, 44
NARROW = 17.0
"""Columns narrower than this carry no figures of their own."""


@dataclass(frozen=True)
class DayBar:
    """One day's figure; `room` is what it could have been at the most, drawn pale behind it."""

    day: date
    figure: float
    is_open: bool = True
    room: float = 0.0


def days(title: str, bars: Sequence[DayBar], tone: str = "bar") -> str:
    """A column a day on one scale from zero, in the order given."""
    if not bars:
        return picture(title, "–", HEIGHT, [text(0, 64, "–", "quiet")])
    slot = min(40.0, WIDTH / len(bars))
    most = max(max(bar.figure, bar.room) for bar in bars) or 1.0
    scale = (FLOOR - CEILING) / most
    parts = [text(0, 14, title, "small quiet")]
    parts += [_column(n * slot, slot, bar, scale, tone) for n, bar in enumerate(bars)]
    parts.append(line(0, FLOOR, len(bars) * slot, FLOOR, "base"))
    every = max(1, round(72 / slot))
    parts += [_name(n, slot, bar.day) for n, bar in enumerate(bars) if n % every == 0]
    told = "; ".join(f"{bar.day}: {_figure(bar.figure)}" for bar in bars if bar.figure)
    return picture(title, told or "–", HEIGHT, parts)


def _name(n: int, slot: float, day: date) -> str:
    middle = n * slot + slot / 2
    if middle < 20:
        return text(n * slot, FLOOR + 18, f"{day:%m-%d}", "small quiet")
    at, x = ("end", (n + 1) * slot) if middle > WIDTH - 24 else ("middle", middle)
    return text(x, FLOOR + 18, f"{day:%m-%d}", "small quiet", at=at)


def _column(x: float, slot: float, bar: DayBar, scale: float, tone: str) -> str:
    width = max(1.0, slot - min(4.0, slot / 4))
    parts = [] if bar.is_open else [rect(x, CEILING, width, FLOOR - CEILING, "wash")]
    if bar.room:
        parts.append(rect(x, FLOOR - bar.room * scale, width, bar.room * scale, "wash"))
    if bar.figure:
        height = bar.figure * scale
        parts.append(rect(x, FLOOR - height, width, height, tone, round_=2))
        if slot >= NARROW and bar.figure >= 0.05:
            figure = _figure(bar.figure)
            parts.append(text(x + width / 2, FLOOR - height - 5, figure, "small", at="middle"))
    return group(parts, f"{bar.day}: {_figure(bar.figure)}")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == 0 else f"{value:.1f}"
