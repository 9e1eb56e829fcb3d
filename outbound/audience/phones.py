"""Telephone numbers of a whole column to E.164, as libphonenumber would read each of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from phonenumbers import PhoneMetadata, PhoneNumberFormat

_KIND = phonenumbers.PhoneNumberType
UNREACHED: Final[Mapping[int, str]] = {
    _KIND.PREMIUM_RATE: "premium-rate",
    _KIND.SHARED_COST: "shared-cost",
    _KIND.PAGER: "pager",
    _KIND.PERSONAL_NUMBER: "personal",
    _KIND.UAN: "company",
    _KIND.VOICEMAIL: "voicemail",
    _KIND.UNKNOWN: "unclassified",
}
"""The kinds of number that nobody is ever contacted on: they cost more, or no person answers there."""

_POSSIBLE = phonenumbers.ValidationResult
_WHY_IMPOSSIBLE = {
    _POSSIBLE.TOO_SHORT: "it is too short",
    _POSSIBLE.TOO_LONG: "it is too long",
    _POSSIBLE.INVALID_COUNTRY_CODE: "no country has that code",
    _POSSIBLE.INVALID_LENGTH: "no number there has that length",
    _POSSIBLE.IS_POSSIBLE_LOCAL_ONLY: "it is too short, or its area code is missing",
}


@dataclass(frozen=True)
class Numbers:
    """A column of numbers, row by row: E.164 or why not, and what keeps people from being contacted there.

    marks: the country, and after a blank the kind where nobody is contacted on such numbers; null for
    the region's own ordinary numbers
    """

    e164: pa.StringArray
    faults: pa.StringArray
    marks: pa.StringArray


def to_e164(text: str, region: str) -> str:
    """The number in E.164; `region` (CN) is where a number without country code belongs.

    Raises ValueError, saying why, for a text that is no number or that no operator can have given.
    """
    return phonenumbers.format_number(_read(text, region), PhoneNumberFormat.E164)


def _read(text: str, region: str) -> phonenumbers.PhoneNumber:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError("it is not a telephone number") from error
    if number.extension:
        raise ValueError("it has an extension")
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in _WHY_IMPOSSIBLE:
        raise ValueError(_WHY_IMPOSSIBLE[length])
    if not phonenumbers.is_valid_number(number):
        raise ValueError("no such number is in use")
    return number


def unreached_kind(number: phonenumbers.PhoneNumber) -> str:
    """The kind of a valid number on which nobody is contacted; empty for all others."""
    return UNREACHED.get(phonenumbers.number_type(number), "")


def read_numbers(texts: pa.StringArray, region: str) -> Numbers:
    """Each text as E.164 or why that failed, with its mark; all null where the text is null.

    The common shape of the region's mobile numbers is recognised for the whole column at once,
    by libphonenumber's own pattern; all others go through the library one by one.
    """
    numbers, none = _plain_mobiles(texts, region), pa.nulls(len(texts), pa.string())
    odd = pc.and_(pc.is_valid(texts), pc.is_null(numbers))
    if not pc.any(odd).as_py():
        return Numbers(numbers, none, none)
    rows = [_one(text, region) for text in texts.filter(odd).to_pylist()]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return Numbers(
        pc.replace_with_mask(numbers, odd, columns[0]),
        pc.replace_with_mask(none, odd, columns[1]),
        pc.replace_with_mask(none, odd, columns[2]),
    )


def _one(text: str, region: str) -> tuple[str | None, str | None, str | None]:
    try:
        number = _read(text, region)
    except ValueError as error:
        return None, str(error), None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), None, _mark(number, region)


def _mark(number: phonenumbers.PhoneNumber, region: str) -> str | None:
    country, kind = phonenumbers.region_code_for_number(number), unreached_kind(number)
    return None if country == region and not kind else f"{country} {kind}".rstrip()


def why_unreached(country: str, kind: str, countries: Collection[str]) -> str:
    """Why nobody is contacted on numbers of that country and kind; empty where nothing forbids it."""
    if kind:
        return f"{kind} numbers are never contacted"
    return (
        "" if country in countries else f"{country} is not among the countries that are contacted"
    )


@dataclass(frozen=True)
class _Patterns:
    """What libphonenumber knows of a region's numbers, as patterns for whole columns."""

    code: str
    mobile: str
    any_number: str
    dialled_first: str  # prefixes that dialling adds and parsing strips


def _plain_mobiles(texts: pa.StringArray, region: str) -> pa.StringArray:
    """E.164 of those texts that libphonenumber surely reads as they stand; null for all others.

    That is so where the region owns its calling code, the digits fit the mobile pattern and the
    general one, and they begin with nothing that parsing strips.
    """
    patterns = _patterns(region)
    if patterns is None:
        return pa.nulls(len(texts), pa.string())
    dense = pc.replace_substring_regex(texts, "[ -]", "")
    digits = pc.extract_regex(dense, patterns.mobile).field("national")
    plain = pc.and_not(
        pc.match_substring_regex(digits, patterns.any_number),
        pc.match_substring_regex(digits, patterns.dialled_first),
    )
    return pc.if_else(plain, pc.binary_join_element_wise(patterns.code, digits, ""), None)


@cache
def _patterns(region: str) -> _Patterns | None:
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.country_code is None or metadata.general_desc is None:
        return None
    mobile = metadata.mobile.national_number_pattern if metadata.mobile else None
    owner = phonenumbers.region_code_for_country_code(metadata.country_code)
    if owner != region or not mobile or metadata.leading_digits:
        return None
    dialled = [metadata.international_prefix, metadata.national_prefix_for_parsing, "0"]
    patterns = _Patterns(
        code=f"+{metadata.country_code}",
        mobile=rf"^(?:\+{metadata.country_code})?(?P<national>{mobile})$",
        any_number=f"^(?:{metadata.general_desc.national_number_pattern})$",
        dialled_first="^(?:" + "|".join(text for text in dialled if text) + ")",
    )
    return patterns if _understood(patterns) else None


def _understood(patterns: _Patterns) -> bool:
    """Whether the column engine (RE2) takes the patterns; it knows no look-ahead."""
    empty = pa.array([], pa.string())
    try:
        for pattern in (patterns.any_number, patterns.dialled_first):
            pc.match_substring_regex(empty, pattern)
        pc.extract_regex(empty, patterns.mobile)
    except pa.ArrowInvalid:
        return False
    return True
