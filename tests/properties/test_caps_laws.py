"""Laws of frequency caps, against counting by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outbound.policy.caps import breach

NOW = datetime(2026, 11, 23, tzinfo=UTC)
times = st.lists(st.integers(-20_000, 100).map(lambda m: NOW + timedelta(minutes=m)), max_size=20)
pers = st.integers(1, 20_000).map(lambda m: timedelta(minutes=m))


def counted(moments: list[datetime], per: timedelta, now: datetime) -> int:
    return sum(now - per < t <= now for t in moments)


@given(st.integers(1, 5), pers, times)
def test_a_breach_is_a_full_window(allowed: int, per: timedelta, moments: list[datetime]) -> None:
    found = breach(allowed, per, moments, NOW)
    assert (found is not None) is (counted(moments, per, NOW) >= allowed)


@given(st.integers(1, 5), pers, times)
def test_the_moment_named_is_the_first_that_is_free(
    allowed: int, per: timedelta, moments: list[datetime]
) -> None:
    past = [t for t in moments if t <= NOW]
    found = breach(allowed, per, past, NOW)
    if found is not None:
        assert found > NOW
        assert counted(past, per, found) < allowed
        assert counted(past, per, found - timedelta(microseconds=1)) >= allowed


@given(st.integers(1, 4), pers, times)
def test_whoever_waits_as_told_never_exceeds_the_cap(
    allowed: int, per: timedelta, wishes: list[datetime]
) -> None:
    done: list[datetime] = []
    for wish in sorted(wishes):
        moment = max([wish, *done[-1:]])
        while (until := breach(allowed, per, done, moment)) is not None:
            moment = until
        done.append(moment)
        assert counted(done, per, moment) <= allowed
