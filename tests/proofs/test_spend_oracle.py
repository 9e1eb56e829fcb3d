"""What the oracle of spending makes of a carrier's journal: what may be, and each way of too much."""

from datetime import datetime, timedelta
from decimal import Decimal

import phonenumbers
import pytest

from outbound.policy.zones import unreachable
from proof.spending.numbers import BARRED, PREFIX, Line
from proof.spending.oracle import Create, Limits, Told, broken, price_of_call, price_of_text
from proof.town.centre import ZONE

NINE = datetime(2026, 11, 23, 9, 59, tzinfo=ZONE)
CALL = Decimal("4.5")


def create(name: str, **more: object) -> Create:
    values = {
        "attempt": name, "number": "+8613800000001", "country": "CN", "campaign": "menu",
        "reserved_at": NINE, "highest": CALL,
    } | more  # fmt: skip
    return Create(**values)  # type: ignore[arg-type]


LATER = NINE + timedelta(minutes=1)
TOMORROW = NINE + timedelta(days=1)


@pytest.mark.parametrize(
    ("limits", "other"),
    [
        (Limits(hour=CALL), {"reserved_at": LATER}),
        (Limits(day=CALL), {"reserved_at": TOMORROW}),
        (Limits(campaign=CALL), {"campaign": "texts"}),
        (Limits(countries={"CN": CALL}), {"country": "FR"}),
        (Limits(countries={"CN": CALL}), {"reserved_at": TOMORROW}),
        (Limits(countries={"CN": CALL, "other": CALL}), {"country": "FR"}),
    ],
)
def test_another_window_has_money_of_its_own(limits: Limits, other: dict[str, object]) -> None:
    assert list(broken(limits, [create("a"), create("b", **other)])) == []


@pytest.mark.parametrize(
    ("limits", "other", "words"),
    [
        (Limits(hour=CALL), {"campaign": "texts"}, "hour 2026-11-23 09 h allows 4.5, and was at 9.0 with b"),
        (Limits(day=CALL), {"reserved_at": LATER}, "day 2026-11-23 allows"),
        (Limits(campaign=CALL), {"reserved_at": TOMORROW}, "campaign menu allows"),
        (Limits(countries={"CN": CALL}), {}, "country CN 2026-11-23 allows"),
        (Limits(countries={"other": CALL}), {"country": "FR"}, "country other 2026-11-23 allows"),
    ],
)  # fmt: skip
def test_too_much_in_one_window(limits: Limits, other: dict[str, object], words: str) -> None:
    [found] = broken(limits, [create("a"), create("b", **other)])
    assert words in found


def test_what_came_back_may_be_spent_again_once_it_is_told() -> None:
    limits, cheap = Limits(day=Decimal(5)), Told("a", Decimal("0.3"))
    assert list(broken(limits, [create("a"), cheap, create("b")])) == []
    assert len(list(broken(limits, [create("a"), create("b"), cheap]))) == 1


def test_a_price_that_has_risen_leaves_less() -> None:
    limits = Limits(day=Decimal(10))
    assert len(list(broken(limits, [create("a"), Told("a", Decimal(9)), create("b")]))) == 1


def test_a_barred_number_is_told_with_its_reason() -> None:
    [found] = broken(Limits(), [create("a", number="+5355123456", barred="Cuba")])
    assert found == "+5355123456 was contacted by a: Cuba"


def test_prices() -> None:
    assert price_of_call(timedelta(seconds=60)) == Decimal("0.15")
    assert price_of_call(timedelta(seconds=61)) == Decimal("0.30")
    assert price_of_call(timedelta(hours=3)) == CALL
    assert price_of_text("a" * 160) == Decimal("0.05")
    assert price_of_text("a" * 161) == Decimal("0.10")
    assert price_of_text("好" * 71) == Decimal("0.10")


@pytest.mark.parametrize("line", BARRED, ids=lambda line: line.number)
def test_every_barred_number_is_as_barred_as_it_says(line: Line) -> None:
    number = line.number
    assert unreachable(number, ("CN", "FR"), (PREFIX,))
    parsed = phonenumbers.parse(number)
    assert phonenumbers.is_valid_number(parsed) or "unassigned" in line.barred
