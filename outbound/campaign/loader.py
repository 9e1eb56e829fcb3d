"""Loads campaigns: the file of an id, read, validated, or every problem that keeps it from use."""

import re
from pathlib import Path

from outbound.campaign.problems import Problem
from outbound.campaign.reading import validate
from outbound.campaign.schema import Campaign
from outbound.campaign.source import Source, read_source
from outbound.campaign.workspace import Workspace, load_centre
from outbound.errors import NotFoundError, ProblemsError
from outbound.expression.hint import did_you_mean

__all__ = ["campaign_problems", "load_campaign", "load_centre"]

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def load_campaign(workspace: Workspace, campaign_id: str) -> Campaign:
    """The campaign of that id, valid by its schema.

    Raises NotFoundError, with the nearest name, if there is none, and ProblemsError if its file
    has problems. An id never leaves the campaigns' folder: it is a plain name.
    """
    file = workspace.campaign_file(campaign_id)
    if not _ID.fullmatch(campaign_id) or not file.is_file():
        shown = campaign_id if len(campaign_id) <= 64 else f"{campaign_id[:61]}..."
        raise NotFoundError(
            f"There is no campaign {shown}.",
            hint=did_you_mean(
                campaign_id, workspace.campaign_ids(), "A campaign is a file in campaigns/."
            ),
            where="campaigns/",
        )
    campaign, _, problems = campaign_problems(workspace, file)
    if campaign is None:
        raise ProblemsError(problems, where=workspace.name_of(file))
    return campaign


def campaign_problems(
    workspace: Workspace, file: Path
) -> tuple[Campaign | None, Source | None, list[Problem]]:
    """The campaign in `file`, its document and the problems of reading it, as far as each exists."""
    name = workspace.name_of(file)
    source, problems = read_source(file, name)
    if source is None:
        return None, None, problems
    if not _ID.fullmatch(file.stem):
        message = f"{file.stem!r} cannot be a campaign's id."
        hint = "Name the file with lower-case letters, digits, - and _, such as winter-survey.yaml."
        problems = [*problems, Problem(name, 1, 1, "file-name", "error", message, hint)]
        _, more = validate(source, Campaign, {"id": "unnamed"})
        return None, source, problems + more
    campaign, more = validate(source, Campaign, {"id": file.stem})
    problems = problems + more
    return (None if problems else campaign), source, problems
