"""How values compare and compute, exactly as in SQL: null in, null out.

Where databases differ we decide: arithmetic is in doubles, so there is no overflow and `/` is a
true division; dividing by zero, with / or %, gives null. Not-a-number equals itself and is above
every number, as in DuckDB.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

Number = int | float | Decimal


def as_number(value: object) -> Number | None:
    """The value if it is a number; booleans are none."""
    return value if isinstance(value, Number) and not isinstance(value, bool) else None


def as_day(value: object, zone: tzinfo) -> date | None:
    """The calendar day of a date, an instant (in the zone) or their ISO text; None for others."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(zone)).date()
    return value if isinstance(value, date) else None


def compare(op: str, left: object, right: object, zone: tzinfo) -> bool | None:
    """`left op right` for = <> < <= > >=; None where either is null or the two do not compare.

    A list, the options chosen of a many-of question, equals each of its items.
    """
    if left is None or right is None:
        return None
    if isinstance(left, list | tuple | set | frozenset):
        return _chosen(op, left, right)
    pair = _alike(left, right, zone)
    return None if pair is None else _COMPARE[op](*pair)


def _chosen(op: str, items: Any, item: object) -> bool | None:
    if op not in ("=", "<>"):
        return None
    return (item in items) == (op == "=")


def _alike(left: object, right: object, zone: tzinfo) -> tuple[Any, Any] | None:
    """The two as values of one type that orders as SQL does, None if they have none in common."""
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        if isinstance(first, float) or isinstance(second, float):
            return _ranked(float(first)), _ranked(float(second))
        return first, second
    if isinstance(left, date) or isinstance(right, date):
        return _moments(left, right, zone)
    if type(left) is type(right) and isinstance(left, str | bool):
        return left, right
    return None


def _ranked(number: float) -> tuple[bool, float]:
    return (True, 0.0) if math.isnan(number) else (False, number)


def _moments(left: object, right: object, zone: tzinfo) -> tuple[Any, Any] | None:
    """Days compare as days; as soon as one side is an instant, both are instants in the zone."""
    if isinstance(left, datetime) or isinstance(right, datetime):
        first, second = _instant(left, zone), _instant(right, zone)
    else:
        first, second = as_day(left, zone), as_day(right, zone)
    return None if first is None or second is None else (first, second)


def _instant(value: object, zone: tzinfo) -> Any:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=zone)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=zone)


def compute(op: str, left: object, right: object) -> float | None:
    """`left op right` for + - * / %; None where either is null, or by zero is divided."""
    first, second = as_number(left), as_number(right)
    if first is None or second is None or (op in "/%" and second == 0):
        return None
    return _COMPUTE[op](float(first), float(second))


def _remainder(left: float, right: float) -> float:
    """The remainder has the sign of the dividend, as in SQL and unlike Python's %."""
    return math.fmod(left, right) if math.isfinite(left) else math.nan


def negate(value: object) -> Number | None:
    """The number with the other sign."""
    number = as_number(value)
    return None if number is None else -number


def round_half_away(value: object, digits: int) -> float | None:
    """The number rounded as SQL does: a half goes away from zero."""
    number = as_number(value)
    if number is None:
        return None
    scaled = float(number) * 10**digits
    if not math.isfinite(scaled):
        return float(number)
    rounded = float(Decimal(scaled).quantize(Decimal(1), ROUND_HALF_UP))
    return rounded / float(10**digits)


def upper(text: str) -> str:
    """Upper case, letter by letter: the length never changes, as in DuckDB."""
    return "".join(_single(c.upper(), _UPPER.get(c, c)) for c in text)


def lower(text: str) -> str:
    """Lower case, letter by letter: the length never changes, as in DuckDB."""
    return "".join(_single(c.lower(), _LOWER.get(c, c)) for c in text)


def _single(mapped: str, otherwise: str) -> str:
    return mapped if len(mapped) == 1 else otherwise


def like(text: str, pattern: str) -> bool:
    """SQL's like: % stands for any run, _ for one character; time at most length times length."""
    index = at = mark = 0
    star = -1  # where in the pattern the last % stands; `mark` is where its run ends so far
    while index < len(text):
        if at < len(pattern) and pattern[at] == "%":
            star, mark = at, index
            at += 1
        elif at < len(pattern) and pattern[at] in ("_", text[index]):
            at += 1
            index += 1
        elif star >= 0:
            mark += 1
            at, index = star + 1, mark
        else:
            return False
    return all(rest == "%" for rest in pattern[at:])


_UPPER: Final = {"ß": "ẞ"}
_LOWER: Final = {"İ": "i"}
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: bool(a == b),
    "<>": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}
_COMPUTE: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": _remainder,
}
