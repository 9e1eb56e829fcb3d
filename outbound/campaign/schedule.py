"""When a campaign runs, and when its waves are built."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import model_validator

from outbound.campaign.about import about
from outbound.campaign.names import CronLine, WaveStart
from outbound.campaign.nouns import Noun
from outbound.campaign.values import Day, Duration, TimeOfDay, fault


class EventBuild(Noun):
    """A wave relative to a date column or an event of each subscriber."""

    on: Annotated[
        WaveStart,
        about("What the wave is counted from: a date column, or `event NAME`.", "activated_on"),
    ]
    after: Annotated[Duration | None, about("How long after it the wave comes.", "3d")] = None
    before: Annotated[
        Duration | None,
        about("How long before it; of a date only, for nobody knows an event beforehand.", "5d"),
    ] = None
    at: Annotated[
        TimeOfDay | None, about("The time of day, in the centre's zone; of a date only.", "09:30")
    ] = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.after is None) == (self.before is None):
            message = "a wave comes either after the date or before it"
            raise fault("conflict", message, hint="Write after: 3d, or before: 3d.")
        if self.before is not None and self.on.startswith("event "):
            message = "a wave cannot come before an event"
            raise fault("conflict", message, "before", hint="Write after, or name a date column.")
        return self

    @property
    def shift(self) -> timedelta:
        """From the date or event to the wave; below zero where the wave comes first."""
        return -(self.before or timedelta()) if self.after is None else self.after


class Schedule(Noun):
    """When waves are built; both dates inclusive, in the centre's zone."""

    from_: Annotated[Day, about("The first day, in the centre's zone.", "2026-11-23")]
    until: Annotated[Day, about("The last day, itself included.", "2026-12-20")]
    build: Annotated[
        CronLine | EventBuild,
        about(
            "When lists are built: a cron line, one wave each time, or relative to a date or an event"
            " of each subscriber.",
            "0 8 * * MON",
            {"on": "activated_on", "after": "3d", "at": "09:30"},
            {"on": "event bill_query", "after": "10m"},
        ),
    ]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.from_:
            raise fault("conflict", f"until {self.until} lies before from {self.from_}", "until")
        return self
