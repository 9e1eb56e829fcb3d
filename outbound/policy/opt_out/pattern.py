"""How the wording of one language is written down: patterns over words, and what they must not be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_CLAUSE_BEGINS: Final = r"(?:(?<=\| )|(?<![^|]))"
_CLAUSE_ENDS: Final = r"(?= \||$)"
_GONE: Final = " ~ "
_ANY_WORDS: Final = "[^|]{0,80}"
_AT_MOST: Final = "){{{},8}}"
"""Without such bounds a message made for it could keep a pattern busy for years."""


@dataclass(frozen=True)
class Wording:
    """How people of one language ask not to be contacted.

    The text is words with single spaces; `|` stands between clauses. In this order:
    fillers: words that say nothing here, dropped
    friends: what only sounds like an opt-out, taken out before anything is looked for
    limits: asks to be left alone at some times, or for some things; doubtful
    clear: asks not to be contacted
    doubtful: may ask so
    later: asks for another time or number, or takes back what was said: then even a clear wording is
    doubtful
    """

    language: str
    fillers: re.Pattern[str]
    friends: re.Pattern[str]
    limits: re.Pattern[str]
    clear: re.Pattern[str]
    doubtful: re.Pattern[str]
    later: re.Pattern[str]

    def bare(self, text: str) -> str:
        """A text without what says nothing here and what only sounds like an opt-out."""
        return _single(self.friends.sub(_GONE, _single(self.fillers.sub(" ", text))))

    def understood(self, bare: str) -> "Said | None":
        """What in a bare text asks not to be contacted; None if nothing does."""
        found = list(self.clear.finditer(_single(self.limits.sub(_GONE, bare))))
        if found:
            return _said(found, doubtful=False)
        unclear = self.limits.search(bare) or self.doubtful.search(bare)
        return _said([unclear], doubtful=True) if unclear else None


@dataclass(frozen=True)
class Said:
    """The words that ask for it, the clauses they stand in, and whether a person should look at them."""

    words: str
    clauses: tuple[str, ...]
    doubtful: bool


def _said(found: Sequence[re.Match[str]], *, doubtful: bool) -> Said:
    return Said(found[0][0].strip(" |~"), tuple(_clause(match) for match in found), doubtful)


def _clause(match: re.Match[str]) -> str:
    """The clause or clauses of the text that a match lies in."""
    text = match.string
    end = text.find("|", match.end())
    return text[text.rfind("|", 0, match.start()) + 1 : end if end >= 0 else len(text)].strip()


def named(text: str) -> Mapping[str, str]:
    """The parts of a text of `name: pattern`."""
    return dict(line.split(": ", 1) for line in _lines(text))


def written(text: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """The patterns of a text as one.

    `<` and `>` are a clause's begin and end, `{name}` is a part, `..` any words of the clause.
    """
    whole = [_compiled(line, parts) for line in _lines(text)]
    return re.compile("|".join(f"(?:{pattern})" for pattern in whole) or r"(?!)")


def _compiled(pattern: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{part})")
    pattern = pattern.replace("(?<", "\0").replace("<", _CLAUSE_BEGINS).replace("\0", "(?<")
    rest = "[^|]*" if pattern.endswith("..") else ""
    pattern = pattern.removesuffix("..").replace(">", _CLAUSE_ENDS).replace("..", _ANY_WORDS) + rest
    return pattern.replace(")*", _AT_MOST.format(0)).replace(")+", _AT_MOST.format(1))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; what is indented goes on with the line above, `#` begins a comment."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(" "):
            lines[-1] += line.strip()
        elif line and not line.startswith("#"):
            lines.append(line)
    return iter(lines)


def _single(text: str) -> str:
    """Single spaces, and no clause that is empty."""
    return " | ".join(clause for part in text.split("|") if (clause := " ".join(part.split())))
