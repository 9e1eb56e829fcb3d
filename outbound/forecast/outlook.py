"""All that a forecast starts from: the campaign, its people by cell, its waves, hours and manner of contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from outbound.audience.spread import Spread
from outbound.campaign.schema import Campaign, Channel
from outbound.forecast.course import Manner, Place
from outbound.forecast.response import Rate
from outbound.policy.span import dates_of


@dataclass(frozen=True)
class CellStart:
    """Where a quota cell stands: who is available to the first wave and on its list, and what was seen.

    target: completes wanted over the whole campaign; None where none are
    """

    values: Mapping[str, str]
    available: int
    target: int | None
    listed: int
    completes: int = 0
    closed: int = 0
    still_open: int = 0
    unreleased: int = 0


@dataclass(frozen=True)
class Returning:
    """When somebody contacted may be listed again: after so many days, None: not in this campaign."""

    after: float | None
    completers: bool = True  # whether those who answered in full are among them


@dataclass(frozen=True)
class Outlook:
    """What is known before a campaign, or in the midst of it.

    now: attempts begin no earlier; waves: day -> its first wave's moment, also beyond `until`
    arrivals: day -> people of the audience whom its wave takes; None where everybody is there at once
    expect: the share of contacts that will answer, as far as the author or the odds say
    spread: how far the cells' scores lie apart, where the sample is shared by that and it is known
    """

    campaign: Campaign
    zone: ZoneInfo
    now: datetime
    until: date
    waves: Mapping[date, datetime]
    cells: tuple[CellStart, ...]
    places: tuple[Place, ...]
    manner: Manner
    expect: float
    returning: Returning
    arrivals: Mapping[date, float] | None = None
    agents: float | None = None
    spread: Spread | None = None

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day from now to the end."""
        first = self.now.astimezone(self.zone).date()
        first = max(first, self.campaign.schedule.from_)
        return tuple(first + timedelta(days=n) for n in range((self.until - first).days + 1))

    @cached_property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return dates_of(self.campaign.schedule.from_, self.until, self.zone)[1]

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """Each cell's response rate: what is expected, and what was observed."""
        return tuple(Rate.of(self.expect, c.completes, c.closed) for c in self.cells)

    @property
    def wanted(self) -> bool:
        """Whether the campaign stops at a number of completes."""
        return any(cell.target is not None for cell in self.cells)

    def first_channel(self) -> Channel:
        """The channel on which contacts begin."""
        return self.campaign.contact.channels[0].channel

    def open_hours(self, day: date) -> float:
        """The hours of that day in which the first channel is open, as the people's clocks have it."""
        hours = 0.0
        for place in self.places:
            opening = place.hours.get(self.first_channel())
            if opening is not None:
                begins, ends = dates_of(day, day, place.zone)
                open_for = opening.open_between(max(begins, self.now), max(ends, self.now))
                hours += place.weight * (open_for / timedelta(hours=1))
        return hours
