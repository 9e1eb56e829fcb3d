"""Whether a person has agreed to be contacted for a purpose, as the base records it."""

from collections.abc import Mapping
from enum import Enum

from outbound.campaign.schema import Purpose


class Consent(Enum):
    """What the base says."""

    NOT_KEPT = "not kept"  # the centre keeps no column for the purpose
    GIVEN = "given"
    MISSING = "missing"  # refused, or never recorded: silence refuses


def consent_of(
    facts: Mapping[str, object], columns: Mapping[str, str], purpose: Purpose
) -> Consent:
    """What a subscriber's row says of a purpose; `columns` are the centre's, by purpose."""
    column = columns.get(purpose.value)
    if column is None:
        return Consent.NOT_KEPT
    return Consent.GIVEN if facts.get(column) in (True, 1) else Consent.MISSING
