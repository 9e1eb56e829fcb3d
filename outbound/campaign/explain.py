"""What Pydantic says of a value, put into the words of someone who writes campaign files."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic_core import ErrorDetails

from outbound.expression.hint import nearest

Explained = tuple[str, str, str]
"""A problem's code, its words after the key's name, and its hint."""


def _shown(value: Any) -> str:
    text = f"{value!r}" if isinstance(value, str) else str(value).lower()
    return text if len(text) <= 40 else f"{text[:37]}..."


def kind_of(value: Any) -> str:
    """What an author would call the value."""
    match value:
        case None:
            return "nothing"
        case bool():
            return _shown(value)
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case int() | float():
            return f"the number {value}"
        case _:
            return f"the text {_shown(value)}"


def _wanted(what: str, hint: str = "") -> Callable[[ErrorDetails], Explained]:
    return lambda error: ("wrong-type", f"must be {what}, not {kind_of(error['input'])}", hint)


def _bound(words: str, key: str) -> Callable[[ErrorDetails], Explained]:
    def explain(error: ErrorDetails) -> Explained:
        limit = error.get("ctx", {}).get(key)
        return "bad-value", f"must be {words} {limit}, not {_shown(error['input'])}", ""

    return explain


def _choice(error: ErrorDetails) -> Explained:
    listed = str(error.get("ctx", {}).get("expected", ""))
    names = [name.strip().strip("'") for name in listed.replace(" or ", ",").split(",")]
    known = [name for name in names if name]
    close = nearest(str(error["input"]), known)
    hint = f"Did you mean {close}?" if close else ""
    return "bad-value", f"must be one of {', '.join(known)}, not {_shown(error['input'])}", hint


def _pattern(error: ErrorDetails) -> Explained:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    what, hint = _PATTERNS.get(pattern, ("written otherwise", ""))
    return "bad-value", f"must be {what}, not {_shown(error['input'])}", hint


def _own_words(error: ErrorDetails) -> Explained:
    return "bad-value", f"cannot be used: {error.get('ctx', {}).get('error')}", ""


def _fault(error: ErrorDetails) -> Explained:
    given = error.get("ctx", {})
    return str(given["code"]), f"cannot be used: {given['message']}", str(given["hint"])


_PATTERNS: Final[Mapping[str, tuple[str, str]]] = {
    r"^[a-z0-9][a-z0-9_-]*$": ("a name of lower-case letters, digits, - and _", ""),
    r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": (
        "a language tag such as zh or en",
        "Quote a text that holds a comma: inside { } a comma ends it.",
    ),
    r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$": (
        "a folder below scripts/",
        "Write it as satisfaction/vip: letters, digits, -, _ and / between names.",
    ),
    r"^\+[1-9][0-9]{5,14}$": ("a number in E.164", "Write it as +861000000001."),
    r"^[A-Z]{2}$": ("a country of two capital letters", "Write it as CN."),
    r"^(agent|supervisor|department [a-z0-9_-]+)$": (
        "agent, supervisor or department NAME",
        "",
    ),
}

_TEXT = _wanted("a text")
_NUMBER = _wanted("a number")
_WHOLE = _wanted("a whole number")
_LIST = _wanted("a list", "Write its items after dashes, or in [ ].")
_MAPPING = _wanted("a mapping", "Write it as key: value lines, or in { }.")
_TRUTH = _wanted("true or false")

EXPLAIN: Final[Mapping[str, Callable[[ErrorDetails], Explained]]] = {
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "enum": _choice,
    "literal_error": _choice,
    "greater_than_equal": _bound("at least", "ge"),
    "greater_than": _bound("more than", "gt"),
    "less_than_equal": _bound("at most", "le"),
    "less_than": _bound("less than", "lt"),
    "string_too_long": _bound("no longer than", "max_length"),
    "string_too_short": lambda error: ("bad-value", "is empty", "Write a text, or leave it out."),
    "too_short": lambda error: ("bad-value", "is empty", "Write at least one."),
    "string_pattern_mismatch": _pattern,
    "value_error": _own_words,
    "fault": _fault,
}
"""Every kind of complaint that the schemas can raise; a test walks the schemas to see that none is missing."""


def explain(error: ErrorDetails) -> Explained:
    """The complaint's code, words and hint."""
    if teller := EXPLAIN.get(error["type"]):
        return teller(error)
    return "bad-value", f"cannot be used: {error['msg']}", ""
