"""Contact hours: readable, and open at some moment that the country's rules allow too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem
from outbound.campaign.schema import Channel, Purpose
from outbound.campaign.values import parse_day
from outbound.check.subject import Subject
from outbound.policy.hours import Everywhere, HoursError, OpenHours, Opening
from outbound.policy.rules import group_of, rules_for
from outbound.policy.span import dates_of

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
    if hours.next_open(subject.world.now) is None:
        yield subject.at(_HOURS, "hours", "These hours never open.")
        return
    closed = False
    for law in lawful_hours(subject, centre, zone):
        if together(hours, *law.hours).next_open(subject.world.now) is None:
            message = f"These hours never meet those that {centre.country} allows for {law.channel.value}."
            yield subject.at(_HOURS, "hours", message, f"Allowed: {law.text}.")
            closed = True
    dates = dates_of_campaign(subject)
    if not closed and dates is not None and not opens_within(hours, dates):
        first, last = subject.text("schedule", "from"), subject.text("schedule", "until")
        message = f"These hours never open from {first} until {last}."
        yield subject.at(_HOURS, "hours", message, "Move the dates, or open on one of these days.")


@lru_cache(maxsize=512)
def together(*hours: OpenHours) -> Everywhere:
    """What all of these have in common, reckoned once for all campaigns that keep the same hours."""
    return Everywhere(hours)


def opens_within(hours: Opening, dates: tuple[datetime, datetime]) -> bool:
    """Whether the hours open at some moment between the two."""
    moment = hours.next_open(dates[0])
    return moment is not None and moment < dates[1]


@dataclass(frozen=True)
class Lawful:
    """The hours that the country's rules allow for what the campaign does on one of its channels."""

    channel: Channel
    text: str
    hours: tuple[OpenHours, ...]


def lawful_hours(subject: Subject, centre: Centre, zone: ZoneInfo) -> Iterator[Lawful]:
    """Those of each channel used; none where the country has no rules or the purpose is none."""
    rules, purpose = rules_for(centre.country, subject.world.today), _purpose(subject)
    if rules is None or purpose is None:
        return
    group = group_of(purpose, offers=bool(subject.source.get("offers")))
    for channel in Channel:
        if _used(subject, channel):
            texts = rules.hours(group, channel) or ("off",)
            parsed = tuple(OpenHours.parse(text, centre.country, zone) for text in texts)
            yield Lawful(channel, "; ".join(texts), parsed)


def dates_of_campaign(subject: Subject) -> tuple[datetime, datetime] | None:
    """The campaign's first moment and the first after it; None where the dates are wrong or over long."""
    try:
        first = parse_day(subject.text("schedule", "from"))
        last = parse_day(subject.text("schedule", "until"))
    except ValueError:
        return None  # the schema tells
    return dates_of(first, last, subject.world.zone) if first <= last < date.max else None


def _used(subject: Subject, channel: Channel) -> bool:
    return any(True for _ in subject.source.find("contact", "channels", "*", channel.value))


def _purpose(subject: Subject) -> Purpose | None:
    try:
        return Purpose(subject.text("purpose"))
    except ValueError:
        return None
