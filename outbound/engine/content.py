"""What a campaign will use, gathered whole and hashed: approvals name the hash, launch keeps the content."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import Workspace
from outbound.errors import NotFoundError
from outbound.script.environment import ScriptEnvironment


def content(workspace: Workspace, campaign_id: str) -> dict[str, Any]:
    """The campaign, the centre and every script that the campaign can reach, as plain JSON data.

    Raises ProblemsError for a file with problems, NotFoundError for a missing one.
    """
    campaign = load_campaign(workspace, campaign_id)
    names = {campaign.script, *(s.script for s in campaign.audience.segments if s.script)}
    names.update(offer.script for offer in campaign.offers)
    return {
        "campaign": campaign.model_dump(mode="json", by_alias=True),
        "centre": workspace.centre.model_dump(mode="json", by_alias=True),
        "scripts": _reachable(workspace.scripts_dir, names),
    }


def content_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _reachable(scripts: Path, names: set[str]) -> dict[str, str]:
    """The files of these scripts, in every language and mode, and all that they extend or include."""
    files = [
        path.relative_to(scripts).as_posix() for name in names for path in _files(scripts, name)
    ]
    return ScriptEnvironment.of_folder(scripts).reachable(files)


def _files(scripts: Path, name: str) -> list[Path]:
    files = sorted((scripts / name).glob("*.j2"))
    if not files:
        raise NotFoundError(
            f"No script named {name!r}.", where=str(scripts / name), hint="Run `outbound check`."
        )
    return files
