"""The words of an expression: sqlglot's tokens, reduced to those that the language has."""

import re
from dataclasses import dataclass
from enum import Enum

from sqlglot import Tokenizer, TokenType
from sqlglot.errors import TokenError

from outbound.expression.fault import ExpressionError

MAX_BYTES = 4_000
MAX_DEPTH = 16


class Kind(Enum):
    """What a word is."""

    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"  # an operator, bracket, comma or the language's own word


@dataclass(frozen=True)
class Word:
    """One word and where it begins; `text` is without quotes, signs are lower-case."""

    kind: Kind
    text: str
    offset: int


_CONSTANTS = {"true", "false", "null"}
_OWN_WORDS = {
    "and",
    "or",
    "not",
    "in",
    "between",
    "like",
    "is",
    "case",
    "when",
    "then",
    "else",
    "end",
}
_SIGNS = {"(", ")", ",", ".", "+", "-", "*", "/", "%", "=", "<>", "!=", "<", "<=", ">", ">="}
_NUMBER = re.compile(r"\d{1,18}(\.\d{0,9})?|\.\d{1,9}")
_NAME = re.compile(r"[^\W\d]\w*")
_WIDE = re.compile("[\u2018-\u201f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]")
_OPENED = re.compile(r"from \d+:(\d+)")

_HINTS = {
    ";": "An expression is one condition, not a statement.",
    "::": "Types are never cast; compare with a text such as '2026-11-23'.",
    "||": "Texts are not joined here.",
    "==": "Write =.",
    "~": "Use like, with % for anything and _ for one character.",
    "&": "Write and.",
    "&&": "Write and.",
    "|": "Write or.",
    "!": "Write not.",
    "^": "Write the multiplication out.",
    "//": "Use / and round.",
}


def read_words(text: str) -> list[Word]:
    """The words of the text; raises ExpressionError at the first that the language lacks."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ExpressionError(f"The expression is longer than {MAX_BYTES // 1000} kB", 0)
    try:
        tokens = Tokenizer().tokenize(text)
    except TokenError as fault:
        raise _unreadable(text, fault) from None
    words = [_word(token, text) for token in tokens]
    if not words:
        raise ExpressionError("The expression is empty", 0)
    return words


def _unreadable(text: str, fault: TokenError) -> ExpressionError:
    opened = _OPENED.search(str(fault.__cause__))
    if opened and int(opened[1]) < len(text):
        return ExpressionError("A quote is opened here and never closed", int(opened[1]))
    if (comment := text.find("/*")) >= 0:
        return ExpressionError("Comments are not used in expressions", comment)
    return ExpressionError("A quote is opened here and never closed", max(text.rfind("'"), 0))


def _word(token: object, text: str) -> Word:
    kind: TokenType = token.token_type  # type: ignore[attr-defined]  # a compiled class
    start, written = int(token.start), str(token.text)  # type: ignore[attr-defined]  # the same
    raw = text[start : int(token.end) + 1]  # type: ignore[attr-defined]  # the same
    if token.comments:  # type: ignore[attr-defined]  # the same
        raise ExpressionError("Comments are not used in expressions", start)
    if kind is TokenType.STRING and raw.startswith("'"):
        return Word(Kind.TEXT, written, start)
    if kind is TokenType.IDENTIFIER and raw.startswith('"'):
        return Word(Kind.NAME, written, start)
    if kind is TokenType.NUMBER and _NUMBER.fullmatch(raw):
        return Word(Kind.NUMBER, raw, start)
    if raw.lower() in _CONSTANTS | _OWN_WORDS or raw in _SIGNS:
        return Word(Kind.SIGN, "<>" if raw == "!=" else raw.lower(), start)
    if _NAME.fullmatch(raw):  # words that are SQL's but not ours are plain names
        return Word(Kind.NAME, raw, start)
    hint = _HINTS.get(raw, 'Names with other characters stand in double quotes: "my column".')
    if _WIDE.search(raw):
        hint = "Use the plain signs ' , ( ) = and not their full-width forms."
    raise ExpressionError(f"{raw} is not part of the language", start, hint)
