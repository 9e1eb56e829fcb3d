"""Words as people mistype and shorten them, brought back to how the patterns write them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from outbound.policy.opt_out.vocabulary import REAL_WORDS, SHORTENED, WORDS

_SHORTEST: Final = 5
"""Shorter words have too many neighbours that mean something else."""
_DRAWN: Final = re.compile(r"([a-z])\1{2,}")  # stopppp
_DOUBLED: Final = re.compile(r"([a-z])\1")
_TOO_MANY: Final = 9.0
_LONG: Final = 9
"""From this length on, two slips are seen through."""

_LEET: Final = str.maketrans("0135$@", "oiessa")
_NOT: Final = re.compile(r"\b(do|did|does|will|would|can|could|should|must) ?not\b")
_PHRASES: Final = (
    (re.compile(r"\bcant\b|\bcan not\b"), "cant"),
    (re.compile(r"\bany more\b"), "anymore"),
    (re.compile(r"\bno mo\b"), "no more"),
    (re.compile(r"\bdon t\b"), "dont"),
)


def spelled(words: str) -> str:
    """The words, each as it was most likely meant."""
    text = " ".join(meant(word) for word in words.split(" "))
    text = _NOT.sub(r"\1nt", text)
    for pattern, instead in _PHRASES:
        text = pattern.sub(instead, text)
    return text


@lru_cache(10_000)
def meant(word: str) -> str:
    """The word that was most likely meant: itself, where it is one or nothing is near."""
    word = SHORTENED.get(word, word)
    if any(char.isdigit() for char in word):
        plain = word.translate(_LEET)
        return plain if plain.isalpha() and plain in WORDS else word
    if not word.isascii() or word in _KNOWN:
        return word
    word = next(
        (w for w in (_DRAWN.sub(r"\1\1", word), _DRAWN.sub(r"\1", word)) if w in _KNOWN), word
    )
    if len(word) < _SHORTEST - 1 or word in _KNOWN or word in REAL_WORDS:
        return word
    near = {
        known for part in _shorter(word) for known in _NEAR.get(part, ()) if known[0] == word[0]
    }
    found = min((_slips(word, known), known) for known in near) if near else (_TOO_MANY, word)
    return SHORTENED.get(found[1], found[1]) if found[0] < _TOO_MANY else word


def _slips(word: str, known: str) -> float:
    """How far a word is from a known one; a letter doubled or halved is the commonest slip."""
    slips = _distance(word, known)
    if slips > (2 if len(known) >= _LONG else 1):
        return _TOO_MANY
    return slips - 0.5 * (_DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", known))


def _shorter(word: str) -> set[str]:
    """The word, and the word without one of its letters."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def _near(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= _SHORTEST:
            for part in _shorter(word):
                found[part].append(word)
    return {part: tuple(known) for part, known in found.items()}


_KNOWN: Final = WORDS | SHORTENED.keys()
_NEAR: Final = _near(_KNOWN)


def _distance(one: str, other: str) -> int:
    """How many letters were swapped, dropped, added or changed between two words."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
