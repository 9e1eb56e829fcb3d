"""Opening hours as people write them, read by opening-hours-py; faults keep their place."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from opening_hours import (  # type: ignore[attr-defined]  # its stubs leave its errors out
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

from outbound.policy.intervals import Intervals

_PLACE = re.compile(r"--> (\d+):(\d+)")
_EXPECTED = re.compile(r"= expected (.+)")
_COMMENT = re.compile(r'"[^"]*"')
_UNKNOWABLE = re.compile(r"\b(sunrise|sunset|dawn|dusk|SH)\b")
_HOLIDAY = re.compile(r"\bPH\b")
_HOLIDAY_RULE = re.compile(r"^\s*(?:[A-Z][A-Za-z-]*,)*PH(?:,[A-Z][A-Za-z-]*)*(?=\s|$)")
_WORDS = {
    "extended_time": "a time such as 20:00",
    "timespan_plus": "a span such as 09:00-12:00",
    "wday": "a weekday such as Mo",
    "minute": "minutes from 00 to 59",
    "EOI or any_rule_separator": "the end, or ; and another rule",
}


class HoursError(ValueError):
    """Text that is no opening hours we can keep; `offset` is the character where it fails, from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def read_hours(text: str, country: str, holidays: Iterable[str] = ()) -> OpeningHours:
    """The library's reading of `text`; `holidays` are further days, such as `2026 Jul 04` and `Jul 04`, on which its `PH` rules hold.

    Raises HoursError for text outside the syntax, for what needs a place on earth or a school's
    calendar, and for `PH` in a country whose public holidays are not known.
    """
    bare = _COMMENT.sub(lambda found: " " * len(found[0]), text)
    if found := _UNKNOWABLE.search(bare):
        raise HoursError(f"{found[0]} cannot be known here; write times and days", found.start())
    try:
        OpeningHours(text)
        return OpeningHours(_with_holidays(text, holidays), country=country)
    except ParserError as error:
        raise _fault(text, str(error)) from None
    except UnknownCountryError:
        if found := _HOLIDAY.search(bare):
            message = f"the public holidays of {country} are not known; leave PH out"
            raise HoursError(message, found.start()) from None
        return OpeningHours(text)


def open_by_wall(hours: OpeningHours, low: int, high: int) -> Intervals:
    """When `hours` are open on a clock that shows `low` to `high`, seconds read as if in UTC.

    What is neither open nor closed ("unknown") is not open.
    """
    start, end = (datetime.fromtimestamp(s, UTC).replace(tzinfo=None) for s in (low, high))
    return Intervals.of(
        (_seconds(begin), _seconds(finish))
        for begin, finish, state, _ in hours.intervals(start, end)
        if state is State.OPEN
    )


def _with_holidays(text: str, holidays: Iterable[str]) -> str:
    """The text in which each rule for public holidays is repeated for days the library lacks."""
    days = tuple(holidays)
    rules = []
    for rule in text.split(";"):
        rules.append(rule)
        if _HOLIDAY_RULE.match(rule):
            rules += [_HOLIDAY_RULE.sub(f" {day}", rule, count=1) for day in days]
    return ";".join(rules)


def _fault(text: str, said: str) -> HoursError:
    place, expected = _PLACE.search(said), _EXPECTED.search(said)
    offset = min(int(place[2]) - 1, len(text)) if place else 0
    wanted = expected[1] if expected else "opening hours"
    if "EOI," in wanted:
        wanted = "days and times such as Mo-Fr 09:00-12:00,14:00-20:00"
    rest = text[offset : offset + 12]
    found = f"at {rest!r}" if rest else "at the end"
    return HoursError(f"not opening hours {found}: expected {_WORDS.get(wanted, wanted)}", offset)


def _seconds(wall: datetime) -> int:
    return int(wall.replace(tzinfo=UTC).timestamp())
