"""Parts of the day by the person's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.policy.day_parts import (
    DayPart,
    Spread,
    choose,
    day_part,
    firsts,
    next_boundary,
)
from outbound.policy.hours import OpenHours
from outbound.policy.span import Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALWAYS = Span(
    OpenHours.parse("24/7", "CN", SHANGHAI), datetime(2026, 12, 1, tzinfo=UTC), timedelta()
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "part"),
    [
        (at(23, 0), DayPart.MORNING),
        (at(23, 11, 59), DayPart.MORNING),
        (at(23, 12), DayPart.AFTERNOON),
        (at(23, 16, 59), DayPart.AFTERNOON),
        (at(23, 17), DayPart.EVENING),
        (at(27, 23, 59), DayPart.EVENING),
        (at(28, 0), DayPart.WEEKEND),
        (at(29, 23, 59), DayPart.WEEKEND),
    ],
)
def test_each_moment_has_its_part(moment: datetime, part: DayPart) -> None:
    assert day_part(moment, SHANGHAI) is part
    assert day_part(moment.astimezone(UTC), SHANGHAI) is part


def test_the_next_boundary_is_noon_five_or_midnight() -> None:
    assert next_boundary(at(23, 9), SHANGHAI) == at(23, 12)
    assert next_boundary(at(23, 12), SHANGHAI) == at(23, 17)
    assert next_boundary(at(23, 17), SHANGHAI) == at(24, 0)


M, A, E, W = DayPart
WORKDAYS = Span(
    OpenHours.parse("Mo-Fr 09:00-19:00", "CN", SHANGHAI),
    datetime(2026, 12, 1, tzinfo=UTC), timedelta(),
)  # fmt: skip


def test_each_part_has_its_first_moment_from_now_on() -> None:
    found = firsts(at(23, 13), ALWAYS, SHANGHAI)
    assert found == {A: at(23, 13), E: at(23, 17), M: at(24, 0), W: at(28, 0)}


def test_a_part_in_which_it_is_never_open_does_not_come() -> None:
    assert set(firsts(at(23, 9), WORKDAYS, SHANGHAI)) == {M, A, E}
    assert firsts(datetime(2026, 12, 2, tzinfo=UTC), WORKDAYS, SHANGHAI) == {}


def chosen(spread: Spread, hour: int = 10, span: Span = ALWAYS) -> tuple[datetime, str]:
    return choose(at(23, hour), spread, span, SHANGHAI)


def test_a_campaign_that_asks_for_one_part_keeps_its_delays() -> None:
    assert chosen(Spread(1, 1, frozenset({M}), {M: 3})) == (at(23, 10), "")


def test_with_no_more_attempts_than_parts_owed_only_an_untried_part_will_do() -> None:
    assert chosen(Spread(3, 2, frozenset({M}))) == (
        at(23, 12), ", in the afternoon, which is still untried",
    )  # fmt: skip
    assert chosen(Spread(3, 1, frozenset({M, A}))) == (
        at(23, 17), ", in the evening, which is still untried",
    )  # fmt: skip


def test_else_the_part_with_the_fewest_attempts_for_its_weight_is_next() -> None:
    twice = frozenset({M, A, E, W})
    # 2 / 0.58, 2 / 0.59, 2 / 0.67, 2 / 0.64: the evening answers most
    assert chosen(Spread(2, 3, twice, dict.fromkeys(twice, 2))) == (
        at(23, 17), ", in the evening, which was tried least",
    )  # fmt: skip
    assert chosen(Spread(2, 3, twice, {M: 1, A: 2, E: 2, W: 2})) == (at(23, 10), "")


def test_of_equal_parts_the_first_to_come_is_next() -> None:
    assert chosen(Spread(2, 5, frozenset({M}), {M: 1})) == (
        at(23, 12), ", in the afternoon, which is still untried",
    )  # fmt: skip


def test_a_busy_line_speaks_against_no_part() -> None:
    assert chosen(Spread(2, 5, frozenset({M}))) == (at(23, 10), "")


def test_all_but_the_weekend_tried_leads_to_saturday() -> None:
    found = chosen(Spread(4, 1, frozenset({M, A, E}), {M: 1, A: 1, E: 1}))
    assert found == (at(28, 0), ", at the weekend, which is still untried")


def test_a_part_that_cannot_come_is_waived_with_its_reason() -> None:
    found = chosen(Spread(4, 2, frozenset({M, A}), {M: 1, A: 1}), span=WORKDAYS)
    assert found == (
        at(23, 17), ", in the evening, which is still untried; before the end comes no weekend",
    )  # fmt: skip
    found = chosen(Spread(4, 1, frozenset({M, A, E}), {M: 1, A: 1, E: 1}), 9, WORKDAYS)
    assert found == (
        at(23, 17), ", in the evening, which was tried least; no other part of the day comes before the end",
    )  # fmt: skip


def test_what_is_waived_asks_for_no_attempt() -> None:
    """Two parts are owed and one of them comes: with two attempts left there is still a choice."""
    found = chosen(Spread(4, 2, frozenset({M, A}), {A: 1}), span=WORKDAYS)
    assert found == (at(23, 10), "; before the end comes no weekend")
