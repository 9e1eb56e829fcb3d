"""An expression selects the same people through Ibis as `evaluate` does in Python, null included."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbound.audience.compile import Scope, compiled
from outbound.expression.evaluate import evaluate
from outbound.expression.faults import faults
from outbound.expression.parse import parse
from outbound.expression.tree import Expression, Type

ZONE = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 11, 23, 2, tzinfo=UTC)
NAMES = {
    "n": Type.NUMBER,
    "m": Type.NUMBER,
    "t": Type.TEXT,
    "u": Type.TEXT,
    "b": Type.BOOLEAN,
    "d": Type.DATE,
    "at": Type.MOMENT,
}
HISTORY = {"risk": Type.NUMBER, "grade": Type.TEXT}
SCHEMA = pa.schema(
    [
        ("n", pa.int64()),
        ("m", pa.float64()),
        ("t", pa.string()),
        ("u", pa.string()),
        ("b", pa.bool_()),
        ("d", pa.date32()),
        ("at", pa.timestamp("us")),
        ("risk", pa.float64()),
        ("grade", pa.string()),
    ]
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "n": st.none() | st.integers(-40, 40),
            "m": st.none() | st.sampled_from([0.0, -0.5, 0.1, 1.5, 2.5, -2.5, 17.0]),
            "t": st.none() | st.sampled_from(["", "a", "A", "ab", "a%b", "金卡", "客户"]),
            "u": st.none() | st.text("aAb%_客\n", max_size=4),
            "b": st.none() | st.booleans(),
            "d": st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31)),
            "at": st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - the centre's wall clock
            "risk": st.none() | st.sampled_from([0.0, 0.5, 1.0]),
            "grade": st.none() | st.sampled_from(["a", "b"]),
        }
    ),
    min_size=1,
    max_size=6,
)

NUMBERS = st.recursive(
    st.sampled_from(
        [
            "n",
            "m",
            "0",
            "7",
            "-3",
            "1.5",
            "0.1",
            "history.risk",
            "days_since(d)",
            "months_since(d)",
            "days_since(at)",
            "months_since(at)",
            "length(t)",
            "null",
            "events('bill',30)",
        ]
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/%"), inner),
        st.builds("abs({})".format, inner),
        st.builds("round({})".format, inner),
        st.builds("(- {})".format, inner),
        st.builds("coalesce({}, {})".format, inner, inner),
        st.builds("(case when n > 3 then {} when b then {} end)".format, inner, inner),
    ),
    max_leaves=4,
)
TEXTS = st.sampled_from(
    ["t", "u", "'a'", "'金卡'", "lower(t)", "upper(u)", "coalesce(t,u)", "history.grade", "null"]
)
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
TESTS = st.one_of(
    st.builds("{} {} {}".format, NUMBERS, SIGNS, NUMBERS),
    st.builds("{} {} {}".format, TEXTS, SIGNS, TEXTS),
    st.builds("{} between {} and {}".format, NUMBERS, NUMBERS, NUMBERS),
    st.builds("{} in (1, 2.5, -3, null)".format, NUMBERS),
    st.builds("{} not in (1, 7)".format, NUMBERS),
    st.builds("{} in ('a', '金卡', '')".format, TEXTS),
    st.builds("{} is null".format, NUMBERS | TEXTS),
    st.sampled_from(
        [
            "t like 'a%'", "u like '_a%'", "t not like '%客%'", "u like ''", "u like '%\n%'",
            "d >= '2026-06-01'", "d = '2026-11-23'", "d in ('2026-11-23', null)",
            "d between '2025-01-01' and '2026-12-31'", "at < '2026-01-01'", "at >= d", "d <> d",
            "b", "not b", "b = true", "b is null", "true", "false", "null", "not null",
        ]
    ),
)  # fmt: skip
TEXT = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=3,
)


def through_ibis(expression: Expression, rows: list[dict[str, object]]) -> list[object]:
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA))
    scope = Scope(
        columns={name: table[name] for name in NAMES},
        history={name: table[name] for name in HISTORY},
        events={("bill", 30): ibis.literal(2)},
        today=MOMENT.astimezone(ZONE).date(),
    )
    value = compiled(expression.root, scope).cast("boolean")
    engine = ibis.duckdb.connect()
    return list(engine.to_pyarrow(table.select(value=value)).column("value").to_pylist())


def in_python(expression: Expression, row: Mapping[str, object]) -> object:
    at = row["at"]
    aware = at.replace(tzinfo=ZONE) if isinstance(at, datetime) else None
    return evaluate(
        expression,
        {**row, "at": aware},
        history=row,
        events=lambda name, days: 2,
        moment=MOMENT,
        zone=ZONE,
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, ROWS)
def test_both_say_the_same_of_everyone(text: str, rows: list[dict[str, object]]) -> None:
    expression = parse(text)
    if faults(expression, NAMES, HISTORY):
        return  # `check` refuses it
    assert through_ibis(expression, rows) == [in_python(expression, row) for row in rows]


def test_a_large_product_overflows_nowhere() -> None:
    rows: list[dict[str, object]] = [dict.fromkeys(SCHEMA.names) | {"n": 2**40}]
    assert through_ibis(parse("n * n * n > 0"), rows) == [True]
    assert math.isfinite(float(2**40) ** 3)
