"""The small values of a campaign file: text per language, durations, shares, hours, answer kinds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from outbound.campaign.about import NAMES_KEY, PLAIN, Names, NamesOf

Identifier = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64), Field(title="name")
]
"""A name inside files: lower-case letters, digits, - and _."""

Language = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"), Field(title="language")
]
"""A language tag such as zh, en, zh-Hant."""

ScriptName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", max_length=128),
    NamesOf(Names.SCRIPTS),
    Field(title="script"),
]
"""A folder below scripts/, such as satisfaction/vip."""

PhoneNumber = Annotated[
    str, StringConstraints(pattern=r"^\+[1-9][0-9]{5,14}$"), Field(title="phone number")
]
"""A phone number in E.164."""

Hours = Annotated[str, StringConstraints(min_length=1, max_length=400), Field(title="hours")]
"""OpenStreetMap opening_hours text; parsed by `policy.hours`."""


def fault(code: str, message: str, *at: str | int, hint: str = "") -> PydanticCustomError:
    """An error for validators to raise: its problem code, words, and the part of the value at fault."""
    return PydanticCustomError(
        "fault", "{message}", {"message": message, "code": code, "at": at, "hint": hint}
    )


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one such as Asia/Shanghai") from None
    return name


ZoneName = Annotated[str, AfterValidator(_known_zone), Field(title="time zone")]
"""A time zone of the IANA database."""


def _written_as(title: str, pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "title": title, "pattern": pattern})


def parse_day(value: object) -> date:
    """`2026-11-23` as a date; raises ValueError for anything else."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is a day that no calendar has") from None
    raise ValueError(f"{value!r} is not a date; write it as 2026-11-23")


Day = Annotated[date, BeforeValidator(parse_day), _written_as("date", r"^\d{4}-\d{2}-\d{2}$")]
"""A calendar day such as 2026-11-23."""

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_duration(value: object) -> timedelta:
    """`20m 4h 3d 2w 25s` as a timedelta; raises ValueError for anything else."""
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"(\d{1,6})([smhdw])", str(value))
    if not match:
        raise ValueError(
            f"{value!r} is not a duration; write a whole number and s, m, h, d or w, such as 20m"
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def write_duration(value: timedelta) -> str:
    """The shortest text that `parse_duration` reads back as `value`."""
    seconds = int(value.total_seconds())
    for unit, size in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(write_duration),
    _written_as("duration", r"^\d{1,6}[smhdw]$"),
]
"""A duration such as 20m."""


def parse_fraction(value: object) -> Decimal:
    """`5%` as Decimal('0.05'); raises ValueError outside 0 % to 100 %."""
    if isinstance(value, Decimal):
        return value
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*%", str(value))
    if not match or Decimal(match[1]) > 100:
        raise ValueError(f"{value!r} is not a share; write a percentage from 0% to 100%")
    return Decimal(match[1]) / 100


Fraction = Annotated[
    Decimal,
    BeforeValidator(parse_fraction),
    PlainSerializer(lambda v: f"{(v * 100).normalize():f}%"),
    _written_as("percentage", r"^\d{1,3}(\.\d{1,4})?\s*%$"),
]
"""A share such as 5%."""


def parse_time_of_day(value: object) -> time:
    """`09:30` as a time; raises ValueError for anything else."""
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value))
    if not match:
        raise ValueError(f"{value!r} is not a time of day; write it as 09:30")
    return time(int(match[1]), int(match[2]))


TimeOfDay = Annotated[
    time,
    BeforeValidator(parse_time_of_day),
    PlainSerializer(lambda v: f"{v:%H:%M}"),
    _written_as("time of day", r"^([01]?\d|2[0-3]):[0-5]\d$"),
]
"""A time of day such as 09:30."""


@dataclass(frozen=True)
class Text:
    """Text for people: one string for all languages (key ''), or one per language."""

    by_language: Mapping[str, str]

    def of(self, language: str, *fallbacks: str) -> str:
        """The text in `language`, else in the first fallback that has one, else in any."""
        for tag in (language, language.split("-")[0], *fallbacks, ""):
            if tag in self.by_language:
                return self.by_language[tag]
        return next(iter(self.by_language.values()), "")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        tag = core_schema.str_schema(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
        words = core_schema.str_schema(min_length=1, strip_whitespace=True)
        one = core_schema.no_info_after_validator_function(lambda s: cls({"": s}), words)
        many = core_schema.no_info_after_validator_function(
            lambda d: cls(dict(d)), core_schema.dict_schema(tag, words, min_length=1)
        )
        return core_schema.union_schema(
            [core_schema.is_instance_schema(cls), one, many],
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda t: t.by_language.get("", dict(t.by_language))
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        words = {"type": PLAIN, "pattern": r"\S"}
        tags = {"pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", NAMES_KEY: Names.LANGUAGES.value}
        many = {"type": "object", "propertyNames": tags, "additionalProperties": words}
        return {"title": "text", "anyOf": [words, many | {"minProperties": 1}]}


class AnswerForm(Enum):
    """What kind of answer a question takes."""

    SCALE = "scale"
    YES_NO = "yes-no"
    ONE_OF = "one-of"
    MANY_OF = "many-of"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class Kind:
    """An answer's form, and for a scale its ends."""

    form: AnswerForm
    low: int = 0
    high: int = 0

    def __str__(self) -> str:
        return f"scale {self.low}-{self.high}" if self.form is AnswerForm.SCALE else self.form.value


def parse_kind(value: object) -> Kind:
    """`scale 1-10`, `yes-no`, `one-of`, ... as a Kind; raises ValueError for anything else."""
    if isinstance(value, Kind):
        return value
    text = str(value)
    if match := re.fullmatch(r"scale (\d{1,3})-(\d{1,3})", text):
        low, high = int(match[1]), int(match[2])
        if low >= high:
            raise ValueError(f"{text!r} has no room: the first end must be below the second")
        return Kind(AnswerForm.SCALE, low, high)
    forms = {form.value: form for form in AnswerForm if form is not AnswerForm.SCALE}
    if text not in forms:
        raise ValueError(f"{text!r} is no kind of answer; use scale A-B, {', '.join(forms)}")
    return Kind(forms[text])


AnswerKind = Annotated[
    Kind,
    BeforeValidator(parse_kind),
    PlainSerializer(str),
    _written_as(
        "kind of answer", r"^(scale \d{1,3}-\d{1,3}|yes-no|one-of|many-of|number|text|date)$"
    ),
]
"""A kind of answer such as `scale 1-10`."""
