"""Keywords: words that opt out when they are the whole message, however they are typed."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from outbound.policy.opt_out.folding import folded, squeezed
from outbound.policy.opt_out.spelling import meant
from outbound.policy.opt_out_words import KEYWORDS
from outbound.policy.rules.loader import rule_files

_REPLY: Final = re.compile(r"^(?:回复|回覆|回|发送|发|reply|text|send)(?=.)")
_EVENLY: Final = re.compile(r"\D*\d(?:(\W*)\d)?(?:\1\d)*\D*")
_DRAWN: Final = re.compile(r"([^\W\d_])\1{2,}")
_SIGNS: Final = re.compile("[🛑⛔🚫📵🔕]")
_SHORTEST_REPEATED: Final = 2
_SHORTEST_MISTYPED: Final = 4


@dataclass(frozen=True)
class Keyword:
    """The keyword that a message is; doubtful where it is only nearly one."""

    word: str
    doubtful: bool = False


def keyword(fold: str) -> Keyword | None:
    """The keyword that a folded text is as a whole; None if it says more, or something else.

    Digits count as they stand: 00:00 is a time and no 0000.
    """
    word = squeezed(fold)
    if not word:
        return Keyword("a sign", doubtful=True) if _SIGNS.search(fold) else None
    for known in (word, _DRAWN.sub(r"\1", word), _REPLY.sub("", word), _once(word)):
        if known in _known():
            return Keyword(known) if _plainly(fold, known) else None
    near = meant(word)
    if len(word) >= _SHORTEST_MISTYPED and near in _known():
        return Keyword(near, doubtful=True)
    return None


@cache
def _known() -> frozenset[str]:
    """Ours, and those that any country's rules name or ever named."""
    dated = (words for file in rule_files() for words in file.opt_out_words)
    return KEYWORDS | {squeezed(folded(word)) for words in dated for word in words.words}


def _once(word: str) -> str:
    """What a word repeats: `stopstop` is said once."""
    for length in range(_SHORTEST_REPEATED, len(word) // 2 + 1):
        times, left = divmod(len(word), length)
        if not left and word[:length] * times == word:
            return word[:length]
    return word


def _plainly(fold: str, word: str) -> bool:
    """Whether digits stand together, or all as far apart."""
    return not word.isdigit() or _EVENLY.fullmatch(fold) is not None
