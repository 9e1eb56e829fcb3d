"""What each country's rules allow: data, one dated and sourced file per country."""

from outbound.policy.rules.loader import hours_for, public_holidays, rules_for
from outbound.policy.rules.nouns import Certainty, CountryRules, Group, Rule, group_of

__all__ = [
    "Certainty",
    "CountryRules",
    "Group",
    "Rule",
    "group_of",
    "hours_for",
    "public_holidays",
    "rules_for",
]
