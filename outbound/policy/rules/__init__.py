"""What each country's rules allow: data, one dated and sourced file per country."""

from outbound.policy.rules.bars import (
    consent_asked,
    register_barred,
    sender_barred,
    silent_until,
)
from outbound.policy.rules.loader import public_holidays, rules_for
from outbound.policy.rules.nouns import (
    Certainty,
    CountryRules,
    Doing,
    Group,
    Rule,
    group_of,
)

__all__ = [
    "Certainty",
    "CountryRules",
    "Doing",
    "Group",
    "Rule",
    "consent_asked",
    "group_of",
    "public_holidays",
    "register_barred",
    "rules_for",
    "sender_barred",
    "silent_until",
]
