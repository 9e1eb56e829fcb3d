"""An expression means the same in Python and in DuckDB, null included."""

import math
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbound.expression.evaluate import evaluate
from outbound.expression.faults import faults
from outbound.expression.parse import parse
from outbound.expression.tree import Type

ZONE = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)

COLUMNS = {
    "n": (Type.NUMBER, "BIGINT", st.integers(-40, 40)),
    "m": (Type.NUMBER, "DOUBLE", st.sampled_from([0.0, -0.5, 0.1, 1.5, 2.5, -2.5, 3.25, 17.0])),
    "p": (Type.NUMBER, "DECIMAL(9,2)", st.decimals(-50, 50, places=2)),
    "t": (
        Type.TEXT,
        "VARCHAR",
        st.sampled_from(["", "a", "A", "ab", "a%b", "金卡", "客户", "ß", "x_y"]),
    ),
    "u": (Type.TEXT, "VARCHAR", st.text("aAb%_客\n", max_size=4)),
    "b": (Type.BOOLEAN, "BOOLEAN", st.booleans()),
    "d": (Type.DATE, "DATE", st.dates(date(2024, 1, 1), date(2027, 12, 31))),
}
NAMES = {name: kind for name, (kind, _, _) in COLUMNS.items()}
ROWS = st.fixed_dictionaries({name: st.none() | values for name, (_, _, values) in COLUMNS.items()})

# Texts come in pairs: ours, and DuckDB's where the language decides what databases leave open
# (arithmetic is in doubles, division by zero is null) or has a function of its own.
Pair = tuple[str, str]


def same(*texts: str) -> st.SearchStrategy[Pair]:
    return st.sampled_from([(text, text) for text in texts])


def joined(form: str, *parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def fill(pairs: tuple[Pair, ...]) -> Pair:
        return form.format(*(p[0] for p in pairs)), form.format(*(p[1] for p in pairs))

    return st.tuples(*parts).map(fill)


def divided(left: Pair, right: Pair, op: str) -> Pair:
    return f"({left[0]} {op} {right[0]})", f"({left[1]} {op} nullif({right[1]}, 0))"


MONTHS = (
    f"((year(DATE '{TODAY}') - year(d)) * 12 + month(DATE '{TODAY}') - month(d)"
    f" - CASE WHEN day(DATE '{TODAY}') < day(d) THEN 1 ELSE 0 END)::DOUBLE"
)
SINCE = st.sampled_from(
    [
        ("days_since(d)", f"(DATE '{TODAY}' - d)::DOUBLE"),
        ("months_since(d)", MONTHS),
    ]
)


def numbers(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return st.one_of(
        joined("({} + {})", inner, inner),
        joined("({} - {})", inner, inner),
        joined("({} * {})", inner, inner),
        st.builds(divided, inner, inner, st.sampled_from("/%")),
        joined("(- {})", inner),
        joined("abs({})", inner),
        joined("round({})", inner),
        joined("round({}, 1)", inner),
        joined("coalesce({}, {})", inner, inner),
        joined("case when n > 3 then {} when b then {} end", inner, inner).map(
            lambda p: (f"({p[0]})", f"({p[1]})")
        ),
        joined("case when {} > 1 then 1 else {} end", inner, inner).map(
            lambda p: (f"({p[0]})", f"({p[1]})")
        ),
        joined("length({})", TEXTS).map(lambda p: (p[0], f"{p[1]}::DOUBLE")),
    )


TEXTS = st.one_of(
    same("t", "u", "lower(t)", "upper(u)", "'a'", "'金卡'", "coalesce(t, u)", "null"),
    same("lower(coalesce(t, 'A'))", "case t when 'a' then u else t end"),
)
DOUBLES = st.sampled_from(
    [(text, f"({text})::DOUBLE") for text in ("n", "m", "p", "0", "7", "1.5", "0.1", "null")]
)
NUMBERS = st.recursive(DOUBLES | SINCE, numbers, max_leaves=5)
SIGNS = st.sampled_from(["=", "<>", "!=", "<", "<=", ">", ">="])


def compared(operands: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return st.tuples(operands, SIGNS, operands).map(
        lambda t: (f"{t[0][0]} {t[1]} {t[2][0]}", f"{t[0][1]} {t[1]} {t[2][1]}")
    )


TESTS = st.one_of(
    compared(NUMBERS),
    compared(same("n", "m", "p", "0", "-7", "1.5", "0.1")),
    compared(TEXTS),
    joined("{} between {} and {}", NUMBERS, NUMBERS, NUMBERS),
    joined("{} in (1, 2.5, -3, null)", NUMBERS),
    joined("{} not in (1, 7)", NUMBERS),
    joined("{} is null", NUMBERS),
    joined("{} is not null", TEXTS),
    joined("{} in ('a', '金卡', '')", TEXTS),
    same("t like 'a%'", "u like '%b'", "u like '_a%'", "t not like '%客%'", "u like 'a%_b%%'"),
    same("u like ''", "u like '%\n%'", "t like '金_'"),
    same("d >= '2026-06-01'", "d = '2026-11-23'", "d between '2025-01-01' and '2026-12-31'"),
    same("b", "not b", "b = true", "b is null", "true", "false", "null"),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        joined("({} and {})", inner, inner),
        joined("({} or {})", inner, inner),
        joined("(not ({}))", inner),
        joined("{} and b or {}", TESTS, TESTS),
        joined("({})", joined("case when {} then {} else b end", inner, inner)),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def database():
    connection = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, (_, kind, _) in COLUMNS.items())
    connection.execute(f"CREATE TABLE base ({columns})")
    return connection


def in_duckdb(database, text: str, row: dict[str, object]) -> object:
    database.execute("DELETE FROM base")
    database.execute(
        "INSERT INTO base VALUES (?, ?, ?, ?, ?, ?, ?)", [row[name] for name in COLUMNS]
    )
    return database.execute(f"SELECT {text} FROM base").fetchone()[0]


def in_python(text: str, row: dict[str, object]) -> object:
    expression = parse(text)
    assert faults(expression, NAMES) == []
    return evaluate(expression, row, moment=MOMENT, zone=ZONE)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pair=CONDITIONS, row=ROWS)
def test_a_condition_means_the_same_in_duckdb_and_in_python(database, pair, row):
    ours, theirs = pair
    assert in_python(ours, row) == in_duckdb(database, theirs, row), ours


@settings(max_examples=200, deadline=None)
@given(pair=NUMBERS, row=ROWS)
def test_a_number_is_the_same_in_duckdb_and_in_python(database, pair, row):
    expression = parse(pair[0])
    mine = evaluate(expression, row, moment=MOMENT, zone=ZONE)
    theirs = in_duckdb(database, pair[1], row)
    assert (mine is None) == (theirs is None), pair[0]
    if mine is not None:
        assert math.isclose(float(mine), float(theirs), rel_tol=1e-9, abs_tol=1e-9), pair[0]
