"""The line in which creates leave: never more in a second than the carrier takes, and hardly fewer."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.carrier.simulator.exchange import Queue
from outbound.dialing.pace import LONGEST_LINE, Line

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RATES = st.one_of(st.integers(1, 200).map(Fraction), st.fractions(Fraction(1, 4), 5, max_denominator=50))  # fmt: skip


def left(line: Line, asked: list[datetime], units: list[int] | None = None) -> list[datetime]:
    """When each leaves of those who come at these moments."""
    moments = []
    for nth, at in enumerate(asked):
        turn = line.turn(at)
        line = line.taken(turn, units[nth] if units else 1)
        moments.append(turn)
    return moments


@given(RATES, st.lists(st.integers(0, 3000), min_size=2, max_size=80))
def test_no_second_holds_more_than_the_rate(rate: Fraction, gaps: list[int]) -> None:
    asked, at = [], NINE
    for gap in gaps:
        at += timedelta(milliseconds=gap)
        asked.append(at)
    moments = left(Line(rate), asked)
    for start in moments:
        within = sum(start <= moment < start + SECOND for moment in moments)
        assert within <= ceil(rate)


@given(RATES, st.integers(2, 40))
def test_a_crowd_leaves_at_almost_the_whole_rate_and_evenly(rate: Fraction, count: int) -> None:
    moments = left(Line(rate), [NINE] * count)
    gaps = {later - before for before, later in pairwise(moments)}
    assert len(gaps) == 1  # no burst, no pause
    mean = (count - 1) / (moments[-1] - moments[0]).total_seconds()
    assert Fraction(98, 100) * rate <= mean < rate


@given(st.integers(1, 100), st.lists(st.integers(1, 10), min_size=1, max_size=30))
def test_long_messages_never_wait_at_the_carrier(rate: int, parts: list[int]) -> None:
    moments = left(Line(Fraction(rate)), [NINE] * len(parts), parts)
    carrier = Queue(float(rate))
    assert [carrier.slot(at, n) for at, n in zip(moments, parts, strict=True)] == moments


def test_a_rest_holds_everybody_back() -> None:
    until = NINE + timedelta(minutes=1)
    assert left(Line(Fraction(10), rests_until=until), [NINE, NINE])[0] == until


@pytest.mark.parametrize("written", ["next_at", "rests_until"])
def test_a_line_from_before_the_clock_was_set_back_is_not_believed(written: str) -> None:
    tomorrow = {written: NINE + timedelta(days=1)}
    assert Line(Fraction(1), **tomorrow).turn(NINE) == NINE
    assert Line(Fraction(1), **{written: NINE + LONGEST_LINE}).turn(NINE) == NINE + LONGEST_LINE


def test_the_room_ahead_is_what_can_be_taken_there() -> None:
    line, until = Line(Fraction(10), next_at=NINE + timedelta(seconds=0.3)), NINE + SECOND
    counted = line.room(NINE, until)
    moments = left(line, [NINE] * 20)
    assert counted == sum(moment <= until for moment in moments) == 7
    assert line.room(NINE, NINE) == 0
