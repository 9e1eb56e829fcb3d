"""Whether a campaign's files are sound as they are now: an error keeps it from being signed or launched."""

from collections.abc import Sequence
from pathlib import Path

from outbound.audience.profile import known_base
from outbound.campaign.problems import Problem
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.engine.context import Engine


def on_disk(engine: Engine) -> Workspace:
    """The workspace as its files are now; what the engine's own has read may be older."""
    return Workspace(engine.workspace.path)


def errors_of(engine: Engine, campaign_id: str) -> tuple[Problem, ...]:
    """The errors in a campaign's file, in all that it uses, and in the centre's file."""
    place = on_disk(engine)
    return _errors(engine, place, [place.campaign_file(campaign_id)])


def all_errors(engine: Engine) -> tuple[Problem, ...]:
    """The errors of all files in one pass, in which a script that many use is read once."""
    return _errors(engine, on_disk(engine), None)


def _errors(engine: Engine, place: Workspace, files: Sequence[Path] | None) -> tuple[Problem, ...]:
    columns, profile = known_base(place)
    absolute = None if files is None else [file.absolute() for file in files]
    problems = check_workspace(place, absolute, columns, engine.clock.now(), profile)
    return tuple(problem for problem in problems if problem.is_error)
