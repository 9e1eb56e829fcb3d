"""What an expression's words must look like before a parser sees them.

Brackets close, nesting is bounded, nothing unknown is called, and no two comparisons are chained
without brackets: SQL dialects disagree about what that would mean.
"""

from dataclasses import dataclass

from outbound.expression.fault import ExpressionError
from outbound.expression.hint import did_you_mean
from outbound.expression.names import FUNCTIONS
from outbound.expression.words import MAX_DEPTH, Kind, Word

_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">=", "in", "between", "like", "is"})
_FRESH = frozenset({"and", "or", "when", "then", "else", ",", "case"})
"""After these a new operand begins, and with it a new comparison may."""
_BEFORE_NOT = _FRESH | {"(", "not"}
_PREFIXES = frozenset({"not", "-", "+"})


@dataclass
class _Level:
    """One open bracket or case: where it opened, and what has been seen inside."""

    opened: Word
    compared: bool = False  # a comparison stands here already
    between: bool = False  # the next `and` belongs to a between


def check_shape(words: list[Word]) -> None:
    """Raise ExpressionError at the first word that breaks the shape."""
    levels = [_Level(words[0])]
    prefixes = 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        after = words[index + 1] if index + 1 < len(words) else None
        prefixes = prefixes + 1 if _is(word, _PREFIXES) else 0
        if len(levels) + prefixes > MAX_DEPTH + 1:
            message = f"The expression is nested deeper than {MAX_DEPTH} levels"
            raise ExpressionError(message, word.offset, "Split it into simpler conditions.")
        if word.kind is Kind.NAME:
            _check_name(word, before, after)
        if word.kind is Kind.SIGN:
            _check_sign(word, before, after, levels)
            _move(word, levels)
    if len(levels) > 1:
        opened = levels[-1].opened
        what = "The bracket" if opened.text == "(" else "The case"
        end = "closed" if opened.text == "(" else "ended with end"
        raise ExpressionError(f"{what} that opens here is never {end}", opened.offset)


def _is(word: Word | None, texts: frozenset[str] | set[str]) -> bool:
    return word is not None and word.kind is Kind.SIGN and word.text in texts


def _check_name(word: Word, before: Word | None, after: Word | None) -> None:
    if word.text.lower() == "select" and _is(before, {"("}):
        hint = "Figures about a person's past are in history."
        raise ExpressionError("Subqueries are not part of the language", word.offset, hint)
    if _is(after, {"("}) and word.text.lower() not in FUNCTIONS:
        raise ExpressionError(
            f"There is no function {word.text}",
            word.offset,
            did_you_mean(word.text, FUNCTIONS),
            code="unknown-function",
        )


def _check_sign(word: Word, before: Word | None, after: Word | None, levels: list[_Level]) -> None:
    level = levels[-1]
    if word.text == "not" and not _not_stands_well(before, after):
        hint = "Put brackets around the condition after not."
        raise ExpressionError("not is not expected here", word.offset, hint)
    if word.text in _COMPARISONS:
        if level.compared:
            message = f"A second comparison, {word.text}, follows the first without and or or"
            hint = "Join the two with and, or put brackets around one."
            raise ExpressionError(message, word.offset, hint)
        level.compared = True
        level.between = word.text == "between"
    if _is(before, {"is"}) and word.text in ("true", "false"):
        raise ExpressionError("is takes null only", word.offset, "Write x, or not x.")


def _not_stands_well(before: Word | None, after: Word | None) -> bool:
    """Whether not begins a condition, or belongs to `is not`, `not in`, `not like`, `not between`."""
    if before is None or _is(before, _BEFORE_NOT | {"is"}):
        return True
    ends_operand = before.kind is not Kind.SIGN or before.text in (
        ")",
        "end",
        "null",
        "true",
        "false",
    )
    return ends_operand and _is(after, {"in", "like", "between"})


def _move(word: Word, levels: list[_Level]) -> None:
    """Enter and leave brackets and cases; begin afresh where a new condition may."""
    level = levels[-1]
    if word.text in ("(", "case"):
        levels.append(_Level(word))
    elif word.text in (")", "end"):
        wanted = "(" if word.text == ")" else "case"
        if len(levels) == 1 or level.opened.text != wanted:
            raise ExpressionError(f"{word.text} is not expected here", word.offset)
        levels.pop()
    elif word.text == "and" and level.between:
        level.between = False
    elif word.text in _FRESH:
        level.compared = level.between = False
