"""Where a number is and when it may be contacted under a campaign."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign, Channel
from outbound.policy.reach import Reach, reach

CENTRE = Centre.model_validate(
    {
        "centre": "Harbour Mobile", "country": "CN", "zone": "Asia/Shanghai", "languages": ["zh"],
        "countries": ["CN", "US", "IN"], "refuse-prefixes": ["+86170"],
    }
)  # fmt: skip
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def campaign(hours: str = "24/7", purpose: str = "survey", **contact: object) -> Campaign:
    return Campaign.model_validate(
        {
            "id": "spring", "title": "Spring", "purpose": purpose, "script": "spring",
            "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
            "contact": {"hours": hours, "channels": [{"call": {"from": "survey"}}], **contact},
        }
    )  # fmt: skip


def find(number: str, recorded: str | None = None, **fields: object) -> Reach:
    return reach(number, recorded, campaign(**fields), CENTRE, Channel.CALL)  # type: ignore[arg-type]


def opens(place: Reach, t: datetime = MONDAY) -> datetime | None:
    assert place.hours
    return place.hours.next_open(t)


def test_the_country_narrows_a_campaign_that_would_call_at_night() -> None:
    place = find("+8613800000001")
    assert place.country == "CN"
    assert place.zone == SHANGHAI
    assert opens(place) == datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)


def test_the_campaign_narrows_the_country() -> None:
    place = find("+8613800000001", hours="Mo-Fr 15:00-16:00")
    assert opens(place) == datetime(2026, 11, 23, 15, tzinfo=SHANGHAI)


def test_the_recorded_zone_counts() -> None:
    urumqi = ZoneInfo("Asia/Urumqi")
    assert opens(find("+8613800000001", "Asia/Urumqi")) == datetime(2026, 11, 23, 9, tzinfo=urumqi)


def test_on_the_centres_clock_the_law_still_keeps_the_persons() -> None:
    place = find("+8613800000001", "Asia/Urumqi", hours="09:00-18:00", zone="centre")
    first = opens(place)
    assert first == datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Urumqi"))
    assert place.hours
    assert place.hours.closes_at(datetime(2026, 11, 23, 17, tzinfo=SHANGHAI)) == datetime(
        2026, 11, 23, 18, tzinfo=SHANGHAI
    )


def test_a_number_of_many_zones_waits_for_all() -> None:
    place = find("+18005551234")
    assert len(place.zones) == 42
    night = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 21:00 in Newfoundland
    assert opens(place, night) == datetime(2026, 11, 23, 22, tzinfo=UTC)  # 08:00 on Guam


def test_selling_keeps_narrower_hours_and_the_caps_of_law() -> None:
    selling, asking = find("+12125551234", purpose="retention"), find("+12125551234")
    new_york = ZoneInfo("America/New_York")
    assert opens(selling) == datetime(2026, 11, 23, 10, tzinfo=new_york)
    assert opens(asking) == MONDAY  # 19:00 on Sunday in New York
    assert [cap.attempts for cap in selling.caps] == [3]
    assert asking.caps == ()


def test_offers_make_a_survey_sell() -> None:
    offer = {"id": "trial", "script": "offers/trial", "value": 1, "budget": 10}
    sells = campaign().model_copy(update={"offers": (offer,)})
    place = reach("+12125551234", None, sells, CENTRE, Channel.CALL)
    assert [cap.attempts for cap in place.caps] == [3]


def test_no_rules_no_contact() -> None:
    place = find("+919812345678")
    assert place.hours is None
    assert place.refusal == "no rules for this country"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("+85251234567", "HK is not among the countries that are contacted"),
        ("+80012345678", "001 is not among the countries that are contacted"),
        ("+88216123456", "001 is not among the countries that are contacted"),  # by satellite
        ("+8613000", "no such number is in use"),
        ("+8619900", "no such number is in use"),
        ("", "no such number is in use"),
        ("+19005551234", "premium-rate numbers are never contacted"),
        ("+15005551234", "personal numbers are never contacted"),
        ("+864001234567", "shared-cost numbers are never contacted"),
        ("+8617012345678", "numbers that begin with +86170 are refused"),
    ],
)
def test_where_fraud_lives_nobody_is_contacted(number: str, why: str) -> None:
    place = find(number)
    assert (place.hours, place.refusal) == (None, why)


def test_only_the_centres_own_country_is_contacted_unless_more_are_named() -> None:
    alone = CENTRE.model_copy(update={"countries": ()})
    place = reach("+12125551234", None, campaign(), alone, Channel.CALL)
    assert place.refusal == "US is not among the countries that are contacted"


def test_people_of_one_place_share_the_hours() -> None:
    assert find("+8613800000001").hours is find("+8613900000002").hours


def test_hours_close_with_the_country() -> None:
    place = find("+8613800000001")
    assert place.hours
    nine = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
    assert place.hours.closes_at(nine) == nine + timedelta(hours=3)
