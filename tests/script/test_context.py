"""The values that scripts may use."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from outbound.script.context import day_part

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("hour", "zh", "en"),
    [(9, "上午", "morning"), (11, "上午", "morning"), (12, "下午", "afternoon"),
     (17, "下午", "afternoon"), (18, "晚上", "evening"), (20, "晚上", "evening")],
)  # fmt: skip
def test_the_part_of_the_day_in_words(hour: int, zh: str, en: str) -> None:
    now = datetime(2026, 11, 23, hour, tzinfo=SHANGHAI)
    assert (day_part(now, "zh"), day_part(now, "en"), day_part(now, "fr")) == (zh, en, en)
