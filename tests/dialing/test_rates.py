"""AAPOR's sixteen rates, exact."""

from fractions import Fraction

import pytest

from outbound.dialing.rates import Counts, eligible_share, rates, tally

EXAMPLE = Counts(
    complete=4, partial=2, refusal=1, non_contact=1, other=1, unknown=2, not_eligible=1
)
EXPECTED = {
    "RR1": "4/11", "RR2": "6/11", "RR3": "10/27", "RR4": "5/9", "RR5": "4/9", "RR6": "2/3",
    "COOP1": "1/2", "COOP2": "3/4", "COOP3": "4/7", "COOP4": "6/7",
    "REF1": "1/11", "REF2": "5/54", "REF3": "1/9", "CON1": "8/11", "CON2": "20/27", "CON3": "8/9",
}  # fmt: skip


def test_the_worked_example() -> None:
    assert rates(EXAMPLE) == {name: Fraction(value) for name, value in EXPECTED.items()}
    assert eligible_share(EXAMPLE) == Fraction(9, 10)


def test_counting_closing_codes() -> None:
    codes = ["1.1"] * 4 + ["1.2"] * 2 + ["2.112", "2.21", "2.332", "3.13", "3.90", "4.32"]
    assert tally(codes) == EXAMPLE


def test_nothing_counted_has_no_rate() -> None:
    assert set(rates(Counts()).values()) == {None}


def test_without_any_known_contact_only_the_sure_denominators_have_a_rate() -> None:
    found = rates(Counts(unknown=5))
    assert found["RR1"] == 0
    assert found["RR3"] is None
    assert found["RR5"] is None
    assert found["COOP1"] is None


def test_without_unknowns_the_likely_denominator_is_the_known_one() -> None:
    found = rates(Counts(complete=1, refusal=1))
    assert found["RR3"] == found["RR5"] == Fraction(1, 2)


def test_the_campaign_may_state_the_eligible_share() -> None:
    assert rates(EXAMPLE, Fraction(1, 2))["RR3"] == Fraction(4, 10)
    assert rates(EXAMPLE, Fraction(0))["RR3"] == rates(EXAMPLE)["RR5"]


@pytest.mark.parametrize("name", ["RR1", "RR3", "RR5"])
def test_a_rate_is_a_share(name: str) -> None:
    value = rates(EXAMPLE)[name]
    assert value is not None
    assert 0 <= value <= 1
