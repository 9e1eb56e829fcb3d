import pytest

from outbound.expression.faults import faults
from outbound.expression.parse import parse
from outbound.expression.tree import Type

NAMES = {
    "tier": Type.TEXT,
    "balance": Type.NUMBER,
    "active": Type.BOOLEAN,
    "activated_on": Type.DATE,
    "seen_at": Type.MOMENT,
    "why": Type.LIST,
    "unknown": None,
}


def found(text: str, **more):
    return [(fault.offset, fault.code) for fault in faults(parse(text), NAMES, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "active",
        "not active and balance > 3",
        "tier in ('gold', null)",
        "tier like 'g%' or tier is null",
        "days_since(activated_on) >= 90 and months_since(seen_at) < 4",
        "activated_on between '2026-01-01' and '2026-12-31'",
        "seen_at > '2026-01-01 10:00'",
        "events('bill_query', 90) > 2",
        "history.days_since_survey < 90 and history.last_outcome = 'busy'",
        "coalesce(balance, 0) / 3 > abs(-1) + round(balance, 1) % 2",
        "case when active then 1 else 2 end = 1",
        "length(lower(tier)) > 3",
        "why = 'price' or why in ('a', 'b')",
        "unknown > 3 or unknown = 'x'",
        "null",
    ],
)
def test_what_fits_has_no_faults(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("teir = 'gold'", [(0, "unknown-column")]),
        ("balance > 1 and history.rsk > 1", [(16, "unknown-column")]),
        ("tier > 3", [(7, "type")]),
        ("tier in ('gold', 3)", [(17, "type")]),
        ("balance", [(0, "type")]),
        ("balance + 1", [(0, "type")]),
        ("balance and active", [(0, "type")]),
        ("not tier", [(4, "type")]),
        ("tier + 1 = 2", [(0, "type")]),
        ("activated_on - 3 > 1", [(0, "type")]),
        ("activated_on > 3", [(15, "type")]),
        ("activated_on > 'soon'", [(15, "type")]),
        ("activated_on > '2026-13-01'", [(15, "type")]),
        ("activated_on > tier", [(15, "type")]),
        ("activated_on = seen_at", [(15, "type")]),
        ("active > true", [(9, "type")]),
        ("balance like 'x'", [(0, "type")]),
        ("balance between 'a' and 3", [(16, "type")]),
        ("days_since(balance) > 1", [(11, "type")]),
        ("days_since('2026-01-01') > 1", [(11, "type")]),
        ("events(tier, 90) > 1", [(7, "type")]),
        ("events('x', 0) > 1", [(12, "type")]),
        ("events('x', balance) > 1", [(12, "type")]),
        ("round(balance, tier) > 1", [(15, "type")]),
        ("coalesce(tier, 3) = 'x'", [(15, "type")]),
        ("case when balance then 1 end = 1", [(10, "type")]),
        ("case when active then 1 else 'x' end = 1", [(29, "type")]),
        ("why > 'a'", [(6, "type")]),
        ("upper(3) = 'x' and nobody = 1", [(6, "type"), (19, "unknown-column")]),
    ],
)
def test_what_does_not_fit_is_told_at_its_character(text, expected):
    assert found(text) == expected


def test_the_nearest_column_is_named():
    assert faults(parse("teir = 'gold'"), NAMES)[0].hint == "Did you mean tier?"
    assert faults(parse("risk > 1"), NAMES)[0].hint == "Did you mean history.risk?"


def test_without_a_base_a_missing_column_may_yet_exist():
    assert found("churn = 1 and tier > 3", all_names_known=False) == [(21, "type")]
