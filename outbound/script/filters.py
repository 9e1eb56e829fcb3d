"""The filters and tests that a script may use. None of them can make a long text from a short one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LONGEST_LIST: Final = 100


def number_of(value: object) -> Decimal:
    """The value as a number; a text of digits is one too. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError(f"{value!r} is not a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation as failure:
        raise ValueError(f"{value!r} is not a number") from failure
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a number")
    return number


def default(value: object, instead: object = "") -> object:
    """The value, or `instead` where it is null."""
    return instead if value is None or isinstance(value, Undefined) else value


def money(value: object) -> str:
    """An amount with two decimals: 8.60."""
    return str(number_of(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def amount(value: object) -> str:
    """An amount as short as it can be said: 58, 58.50."""
    exact = money(value)
    return exact.removesuffix(".00")


def rounded(value: object, places: int = 0) -> Decimal | int:
    """The nearest number with so many decimals."""
    if not 0 <= places <= 6:
        raise ValueError("round takes 0 to 6 decimals")
    nearest = number_of(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return nearest if places else int(nearest)


def floor(value: object) -> int:
    """The whole number at or below the value."""
    return int(number_of(value).to_integral_value(ROUND_FLOOR))


def join(values: object, between: str = ", ") -> str:
    """The items of a list as one text."""
    if not isinstance(values, list | tuple) or len(values) > _LONGEST_LIST:
        raise ValueError("join takes a list of at most 100 items")
    return between.join(str(value) for value in values)


@pass_context
def short_date(context: Context, value: object) -> str:
    """A day as people say it in the script's language: 11月23日, 23 Nov."""
    day = _day(value)
    if str(context.get("language", "")).startswith("zh"):
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[3 * day.month - 3 : 3 * day.month]}"


@pass_context
def month(context: Context, value: object) -> str:
    """A month, or a day's month, as people say it in the script's language: 7月, July."""
    text = str(value)
    number = int(number_of(value)) if text.isdecimal() else _day(value).month
    if not 1 <= number <= 12:
        raise ValueError(f"{value!r} is not a month")
    if str(context.get("language", "")).startswith("zh"):
        return f"{number}月"
    return _NAMES[number - 1]


def clock_time(value: object) -> str:
    """The time of day of a moment: 9:05."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return f"{moment.hour}:{moment.minute:02}"


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "default": default,
    "money": money,
    "amount": amount,
    "round": rounded,
    "floor": floor,
    "join": join,
    "date": short_date,
    "month": month,
    "time": clock_time,
    "upper": lambda value: str(value).upper(),
    "lower": lambda value: str(value).lower(),
    "trim": lambda value: str(value).strip(),
    "length": len,
}

TESTS: Final[Mapping[str, Callable[..., bool]]] = {
    "none": lambda value: value is None,
}
