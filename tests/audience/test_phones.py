"""Numbers: the fast way over a column says what libphonenumber says of each one."""

import phonenumbers
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.audience.phones import read_numbers, to_e164, unreached_kind

REGIONS = ["CN", "FR", "DE", "JP", "IN", "BR", "GB", "US", "AU", "RU", "CA", "IT", "MX", "HK"]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A region, and texts that look like numbers there: valid, nearly valid, dialled in many ways."""
    region = draw(st.sampled_from(REGIONS))
    mobile = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert mobile is not None
    example = str(mobile.national_number)
    tail = st.text("0123456789", min_size=0, max_size=9)
    national = st.builds(
        lambda kept, rest: example[:kept] + rest, st.integers(1, len(example)), tail
    )
    prefix = st.sampled_from(
        ["", "0", "00", f"+{mobile.country_code}", f"+{mobile.country_code} ", "+"]
    )
    return region, draw(st.lists(st.builds(str.__add__, prefix, national), min_size=1, max_size=20))


@given(texts())
def test_a_column_reads_as_each_number_alone(world: tuple[str, list[str]]) -> None:
    region, numbers = world
    found = read_numbers(pa.array(numbers, pa.string()), region)
    columns = (numbers, found.e164.to_pylist(), found.faults.to_pylist(), found.marks.to_pylist())
    for text, number, fault, mark in zip(*columns, strict=True):
        assert (number, fault, mark) == alone(text, region)


def alone(text: str, region: str) -> tuple[str | None, str | None, str | None]:
    try:
        number = to_e164(text, region)
    except ValueError as error:
        return None, str(error), None
    parsed = phonenumbers.parse(number, None)
    country, kind = phonenumbers.region_code_for_number(parsed), unreached_kind(parsed)
    return number, None, None if country == region and not kind else f"{country} {kind}".rstrip()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "+8613800138000"),
        ("138-0013 8000", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+44 20 7946 0018", "+442079460018"),
        ("010-62551234", "+861062551234"),
    ],
)
def test_ways_to_write_a_number(text: str, number: str) -> None:
    assert to_e164(text, "CN") == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("12", "too short"),
        ("+8613800138000000", "too long"),
        ("call me", "not a telephone number"),
        ("+999 123456", "not a telephone number"),
        ("+862160010001;ext=5", "has an extension"),
        ("+8611100000000", "no such number is in use"),
    ],
)
def test_why_a_number_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        to_e164(text, "CN")


def test_no_number_is_no_fault() -> None:
    found = read_numbers(pa.array([None], pa.string()), "CN")
    assert (found.e164.to_pylist(), found.faults.to_pylist()) == ([None], [None])
