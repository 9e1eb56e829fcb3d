"""When waves are built: a cron line that comes inside the dates, or a date column or event."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from cronsim import CronSim, CronSimError

from outbound.campaign.problems import Problem
from outbound.campaign.values import parse_day
from outbound.check.subject import Subject
from outbound.expression.hint import did_you_mean
from outbound.expression.tree import Type

_BUILD = ("schedule", "build")
_FIELDS = ("minute", "hour", "day", "month", "weekday")


def cron_line(subject: Subject) -> Iterator[Problem]:
    """The cron line has five fields, each readable, and comes at least once between the dates."""
    text = subject.text(*_BUILD)
    if text is None:
        return
    hint = 'Minute, hour, day, month, weekday, such as "0 8 * * MON".'
    fields = [(found[0], found.start()) for found in re.finditer(r"\S+", text)]
    if len(fields) != len(_FIELDS):
        message = f"A cron line has five fields, and this has {len(fields)}."
        yield subject.at(_BUILD, "build", message, hint)
        return
    for index, (written, offset) in enumerate(fields):
        alone = ["*"] * len(fields)
        alone[index] = written
        if not _readable(" ".join(alone), subject.world.now):
            message = f"{written} is no {_FIELDS[index]} of a cron line."
            yield subject.inside(_BUILD, offset, "build", message, hint)
            return
    if not _readable(text, subject.world.now):  # each field is fine: 31 February
        message = "No year has such a day, so no wave is ever built."
        yield subject.inside(_BUILD, fields[2][1], "build", message, hint)
        return
    yield from _never(subject, text)


def build_column(subject: Subject) -> Iterator[Problem]:
    """A relative build follows a date column of the base, or an event."""
    here = (*_BUILD, "on")
    name, columns = subject.text(*here), subject.world.columns
    if name is None or name.startswith("event "):
        return
    if name not in columns:
        if subject.world.columns_known:
            dated = [c for c, kind in columns.items() if kind in (Type.DATE, Type.MOMENT)]
            hint = did_you_mean(name, dated, "Write a date column, or event NAME.")
            yield subject.at(here, "unknown-column", f"There is no column {name}.", hint)
    elif columns[name] not in (Type.DATE, Type.MOMENT, None):
        message = f"{name} is not a date, so no wave can be counted from it."
        yield subject.at(here, "build", message)


def _readable(line: str, now: datetime) -> bool:
    try:
        CronSim(line, now)
    except CronSimError:
        return False
    return True


def _never(subject: Subject, line: str) -> Iterator[Problem]:
    try:
        first = parse_day(subject.text("schedule", "from"))
        last = parse_day(subject.text("schedule", "until"))
    except ValueError:
        return  # the schema tells
    if last < first:
        return  # the schema tells
    zone = subject.world.zone
    begin = datetime.combine(first, time(0), zone) - timedelta(seconds=1)
    moment = next(CronSim(line, begin), None)
    if moment is None or moment.date() > last:
        message = f"No wave is ever built: this never comes between {first} and {last}."
        yield subject.at(_BUILD, "build", message, severity="warning")
