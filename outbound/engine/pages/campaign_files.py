"""The campaigns' files with their problems, read again only where a file, the base or the day has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from outbound.audience.profile import Profile, known_base
from outbound.campaign.loader import campaign_problems
from outbound.campaign.problems import Problem
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.errors import NotFoundError
from outbound.expression.tree import Type

Stamp = tuple[object, ...]
"""What tells whether anything that a check reads has changed."""


@dataclass(frozen=True)
class CheckedFile:
    """One campaign's file: the campaign where it loads, what can be read of it otherwise, its problems.

    `problems` are those of everything it uses: its scripts, what it extends, the centre's file.
    """

    id: str
    campaign: Campaign | None
    data: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many problems keep it from being launched."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems only advise."""
        return len(self.problems) - self.errors


@dataclass
class CheckedFiles:
    """Every campaign file of one workspace; several threads may ask at once."""

    workspace: Workspace
    _stamp: Stamp = ()
    _known: dict[str, CheckedFile] = field(default_factory=dict)
    _columns: Mapping[str, Type] | None = None
    _profile: Profile | None = None
    _lock: Lock = field(default_factory=Lock)

    def named(self, campaign_id: str, now: datetime) -> CheckedFile:
        """The file of that id. Raises NotFoundError where there is none."""
        if campaign_id not in self.workspace.campaign_ids():
            raise NotFoundError(f"There is no campaign {campaign_id}.", where="campaigns/")
        with self._lock:
            self._forget_what_changed(now)
            if campaign_id not in self._known:
                self._known[campaign_id] = self._check(campaign_id, now)
            return self._known[campaign_id]

    def stamp(self, now: datetime) -> Stamp:
        """The names, times and sizes of all files, the base's snapshot, and the day."""
        place = self.workspace
        files = [place.centre_file, *_beneath(place.campaigns_dir), *_beneath(place.scripts_dir)]
        return (now.date(), self.base_stamp(), *(_state(file) for file in files))

    def base_stamp(self) -> object:
        """What changes when the base is imported anew; a base elsewhere is taken as it was."""
        centre = self.workspace.centre.base
        embedded = centre.source == "duckdb"
        return _state(self.workspace.base_dir / "CURRENT") if embedded else centre.table

    def _forget_what_changed(self, now: datetime) -> None:
        stamp = self.stamp(now)
        if stamp != self._stamp:
            self._stamp = stamp
            self._known.clear()
            self._columns, self._profile = known_base(Workspace(self.workspace.path))

    def _check(self, campaign_id: str, now: datetime) -> CheckedFile:
        file = self.workspace.campaign_file(campaign_id)
        campaign, source, _ = campaign_problems(self.workspace, file)
        problems = check_workspace(
            self.workspace, [file.absolute()], self._columns, now, self._profile
        )
        data = source.data if source is not None and isinstance(source.data, dict) else {}
        return CheckedFile(campaign_id, campaign, data, tuple(problems))


def _beneath(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _state(file: Path) -> tuple[str, int, int]:
    try:
        found = file.stat()
    except OSError:
        return str(file), 0, 0
    return str(file), found.st_mtime_ns, found.st_size
