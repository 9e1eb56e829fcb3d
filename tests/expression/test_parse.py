import pytest

from outbound.expression.names import columns, history_columns
from outbound.expression.parse import ExpressionError, parse
from outbound.expression.tree import Binary, Case, Column, In, IsNull, Like, Literal, Unary


def root(text: str):
    return parse(text).root


def test_a_comparison_knows_where_its_parts_stand():
    node = root("  status = 'active'")
    assert node == Binary("=", Column("status", 2), Literal("active", 11), 2)


def test_column_names_may_be_in_any_language():
    assert root("客户等级 = '金卡'") == Binary("=", Column("客户等级", 0), Literal("金卡", 7), 0)


def test_a_quoted_name_may_hold_blanks():
    assert root('"Monthly Charges" > 70').left == Column("Monthly Charges", 0)


def test_words_of_sql_that_are_not_ours_are_plain_names():
    assert root("current_date > 1 and date = 2 and select = 3").op == "and"
    assert columns(parse("next + any = if")) == {"next", "any", "if"}


def test_history_is_told_from_columns():
    expression = parse("history.risk > 0.5 and risk > events('bill_query', 90)")
    assert history_columns(expression) == {"risk"}
    assert columns(expression) == {"risk"}


def test_negated_tests_become_not():
    assert root("a not in (1, -2)") == Unary(
        "not", In(Column("a", 0), (Literal(1, 10), Literal(-2, 14)), 0), 0
    )
    assert root("a not like 'x%'") == Unary("not", Like(Column("a", 0), "x%", 0), 0)
    assert root("a is not null") == Unary("not", IsNull(Column("a", 0), 0), 0)


def test_not_equal_has_one_spelling_in_the_tree():
    assert root("a != 1") == root("a <> 1")


def test_a_simple_case_becomes_a_searched_one():
    node = root("case plan when 'a' then 1 else 2 end = 1").left
    assert isinstance(node, Case)
    assert node.branches[0][0] == Binary("=", Column("plan", 5), Literal("a", 15), 15)


def test_multiplication_binds_closer_than_addition_and_and_closer_than_or():
    assert root("1 + 2 * 3 % 4 = 5").left.op == "+"
    assert root("a or b and c").op == "or"
    assert root("not a = b and c").op == "and"


def test_the_and_of_between_is_not_the_and_of_conditions():
    node = root("a between 1 and 2 and b")
    assert node.op == "and"
    assert node.right == Column("b", 22)


def test_a_long_run_of_or_is_a_low_tree():
    height = 0
    node = root(" or ".join(["a = 1"] * 400))
    while isinstance(node, Binary) and node.op == "or":
        node, height = node.left, height + 1
    assert height <= 9


@pytest.mark.parametrize(
    ("text", "offset", "code"),
    [
        ("", 0, "expression"),
        ("status = 'active' and and", 22, "expression"),
        ("a =", 2, "expression"),
        ("a and", 2, "expression"),
        ("not", 0, "expression"),
        ("a b", 2, "expression"),
        ("a, b", 1, "expression"),
        ("(a", 0, "expression"),
        ("a)", 1, "expression"),
        ("end", 0, "expression"),
        ("case when a then b", 0, "expression"),
        ("a = 'x", 4, "expression"),
        ("1=1; drop table contact", 3, "expression"),
        ("1 < (select count(*) from contact)", 5, "expression"),
        ("exists (select 1)", 0, "unknown-function"),
        ("a::int = 1", 1, "expression"),
        ("cast(a as int) = 1", 0, "unknown-function"),
        ("regexp_matches(a, 'x')", 0, "unknown-function"),
        ("days_snce(a) > 1", 0, "unknown-function"),
        ("a || 'x' = b", 2, "expression"),
        ("a ~ 'x'", 2, "expression"),
        ("a -- comment", 0, "expression"),
        ("a /* comment", 2, "expression"),
        ("a[1] = 2", 1, "expression"),
        ("table.a = 2", 0, "expression"),
        ("history.a.b = 2", 8, "expression"),
        ("history.1", 8, "expression"),
        ("a in (b)", 6, "expression"),
        ("a in b", 5, "expression"),
        ("a like b", 7, "expression"),
        ("a is true", 5, "expression"),
        ("a = b = c", 6, "expression"),
        ("a = b is null", 6, "expression"),
        ("a = not b", 4, "expression"),
        ("a between 1", 10, "expression"),
        ("round(1, 2, 3) = 1", 0, "expression"),
        ("interval 1 day", 9, "expression"),
        ("date '2026-01-01' = a", 5, "expression"),
        ("a = ‘金卡’", 4, "expression"),
        ("a > 1e5", 4, "expression"),
        ("a > 0x1F", 5, "expression"),
        ("$1 = 2", 0, "expression"),
        ("a = ?", 4, "expression"),
        ("*", 0, "expression"),
        ("a = {{ b }}", 4, "expression"),
        ("x'ff' = a", 1, "expression"),
        ("`a` = 1", 0, "expression"),
        ("a = 1 order by b", 6, "expression"),
    ],
)
def test_what_is_outside_the_language_is_refused_at_its_character(text, offset, code):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.offset, caught.value.code) == (offset, code), caught.value.message


def test_the_nearest_function_is_named():
    with pytest.raises(ExpressionError) as caught:
        parse("days_snce(a) > 1")
    assert caught.value.hint == "Did you mean days_since?"


def test_nesting_is_bounded_at_sixteen():
    assert parse("(" * 16 + "a" + ")" * 16)
    for text in ("(" * 17 + "a" + ")" * 17, "not " * 17 + "a", "- " * 17 + "1 = 1"):
        with pytest.raises(ExpressionError, match="nested deeper than 16"):
            parse(text)


def test_length_is_bounded_at_four_kilobytes():
    with pytest.raises(ExpressionError, match="longer than 4 kB"):
        parse("a = '" + "客" * 1400 + "'")


def test_a_sum_of_many_terms_is_bounded():
    assert parse("+".join("a" * 60) + " = 1")
    with pytest.raises(ExpressionError, match="too long"):
        parse("+".join("a" * 100) + " = 1")
