"""Offers: whom they fit, who may grant them, and what hinders."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from outbound.campaign.schema import Offer
from outbound.retention.offers import Customer, WhyNot, eligible, may_grant

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def offer(id_: str = "data-trial", **changed: object) -> Offer:
    given: dict[str, object] = {"id": id_, "script": "x", "value": 30, "budget": 100}
    return Offer.model_validate(given | changed)


def customer(*granted: str, **facts: object) -> Customer:
    return Customer(facts, {}, {}, NOW, ZoneInfo("Asia/Shanghai"), granted)


def why_not(given: Offer, spent: int = 0, role: str = "agent", *granted: str) -> WhyNot | None:
    (found,) = eligible([given], customer(*granted), {given.id: Decimal(spent)}, role)
    assert found.grantable == (found.why_not is None)
    return found.why_not


def test_an_offer_without_for_fits_everyone() -> None:
    assert [e.offer.id for e in eligible([offer()], customer(), {}, "agent")] == ["data-trial"]


def test_an_offer_fits_whom_its_for_names_and_nobody_unknown() -> None:
    heavy = offer(**{"for": "data_gb_3m > 20"})
    assert eligible([heavy], customer(data_gb_3m=21), {}, "agent")
    assert not eligible([heavy], customer(data_gb_3m=20), {}, "agent")
    assert not eligible([heavy], customer(data_gb_3m=None), {}, "agent")


def test_the_last_grant_spends_the_budget_to_the_cent() -> None:
    assert why_not(offer(), spent=70) is None
    assert why_not(offer(), spent=71) is WhyNot.BUDGET


def test_what_was_granted_is_not_granted_again() -> None:
    assert why_not(offer(), 0, "agent", "data-trial") is WhyNot.GRANTED


def test_an_agent_sees_what_a_supervisor_must_grant() -> None:
    assert why_not(offer(grant="supervisor")) is WhyNot.AUTHORITY


@pytest.mark.parametrize(
    ("grant", "role", "may"),
    [
        ("agent", "agent", True),
        ("agent", "supervisor", True),
        ("supervisor", "agent", False),
        ("supervisor", "supervisor", True),
        ("department marketing", "supervisor", False),
        ("department marketing", "department marketing", True),
        ("department marketing", "department network", False),
    ],
)
def test_levels_of_grant(grant: str, role: str, may: bool) -> None:
    assert may_grant(grant, role) is may
