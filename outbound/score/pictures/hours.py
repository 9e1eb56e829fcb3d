"""Attempts over the hours of a day, and how many of them reached the person."""

from collections.abc import Mapping

from outbound.picture.svg import WIDTH, group, line, picture, rect, text
from outbound.score.wording import say

HEIGHT = 132
FLOOR = 108
CEILING = 24


def hours(
    title: str, attempts: Mapping[int, int], reached: Mapping[int, int], language: str
) -> str:
    """A column an hour of the centre's clock, from the first hour with attempts to the last."""
    if not attempts:
        return picture(title, "–", HEIGHT, [text(0, 64, "–", "quiet")])
    span = range(min(attempts), max(attempts) + 1)
    most = max(attempts.values())
    slot = min(72.0, (WIDTH - 96) / len(span))
    scale = (FLOOR - CEILING) / max(1, most)
    parts = [
        group(
            _column(i * slot, slot, hour, attempts.get(hour, 0), reached.get(hour, 0), scale),
            f"{hour}:00 – {say('attempts', language)} {attempts.get(hour, 0):,}, "
            f"{say('reached', language)} {reached.get(hour, 0):,}",
        )
        for i, hour in enumerate(span)
    ]
    end = len(span) * slot
    parts.append(line(0, FLOOR, end, FLOOR, "base"))
    parts.append(_names(end + 8, language))
    told = "; ".join(
        f"{hour}:00: {attempts.get(hour, 0):,} ({say('reached', language)} {reached.get(hour, 0):,})"
        for hour in span
    )
    return picture(title, told, HEIGHT, parts)


def _column(x: float, slot: float, hour: int, tried: int, met: int, scale: float) -> list[str]:
    width = slot - 8
    middle = x + slot / 2
    parts = [text(middle, FLOOR + 16, f"{hour:02d}", "small quiet", at="middle")]
    if tried:
        parts.append(rect(x + 4, FLOOR - tried * scale, width, tried * scale, "bar", round_=2))
        parts.append(text(middle, FLOOR - tried * scale - 6, f"{tried:,}", "small", at="middle"))
    if met:
        parts.append(rect(x + 4, FLOOR - met * scale, width, met * scale, "accent"))
        if met * scale > 16:
            parts.append(text(middle, FLOOR - 5, f"{met:,}", "small on", at="middle"))
    return parts


def _names(x: float, language: str) -> str:
    """The two parts named beside the last column, each after a sample of itself."""
    return group(
        [
            rect(x, CEILING + 2, 8, 8, "bar"),
            text(x + 14, CEILING + 10, say("attempts", language), "small"),
            rect(x, FLOOR - 10, 8, 8, "accent"),
            text(x + 14, FLOOR - 2, say("reached", language), "small"),
        ]
    )
