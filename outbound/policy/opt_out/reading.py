"""Reads a text that a person sent back: keywords first, then wording in every language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from outbound.policy.opt_out.chinese import CHINESE
from outbound.policy.opt_out.english import ENGLISH
from outbound.policy.opt_out.folding import chinese_of, folded, words_of
from outbound.policy.opt_out.french import FRENCH
from outbound.policy.opt_out.keyword import keyword
from outbound.policy.opt_out.pattern import Said, Wording
from outbound.policy.opt_out.scopes import scopes_of
from outbound.policy.opt_out.spanish import SPANISH
from outbound.policy.opt_out.spelling import spelled

_LONGEST: Final = 1_600
"""No message is longer."""

_LATIN: Final = (ENGLISH, SPANISH, FRENCH)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LETTERS: Final = re.compile(r"[a-z]{2}")


@dataclass(frozen=True)
class OptOut:
    """An opt-out: the scopes that are to be suppressed, and what in the text says so.

    A doubtful one is suppressed all the same, and a person decides what was meant.
    """

    scopes: tuple[str, ...]
    why: str
    doubtful: bool = False


@lru_cache(4_096)
def opt_out(text: str) -> OptOut | None:
    """What a text asks us to leave off, as scopes of suppression; None if it asks for nothing.

    All is left off unless the person names less. Keywords count only as the whole message, in any
    case or width, with spaces and punctuation; wording is understood in Chinese, English, Spanish
    and French, with slips of the finger.
    """
    fold = folded(text[:_LONGEST])
    if not fold.strip():
        return None
    word = keyword(fold)
    if word is not None:
        return OptOut(("all",), f"keyword {word.word.upper()}", word.doubtful)
    return _worded(fold)


def is_opt_out(text: str) -> bool:
    """Whether a text asks not to be contacted any more."""
    return opt_out(text) is not None


def _worded(fold: str) -> OptOut | None:
    """The first clear wording in any language, else the first doubtful one."""
    doubtful: OptOut | None = None
    for text, wordings in _texts(fold):
        bare = text
        for wording in wordings:  # what only sounds so in one language must not be found in another
            bare = wording.bare(bare)
        for wording in wordings:
            said = wording.understood(bare)
            if said is None:
                continue
            later = any(each.later.search(bare) for each in wordings)
            found = _asked(said, wording, fold, doubtful=said.doubtful or later)
            if not found.doubtful:
                return found
            doubtful = doubtful or found
    return doubtful


def _texts(fold: str) -> Iterator[tuple[str, tuple[Wording, ...]]]:
    """The text as each kind of script reads it, where it has anything of it."""
    if _HAN.search(fold):
        yield chinese_of(fold), (CHINESE,)
    if _LETTERS.search(fold):
        yield spelled(words_of(fold)), _LATIN


def _asked(said: Said, wording: Wording, fold: str, *, doubtful: bool) -> OptOut:
    whole = " ".join(text for text, _ in _texts(fold))
    why = f"wording ({wording.language}): {said.words}"
    return OptOut(scopes_of(said.clauses, whole), why, doubtful)
