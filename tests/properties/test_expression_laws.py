"""Whatever is written, parsing ends in a tree or in one positioned fault, and evaluating never fails."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.expression.evaluate import evaluate
from outbound.expression.faults import faults
from outbound.expression.names import walk
from outbound.expression.parse import ExpressionError, parse
from outbound.expression.tree import Type

MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
SEEDS = """a b 客户 history . ( ) ( ) , + - * / % = <> != < <= > >= and or not in between like is null
    true false case when then else end 1 2.5 'x' 'a%' "q" coalesce( abs( days_since( events( round(
    select from any exists interval cast( :: || ; -- /* */ ~ ? $1 [ ] { } @ # next if distinct all
    array map struct x' n'x' date timestamp"""
WORDS = st.sampled_from(SEEDS.split())
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=False),
    st.text(max_size=5),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.lists(st.text(max_size=2), max_size=2),
)


def parsed_or_refused(text: str):
    try:
        return parse(text)
    except ExpressionError as fault:
        refused = fault
    assert 0 <= refused.offset <= len(text)
    assert refused.message
    return None


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_run_of_words_is_an_expression_or_one_fault_inside_the_text(text):
    expression = parsed_or_refused(text)
    if expression is not None:
        assert all(0 <= node.offset < len(text) for node in walk(expression.root))
        names = {"a": Type.NUMBER, "b": Type.TEXT, "客户": Type.DATE}
        assert all(0 <= fault.offset < len(text) for fault in faults(expression, names))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_one_fault_inside_it(text):
    parsed_or_refused(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(WORDS, max_size=12).map(" ".join), st.fixed_dictionaries({"a": VALUES, "b": VALUES})
)
def test_no_value_makes_evaluation_fail(text, row):
    expression = parsed_or_refused(text)
    if expression is not None:
        result = evaluate(expression, row, moment=MOMENT, zone=ZoneInfo("Asia/Shanghai"))
        assert result is None or isinstance(
            result, bool | int | float | str | Decimal | date | list
        )
