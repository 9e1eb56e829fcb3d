"""What the supervisor's page shows: one frozen picture of the floor, made by the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from outbound.campaign.values import Text


@dataclass(frozen=True)
class CellView:
    """One quota cell: how many completes it has, and how many it wants."""

    name: str
    completes: int
    target: int


@dataclass(frozen=True)
class Band:
    """One campaign as it runs today. `target` is None where there is no number of completes to reach.

    `counts` says what `completes` are: `delivered` messages where nothing is asked, else `completes`.
    `contacts` counts by contact state, `outcomes` today's ended attempts by outcome. Abandonment is
    `abandoned` of `live` calls answered by a person today, against `bound`; where nobody is called
    (`calls` is false), nothing rings and nothing can be abandoned.
    """

    id: str
    title: Text
    purpose: str
    state: str  # the campaign's: running, paused, finishing, ...
    reason: str  # why it is paused or stopped, empty otherwise
    starts: date
    ends: date
    contacts: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    completes: int = 0
    target: int | None = None
    cells: tuple[CellView, ...] = ()
    attempts: int = 0  # today
    ringing: int = 0  # now
    talking: int = 0  # now
    abandoned: int = 0  # today
    live: int = 0  # today
    bound: Decimal = Decimal("0.03")
    next_wave: datetime | None = None
    counts: str = "completes"
    calls: bool = True


@dataclass(frozen=True)
class AgentRow:
    """One agent: what they do, since when, and for which campaign (its id, or empty)."""

    id: str
    name: str
    state: str
    since: datetime
    campaign: str = ""


@dataclass(frozen=True)
class Health:
    """Whether the parts below answer. `carrier` is None while it has not been asked yet."""

    store: bool
    last_tick: datetime | None
    simulated: bool
    carrier: bool | None = None


@dataclass(frozen=True)
class Alarm:
    """Something a person should look at."""

    at: datetime
    code: str
    message: str
    campaign: str = ""


@dataclass(frozen=True)
class ProcessView:
    """One process of the service; `late` means that it has said nothing for long."""

    role: str
    host: str
    pid: int
    leads: bool
    seen_at: datetime
    late: bool


@dataclass(frozen=True)
class Floor:
    """Everything that is going on at one moment."""

    at: datetime
    bands: tuple[Band, ...]
    agents: tuple[AgentRow, ...]
    health: Health
    alarms: tuple[Alarm, ...] = ()
    processes: tuple[ProcessView, ...] = ()
