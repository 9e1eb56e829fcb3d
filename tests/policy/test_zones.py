"""Where a number's owner may be."""

import pytest

from outbound.policy.zones import candidate_zones, country_of, zone_named


def names(number: str, recorded: str | None = None) -> list[str]:
    return [zone.key for zone in candidate_zones(number, recorded)]


def test_a_chinese_mobile_is_in_one_zone() -> None:
    assert names("+8613800000001") == ["Asia/Shanghai"]


def test_the_recorded_zone_wins() -> None:
    assert names("+8613800000001", "Asia/Urumqi") == ["Asia/Urumqi"]


@pytest.mark.parametrize("recorded", ["", "Middle/Earth", "../etc/passwd", "Asia"])
def test_a_recorded_zone_that_is_none_counts_as_none(recorded: str) -> None:
    assert names("+8613800000001", recorded) == ["Asia/Shanghai"]


def test_a_freephone_number_may_be_anywhere_it_rings() -> None:
    found = names("+18005551234")
    assert len(found) == 42
    assert found == sorted(found)
    assert {"America/New_York", "Pacific/Honolulu", "Pacific/Guam"} <= set(found)


@pytest.mark.parametrize("number", ["", "hello", "+8613000", "+999123", "13800000001"])
def test_what_is_no_number_has_no_zone_and_no_country(number: str) -> None:
    assert names(number) == []
    assert country_of(number) is None


@pytest.mark.parametrize(
    ("number", "country"),
    [("+8613800000001", "CN"), ("+12125551234", "US"), ("+14165551234", "CA"), ("+33612345678", "FR")],
)  # fmt: skip
def test_the_country_of_a_number(number: str, country: str) -> None:
    assert country_of(number) == country


def test_a_name_that_is_no_zone_is_none() -> None:
    assert zone_named("Nowhere/At_All") is None
