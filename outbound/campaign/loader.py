"""Loads campaigns: the file of an id, read, validated, or every problem that keeps it from use."""

import re
from pathlib import Path

from outbound.campaign.extending import follow
from outbound.campaign.problems import Problem
from outbound.campaign.reading import validate
from outbound.campaign.schema import Campaign
from outbound.campaign.source import Source
from outbound.campaign.workspace import Workspace, load_centre
from outbound.errors import NotFoundError, ProblemsError
from outbound.expression.hint import did_you_mean

__all__ = [
    "campaign_path",
    "campaign_problems",
    "files_of",
    "load_campaign",
    "load_centre",
    "template_problems",
]

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def load_campaign(workspace: Workspace, campaign_id: str) -> Campaign:
    """The campaign of that id, with all that it inherits, valid by its schema.

    Raises NotFoundError if there is none, and ProblemsError if its files have problems.
    """
    file = campaign_path(workspace, campaign_id)
    campaign, _, problems = campaign_problems(workspace, file)
    if campaign is None:
        raise ProblemsError(problems, where=workspace.name_of(file))
    return campaign


def campaign_problems(
    workspace: Workspace, file: Path
) -> tuple[Campaign | None, Source | None, list[Problem]]:
    """The campaign in `file`, its effective document and the problems of reading it, as far as each exists."""
    row = follow(workspace, file)
    if row.effective is None:
        return None, None, row.problems
    problems = list(row.problems)
    if not _ID.fullmatch(file.stem):
        message = f"{file.stem!r} cannot be a campaign's id."
        hint = "Name the file with lower-case letters, digits, - and _, such as winter-survey.yaml."
        name = workspace.name_of(file)
        problems.append(Problem(name, 1, 1, "file-name", "error", message, hint))
    given = {"id": "unnamed" if problems else file.stem}
    campaign, more = validate(row.effective, Campaign, given)
    problems += more
    return (None if problems else campaign), row.effective, problems


def template_problems(workspace: Workspace, file: Path) -> tuple[Source | None, list[Problem]]:
    """A template's effective document and what is wrong with what it holds; it need not hold all."""
    row = follow(workspace, file)
    if row.effective is None:
        return None, row.problems
    _, more = validate(row.effective, Campaign, {"id": "unnamed"}, template=True)
    return row.effective, row.problems + more


def files_of(workspace: Workspace, campaign_id: str) -> tuple[Path, ...]:
    """The campaign's file and those that it extends, nearest first, as far as they can be followed.

    Raises NotFoundError for an id that does not exist.
    """
    return follow(workspace, campaign_path(workspace, campaign_id)).files


def campaign_path(workspace: Workspace, campaign_id: str) -> Path:
    """The file of that campaign; raises NotFoundError, with the nearest name, if there is none.

    An id never leaves the campaigns' folder: it is a plain name.
    """
    file = workspace.campaign_file(campaign_id)
    if _ID.fullmatch(campaign_id) and file.is_file():
        return file
    shown = campaign_id if len(campaign_id) <= 64 else f"{campaign_id[:61]}..."
    hint = did_you_mean(
        campaign_id, workspace.campaign_ids(), "A campaign is a file in campaigns/."
    )
    raise NotFoundError(f"There is no campaign {shown}.", hint=hint, where="campaigns/")
