"""Country rules: complete, readable, and strict where nothing is known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.schema import Channel, Purpose
from outbound.policy.hours import OpenHours
from outbound.policy.rules import Group, group_of, hours_for, rules_for

EU = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip
COUNTRIES = ["CN", "US", "GB", "CA", "AU", "FR", *EU]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_purpose_has_hours_that_can_be_kept(country: str) -> None:
    for purpose in Purpose:
        text = hours_for(country, purpose)
        assert text
        hours = OpenHours.parse(text, country, ZoneInfo("UTC"))
        assert hours.next_open(datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize("country", COUNTRIES)
def test_one_text_of_hours_binds_each_group_and_channel(country: str) -> None:
    rules = rules_for(country)
    assert rules
    for group in Group:
        for channel in Channel:
            assert len(rules.hours(group, channel)) == 1


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_rule_names_its_source(country: str) -> None:
    rules = rules_for(country)
    assert rules
    assert all(rule.source for rule in rules.rules)
    assert rules.as_of.year >= 2026


@pytest.mark.parametrize("country", ["IN", "RU", "HK", "", None])
def test_nobody_is_contacted_where_no_rules_are_known(country: str | None) -> None:
    assert rules_for(country) is None


def test_a_survey_with_offers_sells() -> None:
    assert group_of(Purpose.SURVEY) is Group.ASKING
    assert group_of(Purpose.SURVEY, offers=True) is Group.SELLING
    assert {purpose: group_of(purpose) for purpose in Purpose}.keys() == set(Purpose)


def test_selling_is_narrower_than_serving_in_the_united_states() -> None:
    assert hours_for("US", Purpose.RETENTION) == "Mo-Sa 10:00-20:00; PH off"
    assert hours_for("US", Purpose.CARE) == "Mo-Su 08:00-21:00"


def test_caps_of_law() -> None:
    france, states = rules_for("FR"), rules_for("US")
    assert france
    assert states
    assert [(cap.attempts, cap.per.days) for cap in france.caps(Group.ASKING)] == [(4, 30)]
    assert [cap.per for cap in states.caps(Group.SELLING)] == [timedelta(days=1)]
    assert states.caps(Group.ASKING) == ()


def test_the_united_kingdom_permits_no_abandoned_share() -> None:
    rules = rules_for("GB")
    assert rules
    assert rules.abandonment.percent is None
    assert rules.abandonment.silence_hours == 72
