"""Opening hours: half-open, in the person's zone, true across changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.policy.hours import Everywhere, HoursError, OpenHours
from outbound.policy.rules import public_holidays
from outbound.policy.wall_time import same_local_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
CENTRE = "Mo-Fr 09:00-12:00,14:00-20:00; Sa 10:00-18:00; PH off"

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


def hours(text: str = CENTRE, country: str = "CN", zone: ZoneInfo = SHANGHAI) -> OpenHours:
    return OpenHours.parse(text, country, zone)


def test_the_first_moment_is_open_and_the_last_is_not() -> None:
    assert not hours().is_open(shanghai(2026, 11, 23, 8, 59, 59))
    assert hours().is_open(shanghai(2026, 11, 23, 9))
    assert hours().is_open(shanghai(2026, 11, 23, 19, 59, 59, 999_999))
    assert not hours().is_open(shanghai(2026, 11, 23, 20))


def test_next_open_is_now_when_open() -> None:
    now = shanghai(2026, 11, 23, 9, 30, 15)
    assert hours().next_open(now) == now


def test_next_open_skips_noon_night_and_sunday() -> None:
    assert hours().next_open(shanghai(2026, 11, 23, 12)) == shanghai(2026, 11, 23, 14)
    assert hours().next_open(shanghai(2026, 11, 23, 20)) == shanghai(2026, 11, 24, 9)
    assert hours().next_open(shanghai(2026, 11, 28, 18)) == shanghai(2026, 11, 30, 9)


def test_moments_come_back_in_utc() -> None:
    opened = hours().next_open(shanghai(2026, 11, 23, 12))
    assert opened
    assert opened.tzinfo is UTC


def test_closes_at_the_end_of_the_open_interval() -> None:
    assert hours().closes_at(shanghai(2026, 11, 23, 11)) == shanghai(2026, 11, 23, 12)
    assert hours().closes_at(shanghai(2026, 11, 23, 12)) is None


def test_what_is_always_open_never_closes() -> None:
    assert hours("24/7").closes_at(shanghai(2026, 11, 23, 11)) is None


def test_the_whole_ring_fits_before_the_close() -> None:
    ring = timedelta(seconds=55)
    assert hours().fits(shanghai(2026, 11, 23, 11, 59, 5), ring)
    assert not hours().fits(shanghai(2026, 11, 23, 11, 59, 6), ring)
    assert hours().next_fit(shanghai(2026, 11, 23, 11, 59, 6), ring) == shanghai(2026, 11, 23, 14)


def test_closed_time_does_not_count() -> None:
    begin = shanghai(2026, 11, 23, 11, 30)
    assert hours().add_open(begin, 4 * HOUR) == shanghai(2026, 11, 23, 17, 30)
    assert hours().add_open(begin, timedelta()) == begin
    assert hours().open_between(begin, shanghai(2026, 11, 23, 17, 30)) == 4 * HOUR


def test_what_would_end_at_the_close_waits_for_the_next_opening() -> None:
    begin = shanghai(2026, 11, 23, 11, 40)
    assert hours().add_open(begin, 20 * MINUTE) == shanghai(2026, 11, 23, 14)


def test_open_time_is_summed_over_years() -> None:
    start, end = shanghai(2026, 1, 1), shanghai(2030, 1, 1)
    assert hours("10:00-12:00").open_between(start, end) == 2 * HOUR * (end - start).days


def test_never_open_is_told_as_none() -> None:
    never = hours("Mo 09:00-17:00; Mo off")
    assert never.next_open(shanghai(2026, 11, 23)) is None
    assert never.add_open(shanghai(2026, 11, 23), MINUTE) is None
    assert hours("2020 Mo 09:00-17:00").next_open(shanghai(2026, 11, 23)) is None


def test_an_opening_within_a_year_is_found_and_a_later_one_is_not() -> None:
    once = hours("2027 Nov 20 10:00-11:00")
    assert once.next_open(shanghai(2026, 11, 23)) == shanghai(2027, 11, 20, 10)
    assert once.next_open(shanghai(2026, 11, 1)) is None


def test_hours_past_midnight() -> None:
    late = hours("Fr 22:00-02:00")
    assert late.is_open(shanghai(2026, 11, 28, 1, 59, 59))
    assert late.closes_at(shanghai(2026, 11, 27, 23)) == shanghai(2026, 11, 28, 2)


def test_unknown_is_not_open() -> None:
    assert not hours("Mo-Su unknown").is_open(shanghai(2026, 11, 23, 12))


# Clock changes


def test_hour_that_does_not_exist_in_berlin() -> None:
    night = hours("02:00-03:00", "DE", BERLIN)
    assert night.next_open(datetime(2026, 3, 29, tzinfo=BERLIN)) == datetime(
        2026, 3, 30, 2, tzinfo=BERLIN
    )


def test_an_interval_over_the_gap_is_an_hour_shorter_in_berlin() -> None:
    night = hours("01:00-05:00", "DE", BERLIN)
    start, end = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 3, tzinfo=UTC)
    assert night.open_between(start, end + HOUR) == 3 * HOUR
    assert night.closes_at(start) == end


def test_hour_that_comes_twice_in_berlin_is_open_twice() -> None:
    night = hours("02:00-02:30", "DE", BERLIN)
    day = datetime(2026, 10, 25, tzinfo=UTC)
    assert night.is_open(day + 10 * MINUTE)  # 02:10 summer time
    assert not night.is_open(day + 30 * MINUTE)
    assert night.is_open(day + HOUR + 10 * MINUTE)  # 02:10 winter time
    assert night.open_between(day, day + 3 * HOUR) == HOUR


def test_opening_follows_the_wall_in_new_york() -> None:
    nine = hours("09:00-21:00", "US", NEW_YORK)
    assert nine.next_open(datetime(2026, 3, 7, 12, tzinfo=UTC)).hour == 14  # type: ignore[union-attr]
    assert nine.next_open(datetime(2026, 3, 8, 12, tzinfo=UTC)).hour == 13  # type: ignore[union-attr]
    assert nine.next_open(datetime(2026, 11, 1, 12, tzinfo=UTC)).hour == 14  # type: ignore[union-attr]


def test_the_clock_of_lord_howe_moves_by_half_an_hour() -> None:
    night = hours("01:30-02:30", "AU", LORD_HOWE)
    spring = datetime(2026, 10, 4, tzinfo=LORD_HOWE)
    autumn = datetime(2026, 4, 5, tzinfo=LORD_HOWE)
    assert night.open_between(spring, spring + 5 * HOUR) == 30 * MINUTE
    assert night.open_between(autumn, autumn + 5 * HOUR) == 90 * MINUTE


def test_a_day_that_never_was_in_samoa() -> None:
    apia = hours("Fr 09:00-17:00", "NZ", ZoneInfo("Pacific/Apia"))
    assert apia.next_open(datetime(2011, 12, 30, tzinfo=UTC)) == datetime(
        2012, 1, 6, 9, tzinfo=ZoneInfo("Pacific/Apia")
    )


@pytest.mark.parametrize(
    ("zone", "start", "days", "expected"),
    [
        (SHANGHAI, "2026-11-23T10:05", 1, "2026-11-24T02:05Z"),
        (BERLIN, "2026-03-28T02:30", 1, "2026-03-29T01:30Z"),  # the clock shows 03:30
        (BERLIN, "2026-03-28T12:00", 1, "2026-03-29T10:00Z"),
        (BERLIN, "2026-10-24T02:30", 1, "2026-10-25T00:30Z"),  # the first of two
        (NEW_YORK, "2026-10-31T09:00", 7, "2026-11-07T14:00Z"),
    ],
)
def test_days_later_at_the_same_local_time(
    zone: ZoneInfo, start: str, days: int, expected: str
) -> None:
    found = same_local_time(datetime.fromisoformat(start).replace(tzinfo=zone), days, zone)
    assert found == datetime.fromisoformat(expected)


# Holidays


@pytest.mark.parametrize(
    "day",
    ["2026-02-16", "2026-02-17", "2026-02-19", "2026-04-05", "2026-10-01", "2026-10-02", "2026-10-07"],
)  # fmt: skip
def test_chinese_holidays_are_off(day: str) -> None:
    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI) + 11 * HOUR
    assert not hours("Mo-Su 09:00-20:00; PH off").is_open(noon)


def test_what_follows_a_holiday_rule_still_overrides_it() -> None:
    text = "Mo-Su 09:00-20:00; PH off; 2026 Oct 02 10:00-12:00"
    assert hours(text).is_open(shanghai(2026, 10, 2, 11))
    assert not hours(text).is_open(shanghai(2026, 10, 3, 11))


def test_holiday_hours_hold_on_every_holiday() -> None:
    text = "Mo-Su 09:00-20:00; PH 10:00-11:00"
    assert hours(text).is_open(shanghai(2026, 10, 2, 10, 30))
    assert not hours(text).is_open(shanghai(2026, 10, 2, 15))


def test_sundays_and_holidays_together() -> None:
    text = "Mo-Su 09:00-20:00; Su,PH off"
    assert not hours(text).is_open(shanghai(2026, 11, 22, 12))
    assert not hours(text).is_open(shanghai(2026, 10, 2, 12))
    assert hours(text).is_open(shanghai(2026, 11, 23, 12))


def test_each_country_has_its_own_holidays() -> None:
    def thanksgiving(country: str) -> bool:
        return hours("24/7; PH off", country).is_open(shanghai(2026, 11, 26, 12))

    assert thanksgiving("CN")
    assert not thanksgiving("US")


def test_our_own_holidays_are_written_once() -> None:
    for country in ("CN", "GB", "AU", "US", "CA"):
        days = public_holidays(country)
        assert len(days) == len(set(days))


@pytest.mark.parametrize("year", [2009, 2010, 2015, 2026, 2037])
def test_a_holiday_on_a_weekend_is_kept_on_its_own_day_too(year: int) -> None:
    assert not hours("24/7; PH off", "US").is_open(shanghai(year, 7, 4, 12))
    assert hours("24/7; PH off", "CN").is_open(shanghai(year, 7, 4, 12))


# Text that cannot be kept


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("garbage", 0),
        ("周一 9-12", 0),
        ("Mo-Xx 09:00-12:00", 3),
        ("Mo-Fr 9-12", 6),
        ("Mo-Fr 09:00", 11),
        ("Mo-Fr 09:00-25:99", 15),
        ("Mo 09:00-12:00; 周六", 16),
        ("Mo-Fr 09:00-12:00,14:00-2x:00; PH off", 24),
        ("Mo-Fr sunrise-sunset", 6),
        ('Mo "open SH" 09:00-12:00; SH off', 26),
    ],
)
def test_bad_text_is_refused_where_it_fails(text: str, offset: int) -> None:
    with pytest.raises(HoursError) as caught:
        hours(text)
    assert caught.value.offset == offset
    assert caught.value.message


def test_bad_text_is_refused_in_plain_words() -> None:
    with pytest.raises(ValueError, match=r"at '2x:00; PH of': expected a time such as 20:00"):
        hours("Mo-Fr 09:00-12:00,14:00-2x:00; PH off")


def test_holidays_of_a_country_without_data_are_refused_not_ignored() -> None:
    with pytest.raises(HoursError, match="holidays of IN are not known") as caught:
        hours("Mo-Fr 09:00-18:00; PH off", "IN")
    assert caught.value.offset == 19
    assert hours("Mo-Fr 09:00-18:00", "IN").is_open(shanghai(2026, 11, 23, 12))


# Several hours at once


def test_everywhere_is_open_when_all_are() -> None:
    both = Everywhere((hours("09:00-20:00", "CN"), hours("09:00-20:00", "DE", BERLIN)))
    assert both.next_open(shanghai(2026, 11, 23)) == shanghai(2026, 11, 23, 16)
    assert both.closes_at(shanghai(2026, 11, 23, 17)) == shanghai(2026, 11, 23, 20)
    assert not both.is_open(shanghai(2026, 11, 23, 15, 59, 59))


def test_country_and_campaign_hours_intersect() -> None:
    narrow = Everywhere((hours("Mo-Sa 09:00-12:00,14:00-20:00"), hours("10:00-15:00")))
    assert narrow.add_open(shanghai(2026, 11, 23, 9), 2 * HOUR) == shanghai(2026, 11, 23, 14)
    assert narrow.closes_at(shanghai(2026, 11, 23, 14, 30)) == shanghai(2026, 11, 23, 15)


def test_hours_that_never_meet_are_never_open() -> None:
    apart = Everywhere((hours("09:00-10:00"), hours("10:00-11:00")))
    assert apart.next_open(shanghai(2026, 11, 23)) is None


def test_no_hours_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown zone is never open"):
        Everywhere(())
