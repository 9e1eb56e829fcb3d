"""A new campaign begun from one that was: its text, dated anew, and the scripts it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from outbound.campaign.loader import campaign_path
from outbound.campaign.source import Source, read_yaml
from outbound.campaign.values import Identifier
from outbound.campaign.workspace import Workspace
from outbound.engine.context import Engine
from outbound.engine.library.filing import launched_content
from outbound.errors import InputError, NotFoundError, RefusedError

_ID = TypeAdapter(Identifier)


@dataclass(frozen=True)
class Begun:
    """What was written, and which scripts are otherwise in the workspace than when the old one ran."""

    campaign: str
    written: tuple[str, ...]
    newer_scripts: tuple[str, ...]


def begin_from(engine: Engine, source_id: str, campaign_id: str, today: date) -> Begun:
    """Write campaigns/CAMPAIGN.yaml from what a launched campaign ran on, or from a file of the workspace.

    The dates begin today and last as long as they did. Scripts that the workspace lacks are written
    as they were; those it has are left as they are. Raises RefusedError where the file exists,
    InputError for a bad id, NotFoundError where there is nothing to begin from.
    """
    place = engine.workspace
    target = place.campaign_file(_id(campaign_id))
    if target.exists():
        raise RefusedError(f"There is a campaign {campaign_id} already.", hint="Choose another id.")
    text, scripts = _material(engine, source_id)
    written = [_write(place, target, f"# Begun from {source_id}.\n{_dated(text, today)}")]
    newer = []
    for name, words in scripts.items():
        file = place.scripts_dir / name
        if not file.exists():
            written.append(_write(place, file, words))
        elif file.read_text(encoding="utf-8") != words:
            newer.append(f"scripts/{name}")
    return Begun(campaign_id, tuple(written), tuple(newer))


def _id(text: str) -> str:
    try:
        return _ID.validate_python(text)
    except ValidationError as fault:
        raise InputError(
            f"{text!r} cannot be a campaign's id.",
            hint="Use lower-case letters, digits, - and _, such as winter-survey.",
        ) from fault


def _material(engine: Engine, source_id: str) -> tuple[str, Mapping[str, str]]:
    """The YAML to begin from, and the scripts that belong to it."""
    place = engine.workspace
    try:
        content = launched_content(engine, source_id)
    except NotFoundError as unknown:
        if source_id not in place.campaign_ids():
            raise unknown
        return campaign_path(place, source_id).read_text(encoding="utf-8"), {}
    return _text(place, source_id, content), content["scripts"]


def _text(place: Workspace, source_id: str, content: Mapping[str, Any]) -> str:
    """The author's own text where all that it extends is still the same, else the effective campaign."""
    sources: Mapping[str, str] = content.get("sources", {})
    own = f"campaigns/{source_id}.yaml"
    extended = [name for name in sources if name != own]
    if own in sources and all(_same(place.path / name, sources[name]) for name in extended):
        return sources[own]
    campaign = {key: value for key, value in content["campaign"].items() if key != "id"}
    return yaml.safe_dump(
        _without_nothing(campaign), allow_unicode=True, sort_keys=False, width=100
    )


def _same(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text


def _without_nothing(value: Any) -> Any:
    """Data without keys that say nothing, as an author would write it."""
    match value:
        case dict():
            kept = {key: _without_nothing(inner) for key, inner in value.items()}
            return {key: inner for key, inner in kept.items() if inner not in (None, [], {})}
        case list():
            return [_without_nothing(item) for item in value]
        case _:
            return value


def _dated(text: str, today: date) -> str:
    """The text with its dates moved to begin today; as it is where it inherits them."""
    source = read_yaml(text, "campaign")
    first, last = _date(source, "from"), _date(source, "until")
    if first is None or last is None:
        return text
    moved = {"from": today, "until": today + max(timedelta(0), last - first)}
    places = sorted(((source.values["schedule", key], day) for key, day in moved.items()), key=lambda p: -p[0].start)  # fmt: skip
    for mark, day in places:  # from the end, so that what stands before keeps its place
        text = f"{text[: mark.start]}{day.isoformat()}{text[mark.end :]}"
    return text


def _date(source: Source, key: str) -> date | None:
    written = source.written(("schedule", key))
    return None if written is None else date.fromisoformat(written)


def _write(place: Workspace, file: Path, text: str) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as failure:
        raise InputError(
            f"{file.name} cannot be written: {failure.strerror}.", where=str(file.parent)
        ) from failure
    return place.name_of(file)
