"""What the page of one person needs: everything about them in one column of time, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from outbound.engine.pages.person_view import (
    AnswerView,
    AttemptView,
    Coming,
    DecisionView,
    Person,
    SuppressionView,
)
from outbound.web.site import Site

Happened = DecisionView | AttemptView | AnswerView | SuppressionView
KINDS: dict[type[Happened], str] = {
    DecisionView: "decision",
    AttemptView: "attempt",
    AnswerView: "answer",
    SuppressionView: "suppression",
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened, and which kind of thing it is."""

    at: datetime
    kind: str
    what: Happened


def person_context(person: Person, site: Site) -> dict[str, object]:
    """What the template of a person may name."""
    now = site.service.clock.now()
    coming = sorted(person.coming, key=lambda c: (c.at is None, c.at or now, c.campaign_id))
    return {
        "person": person,
        "coming": coming,
        "standing": standing(person.suppressions, now),
        "days": days(person, site.pages.zone),
        "theirs": partial(theirs, site.pages.zone),
        "money": lambda amount: f"{amount:.2f} {site.service.centre.costs.currency}",
    }


def theirs(here: ZoneInfo, coming: Coming, moment: datetime) -> str:
    """A moment on the person's own clock; the centre's where theirs is not known."""
    zone = ZoneInfo(coming.zone) if coming.zone else here
    return moment.astimezone(zone).strftime("%m-%d %H:%M")


def days(person: Person, zone: ZoneInfo) -> list[tuple[date, list[Moment]]]:
    """Everything by the centre's day, newest first; of one moment, what was recorded last first."""
    things: list[Happened] = [
        *person.decisions,
        *person.attempts,
        *person.answers,
        *person.suppressions,
    ]
    moments = [Moment(thing.at, KINDS[type(thing)], thing) for thing in things]
    moments.sort(key=lambda m: m.at)
    moments.reverse()
    by_day = groupby(moments, key=lambda m: m.at.astimezone(zone).date())
    return [(day, list(those)) for day, those in by_day]


def standing(events: Iterable[SuppressionView], now: datetime) -> list[SuppressionView]:
    """The suppressions in force: the last event of each scope, unless lifted or expired."""
    last: dict[str, SuppressionView] = {}
    for event in sorted(events, key=lambda e: e.at):
        last[event.scope] = event
    return [
        event
        for event in last.values()
        if event.event == "suppressed" and (event.expires_at is None or event.expires_at > now)
    ]
