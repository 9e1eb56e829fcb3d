"""Who comes to a campaign's later waves: people whose date comes, and people who may be asked again."""

from datetime import date, datetime, timedelta
from typing import Final

from outbound.audience.arrivals import arrivals
from outbound.audience.base import Base
from outbound.audience.criteria import read_criteria
from outbound.audience.nouns import History, Sketch
from outbound.campaign.schema import EventBuild
from outbound.engine.lists.standing_facts import applicable_caps
from outbound.engine.running import Running
from outbound.forecast.hints import FARTHEST
from outbound.forecast.outlook import Returning

LATEST: Final = 28
"""So many of the latest days of a base tell how many will become due on days that it cannot know."""

_TOUCHED: Final = {"contacts_30d", "attempts_30d", "days_since_contact", "last_outcome"}


def people_due(
    base: Base, running: Running, moment: datetime, history: History, drawn: Sketch
) -> dict[date, float] | None:
    """Whom each day's wave takes: as the base says, and as on its latest days where it cannot know."""
    campaign = running.campaign
    if not isinstance(campaign.schedule.build, EventBuild):
        return None
    due = arrivals(base, campaign, moment, history)
    shift = timedelta(days=campaign.schedule.build.shift // timedelta(days=1))
    today = moment.astimezone(running.zone).date()
    told = max((day for day in due if day - shift < today), default=today)
    latest = sum(due.get(told - timedelta(days=n), 0) for n in range(LATEST)) / LATEST
    passing = _passing(due.get(today, 0), drawn)
    until = campaign.schedule.until + timedelta(days=FARTHEST)
    days = (today + timedelta(days=n) for n in range((until - today).days + 1))
    return {
        day: passing * (due.get(day, 0) if day <= told or due.get(day) else latest) for day in days
    }


def returning_of(base: Base, running: Running) -> Returning:
    """When caps and `unless` let somebody be contacted again."""
    campaign, reads = running.campaign, read_criteria(running.campaign, base).history()
    if reads & _TOUCHED or isinstance(campaign.schedule.build, EventBuild):
        return Returning(None)
    gaps = [1.0]
    for cap in applicable_caps(campaign, running.centre):
        if cap.contacts == 0:
            return Returning(None)
        if cap.contacts is not None:
            gaps.append(cap.per / timedelta(days=1) / cap.contacts)
    return Returning(max(gaps), "days_since_survey" not in reads)


def _passing(due: int, drawn: Sketch) -> float:
    """The share of those due whom nothing else keeps from the list."""
    kept = drawn.listed + sum(d.count for d in drawn.waterfall if d.kind == "quota")
    return min(1.0, kept / due) if due else 1.0
