"""Dates: a campaign whose last day has passed."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.campaign.values import parse_day
from outbound.check.subject import Subject

_UNTIL = ("schedule", "until")


def dates_over(subject: Subject) -> Iterator[Problem]:
    """A campaign that is over contacts nobody any more."""
    try:
        until = parse_day(subject.text(*_UNTIL))
    except ValueError:
        return  # absent, or no date: the schema tells
    if until < subject.world.today:
        message = f"The campaign is over: its last day was {until}."
        hint = "Move schedule.until, or remove the file."
        yield subject.at(_UNTIL, "dates-over", message, hint, "warning")
