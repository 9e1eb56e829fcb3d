"""Whether a campaign's files are sound as they are now: an error keeps it from being signed or launched."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from outbound.audience.base import Base
from outbound.campaign.problems import Problem
from outbound.campaign.workspace import Workspace
from outbound.check import check_workspace
from outbound.engine.context import Engine
from outbound.errors import NotFoundError, ProblemsError


def on_disk(engine: Engine) -> Workspace:
    """The workspace as its files are now; what the engine's own has read may be older."""
    return Workspace(engine.workspace.path)


def errors_of(engine: Engine, campaign_id: str) -> tuple[Problem, ...]:
    """The errors in a campaign's file, in all that it uses, and in the centre's file."""
    place = on_disk(engine)
    return _errors(engine, place, [place.campaign_file(campaign_id)])


def errors_by_campaign(engine: Engine) -> Mapping[str, tuple[Problem, ...]]:
    """The same for every campaign file; the centre's own errors are everybody's."""
    place = on_disk(engine)
    files = {name: place.campaign_file(name) for name in place.campaign_ids()}
    return {name: _errors(engine, place, [file]) for name, file in files.items()}


def _errors(engine: Engine, place: Workspace, files: Sequence[Path]) -> tuple[Problem, ...]:
    try:
        columns = Base.open(place).columns
    except (NotFoundError, ProblemsError):
        columns = None  # no base yet, or a centre file that the check itself will tell of
    absolute = [file.absolute() for file in files]
    problems = check_workspace(place, absolute, columns, engine.clock.now())
    return tuple(problem for problem in problems if problem.is_error)
