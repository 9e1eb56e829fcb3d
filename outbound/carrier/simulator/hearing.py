"""What a simulated subscriber makes of words: which known question was asked last."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from outbound.campaign.schema import Question

_NOT_WORDS = re.compile(r"[^\w]+")


class Hearing:
    """Finds questions by their own text, in any language, inside whatever was said or written.

    Only what reaches a person's ear or screen counts: spacing, width, case and punctuation do not.
    """

    def __init__(self, questions: Iterable[Question]) -> None:
        asked: dict[str, Question] = {}
        for question in questions:
            for text in question.ask.by_language.values():
                asked.setdefault(_plain(text), question)
        asked.pop("", None)
        self._asked = tuple(asked.items())
        self.understand = lru_cache(maxsize=4096)(self._understand)

    def _understand(self, text: str) -> Question | None:
        """The question whose words end last in `text`, the longest of those; None if there is none."""
        said = _plain(text)
        ends = (
            (said.rfind(words) + len(words), len(words), place)
            for place, (words, _) in enumerate(self._asked)
            if words in said
        )
        last = max(ends, default=None)
        return None if last is None else self._asked[last[2]][1]


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())
