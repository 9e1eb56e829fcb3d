"""The words of a script that reach a customer: without comments, tags and notes to the agent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TAGS: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_NOTE: Final = re.compile(r"\s*>")
_MARKDOWN: Final = ".md.j2"


@dataclass(frozen=True)
class Passage:
    """One line of a script, its tags blanked out, so that columns stay what they are."""

    file: str
    line: int
    text: str


def passages(source: str, file: str) -> Iterator[Passage]:
    """The lines that say something; in an agent's script a line quoted with > is a note, not said."""
    blanked = _TAGS.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), source)
    for number, line in enumerate(blanked.split("\n"), start=1):
        if line.strip() and not (file.endswith(_MARKDOWN) and _NOTE.match(line)):
            yield Passage(file, number, line)
