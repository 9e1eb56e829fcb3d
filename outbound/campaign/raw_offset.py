r"""From a character of a scalar's text to the same character in the file.

Quotes, escapes, indentation and folding change white space and nothing else, so the n-th
character that is not white space is the same on both sides; that is what is counted. An escape
in double quotes is one character, white space or not by what it stands for.
"""

import re
from collections.abc import Iterator

_BLOCK_HEADER = re.compile(r"[|>][^\n]*\n?")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


def raw_offset(raw: str, style: str, text: str, offset: int) -> int:
    """Where the character at `offset` of the scalar `text` stands in `raw`, its span of the file.

    White space is placed at the next character that is none; the text's end just after the last.
    """
    wanted = sum(not character.isspace() for character in text[:offset])
    end = 1 if style in ("'", '"') else 0
    for count, (start, stop) in enumerate(_visible(raw, style)):
        if count == wanted:
            return start
        end = stop
    return end


def _visible(raw: str, style: str) -> Iterator[tuple[int, int]]:
    """The spans in `raw` of the characters that are not white space."""
    index, stop = 0, len(raw)
    if style in ("'", '"'):
        index, stop = 1, stop - 1
    elif style in ("|", ">") and (header := _BLOCK_HEADER.match(raw)):
        index = header.end()
    while index < stop:
        width = 1
        blank = raw[index].isspace()
        if style == '"' and (escape := _ESCAPE.match(raw, index, stop)):
            width = escape.end() - index
            blank = _stands_for_blank(escape[1])
        elif style == "'" and raw.startswith("''", index):
            width = 2
        if not blank:
            yield index, index + width
        index += width


def _stands_for_blank(escape: str) -> bool:
    if len(escape) == 1:
        return escape in "tnrvfNLP_ \t\n"
    return chr(int(escape[1:], 16)).isspace()
