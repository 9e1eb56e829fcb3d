"""The labelled corpus of messages: cores written by hand, each also as people really type it.

`LANGUAGE/SECTION.txt` holds the cores, one a line:
keywords: opt out only as a whole message
asks: ask in words not to be contacted
doubtful: opt-outs too, which a person may have to look at
other: ask for nothing of the kind
hard_asks, hard_other: whole messages as customers write them, taken as they are
before, after: what polite people put around either
How far a half was kept apart from the patterns stands in README.md beside this.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Final, Literal

from outbound.policy.rules.loader import rule_files

LANGUAGES: Final = ("en", "zh-Hans", "zh-Hant", "es", "fr")
CHANGES: Final = 3
"""How often each opt-out is typed anew, beside as it was written; what is none, once more."""

_FULL_WIDTH: Final = str.maketrans({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
_HOMOPHONES: Final = str.maketrans({"再": "在", "订": "定", "訂": "定", "蹟": "跡"})
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_ENDS: Final = (".", "!", "!!", "...", "。", "！", "?!", " ", "\n", " :(", "😡", "🙏")
_SPACES: Final = ("  ", "\t", "\u00a0", "\u3000")


@dataclass(frozen=True)
class Labelled:
    """One message and what it is; `part` tells how far the patterns were written for it."""

    text: str
    language: str
    opts_out: bool
    part: Literal["tuned", "apart", "hard"]
    core: str


@cache
def corpus() -> tuple[Labelled, ...]:
    """Every message, the same each time; no text stands in it twice under one language."""
    found: dict[tuple[str, str], Labelled] = {}
    for language in LANGUAGES:
        for message in _of(language):
            found.setdefault((language, message.text), message)
    return tuple(found.values())


def keywords() -> tuple[str, ...]:
    """Every keyword of every language here and of every country's rules, of whatever time."""
    ours = (word for language in LANGUAGES for word in section(language, "keywords"))
    dated = (words for file in rule_files() for words in file.opt_out_words)
    theirs = (word for words in dated for word in words.words)
    return tuple(dict.fromkeys((*ours, *theirs)))


@cache
def section(language: str, name: str) -> tuple[str, ...]:
    """The cores of one section as they are written in its file."""
    file = Path(__file__).parent / language / f"{name}.txt"
    return tuple(line for line in file.read_text(encoding="utf-8").split("\n") if line.strip())


def _of(language: str) -> Iterator[Labelled]:
    for name, ways in _WAYS.items():
        for core in section(language, name):
            part: Literal["tuned", "apart"] = "apart" if _share(core) < 0.5 else "tuned"
            for text in (core, *_typed(language, core, ways)):
                yield Labelled(text, language, name != "other", part, core)
    for name in ("hard_asks", "hard_other"):
        for core in section(language, name):
            yield Labelled(core, language, name == "hard_asks", "hard", core)


def _share(core: str) -> float:
    return blake2b(core.encode(), digest_size=1).digest()[0] / 256


def _typed(language: str, core: str, ways: "tuple[Way, ...]") -> Iterator[str]:
    chance = Random(f"{language} {core}")
    for _ in range(CHANGES + (ways is _WAYS["other"])):
        text = core
        for way in dict.fromkeys(chance.choices(ways, k=2)):
            text = way(text, language, chance)
        yield text


Way = Callable[[str, str, Random], str]


def _case(text: str, language: str, chance: Random) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _width(text: str, language: str, chance: Random) -> str:
    return text.translate(_FULL_WIDTH)


def _end(text: str, language: str, chance: Random) -> str:
    return text + chance.choice(_ENDS)


def _around(text: str, language: str, chance: Random) -> str:
    left, right = chance.choice(
        (("“", "”"), ('"', '"'), ("【", "】"), (" ", " "), ("-", ""), ("(", ")"))
    )
    return f"{left}{text}{right}"


def _apart(text: str, language: str, chance: Random) -> str:
    """Letters with something between them; a long text gets wider spaces only."""
    if len(text) <= 6 and not text.isdigit() and " " not in text:
        return chance.choice((" ", ".", "-")).join(text)
    if language.startswith("zh"):
        places = [n for n in range(1, len(text)) if _CHINESE.fullmatch(text, n - 1, n + 1)] or [
            len(text)
        ]
        place = chance.choice(places)
        return f"{text[:place]} {text[place:]}"
    return text.replace(" ", chance.choice(_SPACES))


def _polite(text: str, language: str, chance: Random) -> str:
    if chance.random() < 0.5:
        before = chance.choice(section(language, "before"))
        return before + text if language.startswith("zh") else f"{before} {text}"
    after = chance.choice(section(language, "after"))
    close = language.startswith("zh") or not after[0].isalnum()
    return text + after if close else f"{text} {after}"


def _typo(text: str, language: str, chance: Random) -> str:
    """One slip: letters swapped, dropped or doubled in a longer word; in Chinese a word that sounds alike."""
    if language.startswith("zh"):
        return text.translate(_HOMOPHONES)
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return text
    place = chance.choice(long)
    words[place] = _slip(words[place], chance)
    return " ".join(words)


def _slip(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )


_TYPED: Final = (_case, _width, _end, _around)
_WAYS: Final[Mapping[str, tuple[Way, ...]]] = {
    "keywords": (*_TYPED, _apart),
    "asks": (*_TYPED, _apart, _polite, _polite, _typo, _typo),
    "doubtful": _TYPED,
    "other": (*_TYPED, _apart, _polite, _polite, _typo, _typo),
}
"""How the cores of each section are typed anew. A keyword that stands among other words is none."""
