"""The base that a centre has: numbers that several rows share, consent that the rules ask for."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Channel, Purpose
from outbound.check.subject import Subject
from outbound.policy.rules import group_of, rules_for


def shared_numbers(subject: Subject) -> Iterator[Problem]:
    """Whoever shares a number is contacted once: of several rows only one is ever listed."""
    profile = subject.world.profile
    if profile is not None and profile.shared_numbers:
        count = profile.shared_numbers
        what = "1 number stands" if count == 1 else f"{count:,} numbers stand"
        message = f"{what} in several rows of the base: of those who share one, one is contacted."
        hint = "If they are doubles, clean the file and import it again."
        yield subject.at_key(("base",), "shared-numbers", message, hint, "warning")


def kept_consent(subject: Subject) -> Iterator[Problem]:
    """Where the country's rules ask for recorded consent, the base has a column that records it."""
    centre, purpose = subject.world.centre, _purpose(subject)
    rules = rules_for(centre.country) if centre else None
    if centre is None or purpose is None or rules is None:
        return
    group = group_of(purpose, offers=bool(subject.source.get("offers")))
    used = [c for c in Channel if any(subject.source.find("contact", "channels", "*", c.value))]
    asked = [rule.id for c in used for rule in rules.rules_of(group, c) if rule.consent]
    if asked and purpose.value not in centre.base.columns.consent:
        message = (
            f"{asked[0]} asks for recorded consent, and the base keeps none for {purpose.value}."
        )
        hint = f"Name its column: base.columns.consent.{purpose.value} in outbound.yaml."
        yield subject.at(("purpose",), "no-consent", message, hint, "warning")


def _purpose(subject: Subject) -> Purpose | None:
    try:
        return Purpose(subject.text("purpose"))
    except ValueError:
        return None
