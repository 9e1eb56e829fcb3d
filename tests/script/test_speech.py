"""How long words take to be said."""

from datetime import timedelta

from outbound.script.speech import lasts


def test_a_character_of_chinese_takes_as_long_as_a_few_letters() -> None:
    assert lasts("海港移动，占用您一分钟", "zh") == timedelta(seconds=2.2)
    assert lasts("海港移动，占用您一分钟", "zh-Hant") == timedelta(seconds=2.2)
    assert lasts("Harbour: one minute, please.", "en") == timedelta(seconds=1.75)
    assert lasts("  ", "en") == timedelta()
