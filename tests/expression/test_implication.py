"""What follows from a condition: known cases, and by trying out that nothing wrong ever follows."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.expression.evaluate import evaluate
from outbound.expression.implication import Known, entails, never_fails, never_holds
from outbound.expression.parse import parse
from outbound.expression.region import one_of
from outbound.expression.tree import Expression, Node, Type

KNOWN = Known(
    {"n": Type.NUMBER, "t": Type.TEXT, "b": Type.BOOLEAN, "d": Type.DATE, "l": Type.LIST},
    {"score": one_of(range(7, 11), "number", null=True)},
)


def root(text: str) -> Node:
    return parse(text).root


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ("n > 5", "n > 3"),
        ("n > 5", "n >= 5"),
        ("5 < n", "n <> 4"),
        ("n > 5 and b", "b"),
        ("n = 1 or n = 2", "n < 3"),
        ("n between 3 and 5", "n >= 3"),
        ("not n < 3", "n >= 3"),
        ("not b", "b = false"),
        ("n > 5", "n is not null"),
        ("t in ('x', 'y')", "t in ('x', 'y', 'z')"),
        ("t in ('x', 'y')", "t = 'x' or t = 'y'"),
        ("t = 'campus-a'", "t like 'campus%'"),
        ("t like 'campus-a%'", "t like 'campus%'"),
        ("days_since(d) >= 90", "days_since(d) > 30"),
        ("d > '2026-01-02'", "d >= '2026-01-01'"),
        ("l = 'x' and b", "l = 'x'"),
        ("n + 1 > 3", "n + 1 > 3"),
        ("n > 3", "true"),
    ],
)
def test_what_follows(given, then):
    assert entails((root(given),), root(then), KNOWN)


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ("n > 3", "n > 5"),
        ("n >= 3", "n > 3"),
        ("n is null", "n < 3"),
        ("t in ('x', 'y')", "t = 'x'"),
        ("t like 'campus%'", "t like 'campus-a%'"),
        ("b", "n > 3"),
        ("unknown > 3", "unknown = 'x'"),
    ],
)
def test_what_does_not_follow(given, then):
    assert not entails((root(given),), root(then), KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "n > 5 and n < 3",
        "n > 5 and n <= 5",
        "t = 'x' and t = 'y'",
        "b and not b",
        "n is null and n > 3",
        "score <= 6",
        "1 = 2",
        "false",
    ],
)
def test_what_never_holds(text):
    assert never_holds(root(text), KNOWN)


@pytest.mark.parametrize(
    "text", ["score <= 7", "l = 'x' and l = 'y'", "n > 5", "other > 3 and other = 'x'"]
)
def test_what_may_hold(text):
    assert not never_holds(root(text), KNOWN)


@pytest.mark.parametrize("text", ["true", "1 = 1", "n > 5 or n <= 5", "n is null or n is not null"])
def test_what_only_a_null_can_keep_from_holding(text):
    assert never_fails(root(text), KNOWN)


def test_a_condition_of_too_many_parts_is_left_undecided():
    text = " and ".join(f"(a{n} = 1 or a{n} = 2)" for n in range(12))
    assert not never_holds(root(text), KNOWN)


NUMBERS, TEXTS = (None, 1, 2, 3, 4), (None, "a", "ab", "b")
ROWS = [
    {"n": n, "m": m, "t": t, "b": b}
    for n, m, t, b in product(NUMBERS, (None, 2), TEXTS, (None, True, False))
]
COMPARED = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
ATOMS = (
    st.builds(lambda op, n: f"n {op} {n}", COMPARED, st.integers(1, 4))
    | st.builds(lambda op, t: f"t {op} '{t}'", COMPARED, st.sampled_from(["a", "ab", "b"]))
    | st.sampled_from(
        ["b", "not b", "n is null", "t is not null", "t like 'a%'", "not t like 'ab%'", "n = m"]
    )
    | st.sampled_from(["n in (1, 2)", "not n in (2, 3)", "n between 2 and 3", "t in ('a', 'b')"])
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(lambda a, b: f"({a}) and ({b})", inner, inner)
        | st.builds(lambda a, b: f"({a}) or ({b})", inner, inner)
        | st.builds(lambda a: f"not ({a})", inner)
    ),
    max_leaves=4,
)
TYPES = Known({"n": Type.NUMBER, "m": Type.NUMBER, "t": Type.TEXT, "b": Type.BOOLEAN})
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def values(expression: Expression) -> list[object]:
    return [evaluate(expression, row, moment=NOW, zone=UTC) for row in ROWS]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(CONDITIONS, CONDITIONS)
def test_nothing_follows_that_is_not_so(one, other):
    first, second = parse(one), parse(other)
    pairs = list(zip(values(first), values(second), strict=True))
    if entails((first.root,), second.root, TYPES):
        assert [p for p in pairs if p[0] is True and p[1] is not True] == []
    if never_holds(first.root, TYPES, (second.root,)):
        assert (True, True) not in pairs
    if never_fails(first.root, TYPES):
        assert False not in {value for value, _ in pairs}
