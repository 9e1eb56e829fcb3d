"""Telephone numbers of a whole column to E.164, as libphonenumber would read each of them."""

from collections.abc import Mapping
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


def to_e164(text: str, region: str) -> str:
    """The number in E.164; `region` (CN) is where a number without country code belongs.

    Raises ValueError, saying why, for a text that is no number or that no operator can have given.
    """
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
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def unreached_kind(number: phonenumbers.PhoneNumber) -> str:
    """The kind of a valid number on which nobody is contacted; empty for all others."""
    return UNREACHED.get(phonenumbers.number_type(number), "")


def column_to_e164(texts: pa.StringArray, region: str) -> tuple[pa.StringArray, pa.StringArray]:
    """Each text as E.164 and, where that failed, why; both null where the text is null.

    The common shape of the region's mobile numbers is recognised for the whole column at once,
    by libphonenumber's own pattern; all others go through the library one by one.
    """
    numbers = _plain_mobiles(texts, region)
    odd = pc.and_(pc.is_valid(texts), pc.is_null(numbers))
    if not pc.any(odd).as_py():
        return numbers, pa.nulls(len(texts), pa.string())
    return _one_by_one(texts, numbers, odd, region)


def _one_by_one(
    texts: pa.StringArray, numbers: pa.StringArray, odd: pa.BooleanArray, region: str
) -> tuple[pa.StringArray, pa.StringArray]:
    found: list[str | None] = []
    faults: list[str | None] = []
    for text in texts.filter(odd).to_pylist():
        try:
            found.append(to_e164(text, region))
            faults.append(None)
        except ValueError as error:
            found.append(None)
            faults.append(str(error))
    reasons = pc.replace_with_mask(
        pa.nulls(len(texts), pa.string()), odd, pa.array(faults, pa.string())
    )
    return pc.replace_with_mask(numbers, odd, pa.array(found, pa.string())), reasons


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
