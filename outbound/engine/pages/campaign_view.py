"""What the pages of campaigns show: frozen pictures of the list, of one campaign, and of its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from outbound.campaign.problems import Problem
from outbound.campaign.values import Text
from outbound.engine.campaigns.standing import Standing
from outbound.engine.floor_view import Band
from outbound.engine.life.history import LifeStep
from outbound.forecast.nouns import CampaignPlan, Range


@dataclass(frozen=True)
class Goal:
    """How far a campaign has come, and where it is expected to end.

    counts: completes, or closed contacts where nothing is asked; target is None where none is set
    band: what the latest plan expects by the end; due: what the plan at launch expected by now
    """

    counts: str
    done: int
    target: int | None
    band: Range | None = None
    due: float | None = None


@dataclass(frozen=True)
class CampaignLine:
    """One campaign of the list; what cannot be read of a file that does not load is None or empty.

    missing: departments that have not signed what the files now say
    changed: whether files have changed since the launch
    """

    id: str
    state: str  # draft, checked, approved, running, paused, ...
    title: Text | None = None
    purpose: str = ""
    owner: str = ""
    starts: date | None = None
    ends: date | None = None
    goal: Goal | None = None
    errors: int = 0
    warnings: int = 0
    missing: tuple[str, ...] = ()
    changed: bool = False
    reason: str = ""


@dataclass(frozen=True)
class CampaignList:
    """Every campaign that has a file or was launched, the ones at work first."""

    at: datetime
    lines: tuple[CampaignLine, ...]


@dataclass(frozen=True)
class CampaignPicture:
    """What every page of one campaign shows: its line, where it stands, and its life so far."""

    line: CampaignLine
    standing: Standing
    steps: tuple[LifeStep, ...] = ()


@dataclass(frozen=True)
class CampaignProgress:
    """How a launched campaign comes along: its band of the floor, and all attempts by outcome."""

    at: datetime
    band: Band
    goal: Goal
    outcomes: Mapping[str, int] = field(default_factory=dict)
    responses: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptPlan:
    """A plan, and when it was computed; the plan's own moment is that of the wave it begins with."""

    plan: CampaignPlan
    computed_at: datetime


@dataclass(frozen=True)
class FileLine:
    """One line of a file, and the problems that begin on it."""

    number: int
    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ShownFile:
    """A file with its problems in place."""

    name: str
    lines: tuple[FileLine, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, from top to bottom."""
        return tuple(problem for line in self.lines for problem in line.problems)


@dataclass(frozen=True)
class CampaignFiles:
    """A campaign's own file, whole; the lines of other files where a problem stands; what it amounts to.

    effective: the whole YAML after `extends`, empty where the file stands alone or does not load
    """

    own: ShownFile
    others: tuple[ShownFile, ...] = ()
    effective: str = ""
