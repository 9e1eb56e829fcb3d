"""Numbers as people write them: digits of any width, Chinese numerals, English words."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

_CHINESE: Final[Mapping[str, int]] = {
    **{word: value for value, word in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_ENGLISH_WORDS: Final = "zero one two three four five six seven eight nine ten eleven twelve"
_ENGLISH: Final = {word: value for value, word in enumerate(_ENGLISH_WORDS.split())}

_DIGITS = re.compile(
    r"(?P<sign>(?:^|(?<=\s))-)?(?<![a-z0-9.])(?P<number>\d+(?:\.\d+)?)"
    r"(?P<glued>[a-z%‰]+)?"
    r"(?P<unit>\s*(?:分钟|小时|钟头|点钟|个月|个星期|星期|周|天|日|号|月|年|次|元|块|毛|岁|倍|条|"
    r"(?:minute|hour|day|week|month|year|time|yuan|dollar)s?\b))?"
)
"""A digit run, and what shows that it counts something else than points: 5G, 3 hours, 20元."""

_OUTER = re.compile(r"^[^\w+-]+|[^\w+%‰]+$")
_POINTS: Final = frozenset({"pt", "pts", "point", "points", "star", "stars"})

_SAID_CHINESE = re.compile(
    r"(?:我|就|那就|给|打|评|选|你们|您们|他们|个)*"
    r"(?P<number>[零〇一二两兩三四五六七八九十百]+|[满滿]分)"
    r"(?:分|点|星|[满滿]分)?(?:吧|啊|呀|哦|呢|了|的|嘛|哈)*"
)
_SAID_ENGLISH = re.compile(
    r"(?:i(?:'d| would|'ll| will)? )?(?:give |say |rate |score )?(?:it |you |them |u )?(?:an? )?"
    rf"(?P<number>{'|'.join(_ENGLISH)})"
    r"(?: points?| stars?)?,?(?: please| thanks| thank you| i think| i guess| maybe)?"
)
"""Number words count only where they are all that was said: 十分不满意 is no ten, `one thing` no one."""


def plain(text: str) -> str:
    """The text in half width and small letters, its outer punctuation gone, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    seen = "".join(c for c in folded if unicodedata.category(c) not in {"Mn", "Me", "Cf", "Cc"})
    return _OUTER.sub("", re.sub(r"\s+", " ", seen))


def numbers_in(text: str, top: int | None = None) -> set[Decimal]:
    """Every different number that the text gives as a score; `top` is what 满分 (full marks) means."""
    said = plain(text)
    whole = _said_whole(said, top)
    if whole is not None:
        return {Decimal(whole)}
    found = set()
    for match in _DIGITS.finditer(said):
        if match["unit"] or (match["glued"] and match["glued"] not in _POINTS):
            continue
        value = Decimal(match["number"])
        found.add(-value if match["sign"] else value)
    return found


def _said_whole(said: str, top: int | None) -> int | None:
    if match := _SAID_CHINESE.fullmatch(said):
        word = match["number"]
        return top if word[-1] == "分" else chinese_number(word)
    if match := _SAID_ENGLISH.fullmatch(said):
        return _ENGLISH[match["number"]]
    return None


def chinese_number(word: str) -> int | None:
    """A numeral up to 一百 as a number, such as 八, 十, 二十三; None for anything else."""
    if len(word) == 1 and word in _CHINESE:
        return _CHINESE[word]
    if word in {"百", "一百"}:
        return 100
    match = re.fullmatch(r"([一二两兩三四五六七八九])?十([一二三四五六七八九])?", word)
    if match is None:
        return None
    return _CHINESE[match[1] or "一"] * 10 + _CHINESE[match[2] or "零"]
