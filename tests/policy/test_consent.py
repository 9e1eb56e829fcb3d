"""Consent by purpose: silence refuses where the centre keeps a record."""

import pytest

from outbound.campaign.schema import Purpose
from outbound.policy.consent import Consent, consent_of

COLUMNS = {"survey": "agreed_calls", "marketing": "agreed_marketing"}


@pytest.mark.parametrize(
    ("value", "consent"),
    [
        (True, Consent.GIVEN), (1, Consent.GIVEN), (False, Consent.MISSING), (0, Consent.MISSING),
        (None, Consent.MISSING), ("yes", Consent.MISSING), (2, Consent.MISSING),
    ],
)  # fmt: skip
def test_only_a_plain_yes_is_consent(value: object, consent: Consent) -> None:
    assert consent_of({"agreed_calls": value}, COLUMNS, Purpose.SURVEY) is consent


def test_a_column_that_the_row_lacks_is_no_consent() -> None:
    assert consent_of({}, COLUMNS, Purpose.MARKETING) is Consent.MISSING


def test_a_purpose_without_a_column_is_not_kept() -> None:
    assert consent_of({"agreed_calls": False}, COLUMNS, Purpose.CARE) is Consent.NOT_KEPT
