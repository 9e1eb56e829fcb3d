"""The few shapes that pictures are made of. Coordinates are on a 4-pixel grid, 720 wide."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from unicodedata import east_asian_width
from zlib import crc32

WIDTH = 720
ROW = 28
CSS = (Path(__file__).parent / "picture.css").read_text(encoding="utf-8")
"""What pictures need of the page: put it once into a style element."""

SHAPES = CSS[CSS.index(".picture {") : CSS.index("@media print")]
"""The same for a page that has colours of these names already: only how the shapes use them."""


def signed(value: float) -> str:
    """A whole number, with a true minus sign."""
    return f"{value:.0f}".replace("-", "−").replace("−0", "0")


def share(part: float, whole: float) -> str:
    """A whole percentage; something is never shown as nothing."""
    if not whole:
        return "–"
    return "<1%" if 0 < part / whole < 0.005 else f"{part / whole:.0%}"


def number(value: float) -> str:
    """A coordinate, with no more decimals than can be seen."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, style: str = "", *, at: str = "start") -> str:
    """A line of text whose baseline is at y; `style` names its classes."""
    anchor = f' text-anchor="{at}"' if at != "start" else ""
    kind = f' class="{style}"' if style else ""
    return f'<text x="{number(x)}" y="{number(y)}"{kind}{anchor}>{escape(words)}</text>'


def spans(x: float, y: float, parts: Iterable[tuple[str, str]]) -> str:
    """A line of text in several styles: (words, style) one after the other, a gap between them."""
    shown = [(words, style) for words, style in parts if words]
    gaps = ["", *[' dx="6"'] * len(shown)]
    told = "".join(
        f'<tspan{gap} class="{style}">{escape(words)}</tspan>'
        for gap, (words, style) in zip(gaps, shown, strict=False)
    )
    return f'<text x="{number(x)}" y="{number(y)}">{told}</text>'


def rect(x: float, y: float, width: float, height: float, style: str, *, round_: int = 0) -> str:
    """A filled rectangle; one that stands for something is at least one pixel wide."""
    corner = f' rx="{round_}"' if round_ else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(1.0, width))}" '
        f'height="{number(height)}" class="{style}"{corner}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'class="{style}"/>'
    )


def dot(x: float, y: float, style: str, radius: float = 5) -> str:
    """A filled circle."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" class="{style}"/>'


def group(parts: Iterable[str], tip: str = "") -> str:
    """Shapes that belong together; `tip` is told on hover and to screen readers."""
    told = f"<title>{escape(tip)}</title>" if tip else ""
    return f"<g>{told}{''.join(parts)}</g>"


def picture(title: str, description: str, height: float, parts: Iterable[str]) -> str:
    """A whole picture; `description` tells in words what the picture shows."""
    drawn = "".join(parts)
    mark = f"p{crc32((title + description + drawn).encode()):08x}"
    hatch = (
        f'<pattern id="{mark}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" class="hatch"/></pattern>'
    )
    defs = f"<defs>{hatch}</defs>" if HATCHED in drawn else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" '
        f'viewBox="0 0 {WIDTH} {number(height)}" aria-labelledby="{mark}-title {mark}-desc">'
        f'<title id="{mark}-title">{escape(title)}</title>'
        f'<desc id="{mark}-desc">{escape(description)}</desc>'
        f"{defs}{drawn.replace(HATCHED, f'{mark}-hatch')}</svg>"
    )


HATCHED = "the-hatch-of-this-picture"


def hatched(x: float, y: float, width: float, height: float) -> str:
    """A rectangle with nothing to show in it."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="url(#{HATCHED})" rx="2"/>'
    )


def standalone(drawn: str) -> str:
    """The picture as an SVG file of its own, styles inside."""
    head, rest = drawn.split(">", 1)
    return f"{head}><style>{CSS}</style>{rest}"


THIN = frozenset("fijlrtI.,:;'|!()[]/- ")


def text_width(words: str, size: float = 14) -> float:
    """About how wide the words will be: a Chinese character is as wide as it is high."""
    return size * sum(
        1.0 if east_asian_width(c) in "WF" else 0.36 if c in THIN else 0.68 if c.isupper() else 0.59
        for c in words
    )


def fitted(words: str, width: float, size: float = 14) -> str:
    """The words, cut with an ellipsis where they would not fit."""
    if text_width(words, size) <= width:
        return words
    kept = words
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
