"""The words of the interface, in each language it speaks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from outbound.web.words.en import ENGLISH
from outbound.web.words.zh import CHINESE

WORDS: Final[Mapping[str, Mapping[str, str]]] = {"zh": CHINESE, "en": ENGLISH}
"""Every language has the same keys; tests/web/test_words.py says which are missing."""


class Words:
    """One language's words, called with a key."""

    def __init__(self, by_key: Mapping[str, str]) -> None:
        self.by_key = by_key

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, its {places} filled. Raises KeyError for a key nobody wrote."""
        text = self.by_key[key]
        return text.format(**values) if values else text

    def of(self, group: str, code: str) -> str:
        """How a code of a group reads, such as of('state', 'wrap-up'); an unknown one as it is."""
        return self.by_key.get(f"{group}.{code}", code)

    def relative(self, now: datetime, moment: datetime) -> str:
        """How far a moment is from now: in 5 min, 41 d ago."""
        gap = abs(moment - now)
        if gap < timedelta(seconds=45):
            return self("time.now")
        key = "time.in" if moment > now else "time.ago"
        return self(key, length=self.length(gap))

    def length(self, gap: timedelta) -> str:
        """A length of time in its largest unit, rounded."""
        minutes = round(gap.total_seconds() / 60)
        if minutes < 60:
            return self("time.minutes", n=max(1, minutes))
        hours = round(minutes / 60)
        if hours < 36:
            return self("time.hours", n=hours)
        return self("time.days", n=round(hours / 24))


@cache
def words_of(language: str) -> Words:
    """The words of one language of `WORDS`."""
    return Words(WORDS[language])
