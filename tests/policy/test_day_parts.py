"""Parts of the day by the person's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbound.policy.day_parts import DayPart, day_part, first_untried, next_boundary
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


def test_all_but_the_weekend_tried_leads_to_saturday() -> None:
    tried = frozenset(DayPart) - {DayPart.WEEKEND}
    assert first_untried(at(23, 9), tried, ALWAYS, SHANGHAI) == at(28, 0)


def test_all_tried_leads_nowhere() -> None:
    assert first_untried(at(23, 9), frozenset(DayPart), ALWAYS, SHANGHAI) is None
