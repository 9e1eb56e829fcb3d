"""Every answer of the gate can be read in Chinese."""

import pytest

from outbound.audience.phones import UNREACHED
from outbound.policy.decision import GiveUp, Wait
from outbound.web.words import words_of
from tests.policy.test_gate import test_each_check_has_its_say as said_by_the_checks

REASONS = {
    decision.reason
    for mark in said_by_the_checks.pytestmark
    for _, decision in mark.args[1]
    if isinstance(decision, Wait | GiveUp)
}
MORE = {
    "the centre allows 3 contacts in 1w for a household",
    "the campaign allows 1 complete in 30d (survey)",
    "the country allows 4 attempts in 30d for a household (survey call)",
    "no money left for this hour (spend.hour 800 CNY)",
    "no money left for US today (spend.countries.US 5 CNY)",
    "HK is not among the countries that are contacted",
    "no such number is in use",
    "numbers that begin with +86170 are refused",
    *(f"{kind} numbers are never contacted" for kind in UNREACHED.values()),
}


@pytest.mark.parametrize("reason", sorted(REASONS | MORE))
def test_it_is_told_in_chinese(reason: str) -> None:
    told = words_of("zh").said(reason)
    assert told != reason
