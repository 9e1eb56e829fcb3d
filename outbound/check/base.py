"""The base that a centre has: numbers that several rows share, consent that the rules ask for."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.schema import Channel, Pacing, Purpose
from outbound.check.subject import Subject
from outbound.policy.rules import Doing, consent_asked, group_of, rules_for


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
    rules = rules_for(centre.country, subject.world.today) if centre else None
    if centre is None or purpose is None or rules is None:
        return
    steps = [consent_asked(rules, doing) for doing in _doings(subject, purpose)]
    asked = next((rule for rule in steps if rule), None)
    if asked and purpose.value not in centre.base.columns.consent:
        message = f"{asked} asks for recorded consent, and the base keeps none for {purpose.value}."
        hint = f"Name its column: base.columns.consent.{purpose.value} in outbound.yaml."
        yield subject.at(("purpose",), "no-consent", message, hint, "warning")


def _doings(subject: Subject, purpose: Purpose) -> Iterator[Doing]:
    """What each step of the campaign does."""
    group = group_of(purpose, offers=bool(subject.source.get("offers")))
    for channel in Channel:
        for _, step in subject.source.find("contact", "channels", "*", channel.value):
            pacing = step.get("pacing") if isinstance(step, dict) else None
            yield Doing(group, channel, purpose, machine=pacing == Pacing.AGENTLESS.value)


def _purpose(subject: Subject) -> Purpose | None:
    try:
        return Purpose(subject.text("purpose"))
    except ValueError:
        return None
