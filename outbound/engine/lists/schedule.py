"""When a campaign's waves are due: from its cron line, or daily where it follows each subscriber's own date."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from outbound.campaign.schema import Campaign, EventBuild

DAILY_AT = time(9, 0)
"""When a relative build runs that names no time of its own."""


def moments(campaign: Campaign, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Every wave moment later than `after`, in order, inside the campaign's dates."""
    first, last = window(campaign, zone)
    start = max(after.astimezone(zone), first - timedelta(seconds=1))
    for moment in _pattern(campaign, start):
        if moment >= last:
            return
        yield moment


def due_moment(campaign: Campaign, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The latest wave moment not after `now`; None before the first and after the campaign's dates."""
    first, last = window(campaign, zone)
    latest = None
    if first <= now.astimezone(zone) < last:
        for moment in moments(campaign, zone, first - timedelta(seconds=1)):
            if moment > now:
                break
            latest = moment
    return latest


def window(campaign: Campaign, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[start of `from`, end of `until`) in the centre's zone; both days are inclusive."""
    midnight = time(0, 0)
    first = datetime.combine(campaign.schedule.from_, midnight, zone)
    last = datetime.combine(campaign.schedule.until + timedelta(days=1), midnight, zone)
    return first, last


def _pattern(campaign: Campaign, start: datetime) -> Iterator[datetime]:
    build = campaign.schedule.build
    if isinstance(build, EventBuild):
        at = build.at or DAILY_AT
        build = f"{at.minute} {at.hour} * * *"
    ticks: Iterator[datetime] = CronSim(build, start)
    return ticks
