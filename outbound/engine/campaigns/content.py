"""What a campaign will use, gathered whole and hashed: signatures name the hash, launch keeps the content.

The hash is the SHA-256 of the canonical JSON of three things: the effective campaign (its file and
all that it extends, read and validated), the parts of the centre's file that it uses, and every
script that it can reach. Comments, the order of keys and the rest of the centre's file are not in
it. The texts of the YAML files lie beside it, so that a later change can be shown line by line.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from db.tables import Content
from outbound.campaign.loader import campaign_path, campaign_problems
from outbound.campaign.workspace import CENTRE_FILE, Workspace
from outbound.engine.campaigns.centre_part import centre_part
from outbound.errors import NotFoundError, ProblemsError
from outbound.script.environment import ScriptEnvironment

HASHED: Final = ("campaign", "centre", "scripts")


def content(workspace: Workspace, campaign_id: str) -> dict[str, Any]:
    """The campaign, its part of the centre and every script that it can reach, as plain JSON data.

    Raises ProblemsError for a file with problems, NotFoundError for a missing one.
    """
    file = campaign_path(workspace, campaign_id)
    campaign, source, problems = campaign_problems(workspace, file)
    if campaign is None or source is None:
        raise ProblemsError(problems, where=workspace.name_of(file))
    names = {campaign.script, *(s.script for s in campaign.audience.segments if s.script)}
    names.update(offer.script for offer in campaign.offers)
    part = centre_part(workspace.centre, campaign)
    return {
        "campaign": campaign.model_dump(mode="json", by_alias=True),
        "centre": part.model_dump(mode="json", by_alias=True),
        "scripts": _reachable(workspace.scripts_dir, names),
        "sources": dict(source.texts),
    }


def content_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what is HASHED: keys sorted, no spaces, UTF-8."""
    meant = {part: snapshot[part] for part in HASHED}
    text = json.dumps(meant, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def keep(session: Session, snapshot: Mapping[str, Any]) -> str:
    """Store a content under its hash, which is returned; the same again only renews the texts beside it."""
    signature = content_hash(snapshot)
    session.merge(Content(hash=signature, snapshot=dict(snapshot)))
    session.flush()
    return signature


def files_of(snapshot: Mapping[str, Any]) -> frozenset[str]:
    """The names of the files that a content was gathered from."""
    scripts = (f"scripts/{name}" for name in snapshot["scripts"])
    return frozenset({CENTRE_FILE, *snapshot["sources"], *scripts})


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
