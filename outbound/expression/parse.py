"""From text to tree. sqlglot decides what binds to what; it never sees a name or a constant.

Every name and constant is handed to sqlglot as a plain word that says only which one it is, so
nothing an author writes can reach a special rule of SQL, and every node knows its place in the
text. What sqlglot returns passes an allow-list in `build`.
"""

from sqlglot import Parser, Token, TokenType, exp
from sqlglot.errors import ParseError

from outbound.expression.build import Builder
from outbound.expression.fault import ExpressionError
from outbound.expression.shape import check_shape
from outbound.expression.tree import Expression
from outbound.expression.words import MAX_BYTES, Kind, Word, read_words

__all__ = ["ExpressionError", "parse"]

_SIGNS = {
    "(": TokenType.L_PAREN,
    ")": TokenType.R_PAREN,
    ",": TokenType.COMMA,
    ".": TokenType.DOT,
    "+": TokenType.PLUS,
    "-": TokenType.DASH,
    "*": TokenType.STAR,
    "/": TokenType.SLASH,
    "%": TokenType.MOD,
    "=": TokenType.EQ,
    "<>": TokenType.NEQ,
    "<": TokenType.LT,
    "<=": TokenType.LTE,
    ">": TokenType.GT,
    ">=": TokenType.GTE,
    "and": TokenType.AND,
    "or": TokenType.OR,
    "not": TokenType.NOT,
    "in": TokenType.IN,
    "between": TokenType.BETWEEN,
    "like": TokenType.LIKE,
    "is": TokenType.IS,
    "case": TokenType.CASE,
    "when": TokenType.WHEN,
    "then": TokenType.THEN,
    "else": TokenType.ELSE,
    "end": TokenType.END,
}


def parse(text: str) -> Expression:
    """The expression that the text holds; raises ExpressionError with the offset of the fault."""
    words = read_words(text)
    check_shape(words)
    tokens = [_token(words, index) for index in range(len(words))]
    try:
        parsed = Parser(error_message_context=MAX_BYTES).parse_into(exp.Condition, tokens, text)
    except ParseError as fault:
        raise _misplaced(words, fault) from None
    except RecursionError:
        raise ExpressionError("The expression is nested too deeply", words[0].offset) from None
    if len(parsed) != 1 or parsed[0] is None:
        raise ExpressionError("This is not one expression", words[0].offset)
    return Expression(text, Builder(words).build(parsed[0]))


def _token(words: list[Word], index: int) -> Token:
    """sqlglot's token for a word: signs as they are, everything else by its number."""
    word = words[index]
    kind, text = _SIGNS.get(word.text), word.text
    if word.kind is Kind.SIGN and word.text == "null" and _follows_is(words, index):
        kind = TokenType.NULL
    elif word.kind is not Kind.SIGN or kind is None:
        kind, text = TokenType.VAR, f"w{index}"
    return Token(kind, text, 1, index, word.offset, word.offset)


def _follows_is(words: list[Word], index: int) -> bool:
    before = [w.text if w.kind is Kind.SIGN else "" for w in words[max(index - 2, 0) : index]]
    return before[-1:] == ["is"] or before == ["is", "not"]


def _misplaced(words: list[Word], fault: ParseError) -> ExpressionError:
    """The parser's complaint, told at the word where it stopped."""
    context = fault.errors[0].get("start_context") if fault.errors else None
    offset = len(str(context or ""))
    word = next((w for w in words if w.offset >= offset), words[-1])
    if word is words[-1] and word.kind is Kind.SIGN:
        return ExpressionError(f"Something is missing after {word.text}", word.offset)
    if word.kind is Kind.SIGN:
        return ExpressionError(f"{word.text} is not expected here", word.offset)
    hint = "Join two conditions with and or or; texts stand in single quotes."
    return ExpressionError(f"{word.text} is not expected here", word.offset, hint)
