"""Plain text: an agent's page without its HTML, a stored value as one word, a typed line without its controls."""

import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from outbound.rehearsal.nouns import Line, Manner

LONGEST: Final = 1_600
"""Characters of a typed line that are taken; the longest message has no more."""

_BLOCKS: Final = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "br"})
_UNSEEN: Final = frozenset({"Cc", "Cs", "Co", "Cn"})


def lines_of(html: str, manner: Manner = Manner.SAY, of: str = "") -> list[Line]:
    """The page's text a paragraph each: what is said, and in quotations what is done."""
    page = _Page()
    page.feed(html)
    page.close()
    return [Line(Manner.DO if to_do else manner, text, of) for to_do, text in page.paragraphs()]


def written(value: object) -> str:
    """A stored value as YAML writes it."""
    if isinstance(value, list):
        return ", ".join(written(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def cleaned(typed: str) -> str:
    """A typed line without what no keyboard sends: controls, halves of characters, private signs."""
    seen = (" " if c == "\t" else c for c in typed.strip("\r\n")[: 2 * LONGEST])
    kept = "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN)
    return kept.strip()[:LONGEST].strip()


class _Page(HTMLParser):
    """Collects paragraphs; `to_do` while inside a quotation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[bool, list[str]]] = []
        self._quotes = 0
        self._begun = False

    def paragraphs(self) -> Iterator[tuple[bool, str]]:
        """Each paragraph that says something, on one line."""
        for to_do, pieces in self._found:
            if text := " ".join("".join(pieces).split()):
                yield to_do, text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quotes += tag == "blockquote"
        if tag in _BLOCKS or tag == "blockquote":
            self._begun = False
        if tag == "li":
            self.handle_data("- ")

    def handle_endtag(self, tag: str) -> None:
        self._quotes -= tag == "blockquote"
        if tag in _BLOCKS or tag == "blockquote":
            self._begun = False

    def handle_data(self, data: str) -> None:
        if not self._begun:
            self._found.append((self._quotes > 0, []))
            self._begun = True
        self._found[-1][1].append(data)
