"""How many messages a text becomes: GSM-7 holds 160 characters, or 153 in each part; UCS-2 70 or 67."""

from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""Characters that take an escape before them, so count as two."""


@dataclass(frozen=True)
class SmsLength:
    """A text's encoding (`gsm-7` or `ucs-2`), its length in that encoding's units, and its parts."""

    encoding: str
    units: int
    segments: int


def segments(text: str) -> SmsLength:
    """What the text costs to send; an empty one is still one message."""
    if all(c in _BASIC or c in _EXTENSION for c in text):
        widths = [2 if c in _EXTENSION else 1 for c in text]
        return SmsLength("gsm-7", sum(widths), _parts(widths, 160, 153))
    widths = [len(c.encode("utf-16-be")) // 2 for c in text]
    return SmsLength("ucs-2", sum(widths), _parts(widths, 70, 67))


def beyond_gsm(text: str) -> tuple[str, ...]:
    """The characters, each once, for which the whole text is sent in UCS-2."""
    return tuple(dict.fromkeys(c for c in text if c not in _BASIC and c not in _EXTENSION))


def _parts(widths: list[int], alone: int, joined: int) -> int:
    """How many parts; a character of two units is never split between two parts."""
    if sum(widths) <= alone:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > joined:
            parts, used = parts + 1, 0
        used += width
    return parts
