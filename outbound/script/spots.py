"""Where the words of a template's source stand: Jinja2's tree knows lines, this adds columns."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError

_PLAIN = Environment(autoescape=False, keep_trailing_newline=True)  # only lexes
_TAGS = frozenset({"variable_begin", "block_begin"})


@dataclass(frozen=True)
class Spot:
    """One word of the source's tags; `dotted` are the names after it, as in subscriber.name."""

    word: str
    line: int
    column: int
    dotted: str = ""
    quoted: bool = False


def spots(source: str) -> list[Spot]:
    """Every word in the source's tags and the tags' beginnings, in order; none if it cannot be lexed."""
    tokens = _placed(source)
    found = []
    for index, (kind, value, line, column) in enumerate(tokens):
        if kind in _TAGS:
            found.append(Spot("", line, column))
        elif kind == "name" and (index == 0 or tokens[index - 1][1] != "."):
            found.append(Spot(value, line, column, _dotted(tokens, index)))
        elif kind in {"name", "operator"}:
            found.append(Spot(value, line, column))
        elif kind == "string":
            found.append(Spot(value.strip("\"'"), line, column, quoted=True))
    return found


def column_of(found: list[Spot], line: int, word: str) -> int:
    """The column of a word on a line, else of the line's first tag, else 0."""
    here = [spot for spot in found if spot.line == line]
    match = next((s for s in here if word and word in (s.word, s.dotted)), None)
    chosen = match or next(iter(here), None)
    return chosen.column if chosen else 0


def _placed(source: str) -> list[tuple[str, str, int, int]]:
    """Kind, text, line and column of each token but blanks."""
    tokens = []
    line = column = 1
    at = 0
    try:
        for _, kind, value in _PLAIN.lex(source):
            # Blanks that {{- and -}} take away are not among the tokens, so each is looked for.
            start = max(source.find(value, at), at)
            line, column = _moved(line, column, source[at:start])
            if kind != "whitespace":
                tokens.append((kind, value, line, column))
            at = start + len(value)
            line, column = _moved(line, column, value)
    except TemplateSyntaxError:
        return tokens
    return tokens


def _moved(line: int, column: int, text: str) -> tuple[int, int]:
    """The place after the text that begins at a place."""
    breaks = text.count("\n")
    return line + breaks, len(text) - text.rfind("\n") if breaks else column + len(text)


def _dotted(tokens: list[tuple[str, str, int, int]], index: int) -> str:
    return ".".join([tokens[index][1], *_following(tokens, index)])


def _following(tokens: list[tuple[str, str, int, int]], index: int) -> Iterator[str]:
    rest = tokens[index + 1 :]
    for dot, name in zip(rest[::2], rest[1::2], strict=False):
        if dot[1] != "." or name[0] not in {"name", "integer"}:
            return
        yield name[1]
