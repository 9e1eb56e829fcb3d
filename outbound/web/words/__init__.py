"""The words of the interface, in each language it speaks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from outbound.web.words.campaign_script import CAMPAIGN_SCRIPT
from outbound.web.words.campaigns import CAMPAIGNS
from outbound.web.words.desk import DESK
from outbound.web.words.every_page import EVERY_PAGE
from outbound.web.words.floor import FLOOR
from outbound.web.words.outcomes import OUTCOMES
from outbound.web.words.people import PEOPLE
from outbound.web.words.problem_codes import PROBLEM_CODES
from outbound.web.words.reasons import chinese_reason
from outbound.web.words.sentences import SENTENCES

LANGUAGES: Final = ("zh", "en")
"""In the order of the catalogue's columns."""

CATALOGUE: Final = {
    **EVERY_PAGE,
    **DESK,
    **OUTCOMES,
    **FLOOR,
    **PEOPLE,
    **CAMPAIGNS,
    **CAMPAIGN_SCRIPT,
}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    language: {key: texts[column] for key, texts in CATALOGUE.items()}
    for column, language in enumerate(LANGUAGES)
}


class Words:
    """One language's words, called with a key."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.by_key = WORDS[language]
        self.sentences = SENTENCES if language == "zh" else {}

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, its {places} filled. Raises KeyError for a key nobody wrote."""
        text = self.by_key[key]
        return text.format(**values) if values else text

    def of(self, group: str, code: str) -> str:
        """How a code of a group reads, such as of('state', 'wrap-up'); an unknown one as it is."""
        return self.by_key.get(f"{group}.{code}", code)

    def said(self, sentence: str) -> str:
        """A sentence or reason that a lower layer wrote; what we have no words for stays as it is."""
        own = self.by_key.get(f"outcome.{sentence}") or self.sentences.get(sentence)
        if own is None and self.language == "zh":
            own = chinese_reason(sentence, self.of)
        return own or sentence

    def problem(self, code: str) -> str:
        """What a kind of problem means, for those who may not read the check's own English message."""
        return PROBLEM_CODES.get(code, "") if self.language == "zh" else ""

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
    return Words(language)
