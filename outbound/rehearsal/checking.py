"""`outbound check --rehearsals`: every recorded case of the campaigns, replayed; each difference is a problem."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from outbound.campaign.loader import load_campaign
from outbound.campaign.problems import Problem, in_order
from outbound.campaign.workspace import Workspace
from outbound.errors import NotFoundError, ProblemsError
from outbound.expression.hint import did_you_mean
from outbound.rehearsal.case_file import FOLDER, folder_of, read_case
from outbound.rehearsal.replay import replay
from outbound.script.environment import ScriptEnvironment

CODE = "rehearsal"


def rehearsal_problems(workspace: Workspace, paths: Sequence[Path] | None = None) -> list[Problem]:
    """The problems of the recorded cases, of all campaigns if none is named.

    A campaign whose own file has problems is not replayed: those problems are told already.
    """
    environment = ScriptEnvironment.of_folder(workspace.scripts_dir)
    problems = [] if paths else list(_unclaimed(workspace))
    for campaign_id, files in cases_of(workspace, paths).items():
        for file in files:
            problems += _replayed(workspace, campaign_id, file, environment)
    return in_order(problems)


def cases_of(workspace: Workspace, paths: Sequence[Path] | None = None) -> dict[str, list[Path]]:
    """The case files by campaign, of all campaigns if none is named."""
    return {
        name: sorted(folder_of(workspace, name).glob("*.yaml")) for name in _named(workspace, paths)
    }


def _named(workspace: Workspace, paths: Sequence[Path] | None) -> list[str]:
    if not paths:
        return workspace.campaign_ids()
    known = workspace.campaign_ids()
    inside = [known if path.is_dir() else [path.stem] for path in paths]
    return [name for names in inside for name in names if name in known]


def _replayed(
    workspace: Workspace, campaign_id: str, file: Path, environment: ScriptEnvironment
) -> Iterator[Problem]:
    try:
        campaign, centre = load_campaign(workspace, campaign_id), workspace.centre
    except (ProblemsError, NotFoundError):
        return
    case, problems = read_case(file, workspace.name_of(file))
    yield from problems
    if case is None:
        return
    hint = f"If it is meant: outbound rehearse {campaign_id} --from {file.stem} --record {file.stem} --again"
    for difference in replay(case, campaign, centre, environment):
        at = case.source.position(difference.trail)
        yield case.source.problem(at, CODE, difference.message, hint)


def _unclaimed(workspace: Workspace) -> Iterator[Problem]:
    """Whatever lies among the cases and is nobody's."""
    known = set(workspace.campaign_ids())
    folder = workspace.campaigns_dir / FOLDER
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = file.relative_to(folder).parts
        name = workspace.name_of(file)
        if len(inside) != 2 or file.suffix != ".yaml":
            message = "A case is a file CAMPAIGN/NAME.yaml; nobody claims this one."
            yield Problem(name, 1, 1, CODE, "error", message, "Move or delete it.")
        elif inside[0] not in known:
            hint = did_you_mean(inside[0], sorted(known), "Move or delete it.")
            message = f"There is no campaign {inside[0]}, so nobody claims this case."
            yield Problem(name, 1, 1, CODE, "error", message, hint)
