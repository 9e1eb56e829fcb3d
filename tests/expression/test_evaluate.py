from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outbound.expression.evaluate import evaluate
from outbound.expression.parse import parse

ZONE = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 11, 22, 20, tzinfo=UTC)  # Monday the 23rd, 04:00, in Shanghai


def value(text: str, row=None, **more):
    return evaluate(parse(text), row or {}, moment=MOMENT, zone=ZONE, **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null and false", False),
        ("null and true", None),
        ("null or true", True),
        ("null or false", None),
        ("not null", None),
        ("null = null", None),
        ("null is null", True),
        ("1 in (2, null)", None),
        ("2 in (2, null)", True),
        ("1 not in (2, null)", None),
        ("null in (1)", None),
        ("1 between null and 0", False),
        ("1 between null and 2", None),
        ("case when null then 1 else 2 end", 2),
        ("case when false then 1 end", None),
        ("coalesce(null, 2, 3)", 2),
        ("abs(null)", None),
        ("null like 'a'", None),
    ],
)
def test_null_follows_sql(text, expected):
    assert value(text) is expected or value(text) == expected


def test_dividing_by_zero_is_unknown():
    assert value("1 / 0") is None
    assert value("1 % 0") is None
    assert value("1 / 0 > 5 or true") is True


def test_division_is_never_whole_and_a_remainder_has_the_sign_of_the_dividend():
    assert value("5 / 2") == 2.5
    assert value("-5 % 3") == -2
    assert value("5 % -3") == 2


def test_halves_round_away_from_zero():
    assert [value(f"round({n})") for n in ("2.5", "-2.5", "0.5", "1.4")] == [3, -3, 1, 1]
    assert value("round(2.345, 2)") == 2.35


def test_numbers_compare_across_their_kinds():
    assert value("a = b and b = c", {"a": 1, "b": Decimal("1.0"), "c": 1.0}) is True


def test_days_are_counted_in_the_centres_zone():
    assert value("days_since(d)", {"d": date(2026, 11, 20)}) == 3
    assert (
        value("days_since(d)", {"d": datetime(2026, 11, 20, 17, tzinfo=UTC)}) == 2
    )  # the 21st there
    assert value("days_since(d)", {"d": date(2026, 11, 30)}) == -7


def test_days_are_read_from_iso_text_too():
    assert value("days_since(d)", {"d": "2026-11-20"}) == 3
    assert value("days_since(d)", {"d": "soon"}) is None


def test_months_are_whole():
    assert value("months_since(d)", {"d": date(2026, 10, 23)}) == 1
    assert value("months_since(d)", {"d": date(2026, 10, 24)}) == 0
    assert value("months_since(d)", {"d": date(2024, 11, 23)}) == 24


def test_a_date_compares_with_iso_text():
    assert value("d >= '2026-11-01'", {"d": date(2026, 11, 20)}) is True
    assert value("d = '2026-11-20'", {"d": "2026-11-20"}) is True
    assert value("d > '2026-11-19'", {"d": datetime(2026, 11, 20, tzinfo=UTC)}) is True


def test_like_knows_any_run_and_one_character_and_nothing_else():
    row = {"t": "campus-39\n客户"}
    assert value("t like 'campus%'", row) is True
    assert value("t like 'c%-__%'", row) is True
    assert value("t like 'CAMPUS%'", row) is False
    assert value("t like 'campus'", row) is False
    assert value("t like '%客_'", row) is True
    assert value("t like '.*'", row) is False


def test_like_takes_no_exponential_time():
    assert value("t like '" + "%a" * 200 + "%b'", {"t": "a" * 5000}) is False


def test_events_are_asked_of_the_caller():
    asked = []

    def events(name: str, days: int) -> int:
        asked.append((name, days))
        return 4

    assert value("events('bill_query', 90) > 3", events=events) is True
    assert asked == [("bill_query", 90)]
    assert value("events('bill_query', 90) > 3") is None


def test_history_is_apart_from_the_row():
    row, history = {"risk": 1}, {"risk": 9}
    assert value("history.risk = 9 and risk = 1", row, history=history) is True
    assert value("history.grade = 'a'", row, history=history) is None


def test_the_chosen_options_contain_each_of_theirs():
    row = {"why": ["network", "price"]}
    assert value("why = 'price'", row) is True
    assert value("why in ('service', 'network')", row) is True
    assert value("why <> 'price'", row) is False
    assert value("why = 'price'", {"why": None}) is None


def test_values_that_do_not_fit_are_unknown_not_an_error():
    assert value("a > 3", {"a": "text"}) is None
    assert value("a + 1 > 3", {"a": [1]}) is None
    assert value("lower(a) = 'x'", {"a": 3}) is None
