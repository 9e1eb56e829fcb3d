"""Laws of opening hours, against the slow and obvious definition: what the wall clock shows."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.policy.hours import Everywhere, OpenHours
from outbound.policy.wall_time import same_local_time

ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
        "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns",
    )
]  # fmt: skip
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    start = draw(st.integers(0, 23 * 60))
    return start, draw(st.integers(start + 1, 24 * 60))


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, frozenset[int], tuple[int, int]]:
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    start, end = draw(spans())
    names = ",".join(DAYS[day] for day in sorted(days))
    text = f"{names} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    return text, days, (start, end)


hours = st.builds(lambda t, z: OpenHours.parse(t[0], "DE", z), texts(), st.sampled_from(ZONES))
SECONDS = st.integers(1_100_000_000, 2_114_000_000)  # 2004 to 2036
moments = st.builds(
    lambda second, micro: datetime.fromtimestamp(second, UTC) + timedelta(microseconds=micro),
    SECONDS,
    st.integers(0, 999_999),
)
durations = st.timedeltas(timedelta(), timedelta(days=3))


@settings(max_examples=300, deadline=None)
@given(texts(), st.sampled_from(ZONES), moments)
def test_open_is_what_the_clock_on_the_wall_says(
    given_text: tuple[str, frozenset[int], tuple[int, int]], zone: ZoneInfo, t: datetime
) -> None:
    text, days, (start, end) = given_text
    wall = t.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    expected = wall.weekday() in days and start <= minute < end
    assert OpenHours.parse(text, "DE", zone).is_open(t) is expected


@settings(max_examples=200, deadline=None)
@given(hours, moments)
def test_the_next_opening_is_not_before_and_is_open(opening: OpenHours, t: datetime) -> None:
    found = opening.next_open(t)
    assert found is not None
    assert found >= t
    assert opening.is_open(found)
    assert (found == t) is opening.is_open(t)
    if found > t:
        assert not opening.is_open(found - timedelta(microseconds=1))
        assert opening.open_between(t, found) == timedelta()


@settings(max_examples=200, deadline=None)
@given(hours, moments)
def test_it_closes_when_it_says(opening: OpenHours, t: datetime) -> None:
    end = opening.closes_at(t)
    if end is None and opening.is_open(t):  # it never closes
        year = timedelta(days=366)
        assert opening.open_between(t, t + year) == year
        return
    assert (end is not None) is opening.is_open(t)
    if end is not None:
        assert end > t
        assert opening.is_open(end - timedelta(microseconds=1))
        assert not opening.is_open(end)


@settings(max_examples=200, deadline=None)
@given(hours, moments, durations)
def test_added_open_time_is_what_passes(
    opening: OpenHours, t: datetime, duration: timedelta
) -> None:
    found = opening.add_open(t, duration)
    if found is not None:
        assert opening.is_open(found)
        assert opening.open_between(t, found) == duration


@settings(max_examples=200, deadline=None)
@given(hours, moments, st.timedeltas(timedelta(), timedelta(hours=5)))
def test_the_next_fit_fits(opening: OpenHours, t: datetime, needed: timedelta) -> None:
    found = opening.next_fit(t, needed)
    if found is not None:
        assert found >= t
        assert opening.fits(found, needed)


@settings(max_examples=100, deadline=None)
@given(hours, hours, moments)
def test_everywhere_is_open_exactly_when_each_is(
    one: OpenHours, other: OpenHours, t: datetime
) -> None:
    both = Everywhere((one, other))
    assert both.is_open(t) is (one.is_open(t) and other.is_open(t))
    found = both.next_open(t)
    if found is not None:
        assert one.is_open(found)
        assert other.is_open(found)


@settings(max_examples=200, deadline=None)
@given(moments, st.sampled_from(ZONES), st.integers(0, 60))
def test_the_same_local_time_is_the_same_unless_the_clock_skips_it(
    t: datetime, zone: ZoneInfo, days: int
) -> None:
    found = same_local_time(t, days, zone).astimezone(zone)
    wanted = t.astimezone(zone) + timedelta(days=days)
    shown = found.replace(tzinfo=None) - wanted.replace(tzinfo=None, fold=0)
    assert timedelta() <= shown <= timedelta(days=1)
    if shown:  # the wanted time does not exist: it does not survive the way to UTC and back
        assert wanted.astimezone(UTC).astimezone(zone).time() != time.max
        round_trip = wanted.replace(fold=0).astimezone(UTC).astimezone(zone)
        assert round_trip.replace(tzinfo=None) != wanted.replace(tzinfo=None)


def test_hours_that_never_close_do_not_say_when() -> None:
    always = OpenHours.parse("Mo-Su 00:00-24:00", "DE", ZONES[0])
    assert always.closes_at(datetime(2026, 11, 23, tzinfo=UTC)) is None
