"""What a campaign will use, gathered whole and hashed: approvals name the hash, launch keeps the content."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, meta

from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import Workspace
from outbound.errors import InputError, NotFoundError


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
        "scripts": dict(sorted(_reachable(workspace.scripts_dir, names).items())),
    }


def content_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _reachable(scripts: Path, names: set[str]) -> dict[str, str]:
    syntax = Environment(autoescape=False)  # only parsed here, never rendered
    found: dict[str, str] = {}
    queue = [path for name in names for path in _files(scripts, name)]
    while queue:
        path = queue.pop()
        key = path.relative_to(scripts).as_posix()
        if key in found:
            continue
        found[key] = _read(path)
        queue.extend(scripts / name for name in _mentioned(syntax, found[key], key))
    return found


def _files(scripts: Path, name: str) -> list[Path]:
    folder = scripts / name
    files = (
        sorted(folder.glob("*.j2"))
        if folder.is_dir()
        else sorted(folder.parent.glob(f"{folder.name}*.j2"))
    )
    if not files:
        raise NotFoundError(
            f"No script named {name!r}.", where=str(folder), hint="Run `outbound check`."
        )
    return files


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise InputError(f"The script cannot be read: {failure}.", where=str(path)) from failure


def _mentioned(syntax: Environment, text: str, key: str) -> set[str]:
    """The templates that this one extends or includes; its own tags are skipped over as text."""
    plain = text.replace("{% objection", "{# objection").replace("{% endobjection %}", "")
    try:
        return {name for name in meta.find_referenced_templates(syntax.parse(plain)) if name}
    except TemplateSyntaxError as failure:
        raise InputError(f"{failure.message}", where=f"scripts/{key}:{failure.lineno}") from failure
