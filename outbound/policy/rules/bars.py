"""What the rules forbid beyond hours and caps: senders, stale registers, silence after a refusal, no consent."""

import re
import unicodedata
from datetime import date, datetime, timedelta

import phonenumbers

from outbound.policy.rules.loader import rules_for
from outbound.policy.rules.nouns import CountryRules, Doing, Group


def sender_barred(
    country: str | None, group: Group, sender: str, on: date | None = None
) -> str | None:
    """Why people of a country may not be contacted from this number; None where they may.

    A barred number stays barred with its country's code before it or further digits after it.
    Where a country has no rules, nobody is contacted at all, so nothing is barred beside that.
    """
    rules = rules_for(country, on)
    if country is None or rules is None:
        return None
    digits = _national(sender, country)
    for rule in rules.binding(Doing(group)):
        if any(digits.startswith(barred) for barred in rule.senders_barred):
            return f"the sender {sender} may not be used for {group.value} ({rule.id})"
    return None


def register_barred(
    rules: CountryRules, group: Group, register_as_of: datetime | None, now: datetime
) -> str | None:
    """Why the national register as last read is no base for this; None where it is, or none is needed.

    A register that claims to be of tomorrow or later is as good as none.
    """
    for rule in rules.binding(Doing(group)):
        if rule.register_ is None:
            continue
        if register_as_of is None or register_as_of > now + timedelta(days=1):
            return f"the national register was never read ({rule.id})"
        if now - register_as_of > rule.register_.max_age:
            days = rule.register_.max_age.days
            return f"the national register is older than {days} days ({rule.id})"
    return None


def consent_asked(rules: CountryRules, doing: Doing) -> str | None:
    """The first rule that asks for recorded consent; None where none does."""
    return next((rule.id for rule in rules.binding(doing) if rule.consent), None)


def silent_until(rules: CountryRules, group: Group, refused_at: datetime) -> datetime | None:
    """Until when nothing of the kind may follow a refusal, by the longest silence; None for none."""
    asked = [
        rule.opt_out.silence
        for rule in rules.binding(Doing(group))
        if rule.opt_out is not None and rule.opt_out.silence is not None
    ]
    return refused_at + max(asked) if asked else None


def _national(sender: str, country: str) -> str:
    """A number's digits without the country's code."""
    plain = unicodedata.normalize("NFKC", sender).strip()
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("00"):
        digits = digits[2:]
    if plain.startswith(("+", "00")):
        code = phonenumbers.country_code_for_region(country)
        digits = digits.removeprefix(str(code))
    return digits
