"""Contact hours: readable, and open at some moment that the country's rules allow too."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem
from outbound.campaign.schema import Channel, Purpose
from outbound.check.subject import Subject
from outbound.policy.hours import Everywhere, HoursError, OpenHours
from outbound.policy.rules import group_of, rules_for

_HOURS = ("contact", "hours")


def contact_hours(subject: Subject) -> Iterator[Problem]:
    """Hours that cannot be read, at the character; hours that never come, for each channel used."""
    text, centre = subject.text(*_HOURS), subject.world.centre
    if not text or centre is None:
        return
    zone = subject.world.zone
    try:
        hours = OpenHours.parse(text, centre.country, zone)
    except HoursError as fault:
        message = f"{fault.message[:1].upper()}{fault.message[1:]}."
        yield subject.inside(_HOURS, fault.offset, "hours", message, "Such as Mo-Fr 09:00-12:00.")
        return
    yield from _never_open(subject, hours, centre, zone)


def _never_open(
    subject: Subject, hours: OpenHours, centre: Centre, zone: ZoneInfo
) -> Iterator[Problem]:
    rules, purpose = rules_for(centre.country), _purpose(subject)
    if hours.next_open(subject.world.now) is None:
        yield subject.at(_HOURS, "hours", "These hours never open.")
    elif rules is not None and purpose is not None:
        group = group_of(purpose, offers=bool(subject.source.get("offers")))
        for channel in Channel:
            lawful = rules.hours(group, channel) or ("off",)
            law = tuple(OpenHours.parse(text, centre.country, zone) for text in lawful)
            both = Everywhere((hours, *law))
            if _used(subject, channel) and both.next_open(subject.world.now) is None:
                allowed = "; ".join(lawful)
                message = f"These hours never meet those that {centre.country} allows for {channel.value}."
                yield subject.at(_HOURS, "hours", message, f"Allowed: {allowed}.")


def _used(subject: Subject, channel: Channel) -> bool:
    return any(True for _ in subject.source.find("contact", "channels", "*", channel.value))


def _purpose(subject: Subject) -> Purpose | None:
    try:
        return Purpose(subject.text("purpose"))
    except ValueError:
        return None
