"""How long words take to be said, as a voice reads them: about, and rather too short than too long."""

from datetime import timedelta
from typing import Final

SYLLABLES: Final = ("zh", "ja", "ko")
"""Languages in which a character is about a syllable."""

SYLLABLES_A_SECOND: Final = 5.0
LETTERS_A_SECOND: Final = 16.0


def lasts(text: str, language: str) -> timedelta:
    """How long a text takes in a language; nothing for no words."""
    pace = SYLLABLES_A_SECOND if language.split("-")[0] in SYLLABLES else LETTERS_A_SECOND
    return timedelta(seconds=len(text.strip()) / pace)
