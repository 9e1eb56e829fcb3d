"""Whether a text asks not to be contacted any more: keywords first, then wording."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from outbound.policy.opt_out_words import INSTEAD, KEYWORDS, SELLING, TRADITIONAL, WORDING

_SPACES: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_CHINESE: Final = re.compile(r"(?<=[\u4e00-\u9fff])[\s,，.。!！~、]+(?=[\u4e00-\u9fff])")
_LONGEST: Final = 1_000


@dataclass(frozen=True)
class OptOut:
    """An opt-out: the scopes that are to be suppressed, and what in the text says so."""

    scopes: tuple[str, ...]
    why: str


def opt_out(text: str) -> OptOut | None:
    """What a text asks us to leave off, as scopes of suppression; None if it asks for nothing.

    All is left off unless the person names less. Keywords count only as the whole message, in any
    case or width, with spaces and punctuation; wording is understood in Chinese, English, Spanish
    and French.
    """
    text = text[:_LONGEST]
    squeezed = _squeezed(text)
    if squeezed in KEYWORDS:
        return OptOut(("all",), f"keyword {squeezed.upper()}")
    plain = _plain(text)
    for language, pattern in WORDING:
        if found := pattern.search(plain):
            return OptOut(_scopes(plain), f"wording ({language}): {found[0].strip()}")
    return None


def is_opt_out(text: str) -> bool:
    """Whether a text asks not to be contacted any more."""
    return opt_out(text) is not None


def _scopes(plain: str) -> tuple[str, ...]:
    if INSTEAD.search(plain):
        return ("channel:call",)
    if SELLING.search(plain):
        return ("purpose:marketing", "purpose:retention")
    return ("all",)


def _squeezed(text: str) -> str:
    """Letters and digits alone, of one width and in lower case."""
    return "".join(char for char in _folded(text) if char.isalnum())


def _plain(text: str) -> str:
    """Words with single spaces, no accents, closing punctuation left off."""
    folded = _CHINESE.sub("", _folded(text))
    return _SPACES.sub(" ", folded).strip(" .!?~。！？…")


def _folded(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    apart = unicodedata.normalize("NFD", wide)
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return bare.translate(TRADITIONAL)
