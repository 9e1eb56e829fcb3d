"""What changed in a campaign's files since it was signed or launched: which file, which keys, which lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, Literal

import yaml
from sqlmodel import Session, col, select

from db.tables import Approval, CampaignRow, Content
from outbound.campaign.workspace import CENTRE_FILE
from outbound.engine.campaigns.content import content
from outbound.engine.campaigns.keys import KeyChange, changed_keys
from outbound.engine.campaigns.soundness import on_disk
from outbound.engine.context import Engine
from outbound.errors import RefusedError

Kind = Literal["added", "changed", "removed"]
Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class FileChange:
    """One changed file: its name in the workspace, the keys whose meaning changed, the lines."""

    file: str
    kind: Kind
    keys: tuple[KeyChange, ...]  # none for scripts
    diff: str  # unified; of the centre's file only the parts that the campaign uses


def since_launch(engine: Engine, campaign_id: str) -> tuple[FileChange, ...]:
    """What the files say otherwise than what runs. Raises RefusedError for what was never launched."""
    with engine.store.read() as session:
        row = session.get(CampaignRow, campaign_id)
        kept = None if row is None else session.get_one(Content, row.content_hash).snapshot
    if kept is None:
        raise RefusedError(f"{campaign_id} is a draft.", hint=f"outbound launch {campaign_id}")
    return between(kept, content(on_disk(engine), campaign_id))


def since_signing(engine: Engine, campaign_id: str) -> tuple[FileChange, ...]:
    """What the files say otherwise than what was signed last. Raises RefusedError where nobody signed."""
    with engine.store.read() as session:
        kept = latest_signed(session, campaign_id)
    if kept is None:
        raise RefusedError(
            f"Nobody has signed {campaign_id}, so there is nothing to compare it with.",
            hint=f"outbound approve {campaign_id} --as DEPARTMENT",
        )
    return between(kept, content(on_disk(engine), campaign_id))


def latest_signed(session: Session, campaign_id: str) -> Snapshot | None:
    """The content under the campaign's latest signature, as far as it was kept."""
    return session.exec(
        select(Content.snapshot)
        .join(Approval, col(Approval.content_hash) == Content.hash)
        .where(Approval.campaign_id == campaign_id)
        .order_by(col(Approval.at).desc(), col(Approval.id).desc())
        .limit(1)
    ).first()


def between(old: Snapshot, new: Snapshot) -> tuple[FileChange, ...]:
    """The files in which two contents of one campaign differ, by name; none where they mean the same."""
    return tuple(sorted([*_campaign(old, new), *_centre(old, new), *_scripts(old, new)], key=_name))


def _campaign(old: Snapshot, new: Snapshot) -> Iterable[FileChange]:
    """The campaign's file and those that it extends: those whose text changed along with the meaning."""
    keys = changed_keys(old["campaign"], new["campaign"])
    if not keys:
        return []
    before, after = old.get("sources", {}), new.get("sources", {})
    files = [file for file in {**after, **before} if before.get(file) != after.get(file)]
    if not before or not files:  # only the meaning is known
        file = f"campaigns/{new['campaign']['id']}.yaml"
        return [_file(file, _written(old["campaign"]), _written(new["campaign"]), keys)]
    return [
        _file(file, before.get(file), after.get(file), _within(keys, before.get(file), after.get(file)))
        for file in files
    ]  # fmt: skip


def _within(
    keys: tuple[KeyChange, ...], before: str | None, after: str | None
) -> tuple[KeyChange, ...]:
    """Of the changed keys those that this file wrote, or writes, otherwise."""
    own = [each.key for each in changed_keys(_read(before), _read(after))]
    return tuple(k for k in keys if any(k.key.startswith(o) or o.startswith(k.key) for o in own))


def _centre(old: Snapshot, new: Snapshot) -> Iterable[FileChange]:
    keys = changed_keys(old["centre"], new["centre"])
    if keys:
        yield _file(CENTRE_FILE, _written(old["centre"]), _written(new["centre"]), keys)


def _scripts(old: Snapshot, new: Snapshot) -> Iterable[FileChange]:
    before, after = old["scripts"], new["scripts"]
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield _file(f"scripts/{name}", before.get(name), after.get(name), ())


def _file(
    file: str, before: str | None, after: str | None, keys: tuple[KeyChange, ...]
) -> FileChange:
    kind: Kind = "added" if before is None else "removed" if after is None else "changed"
    lines = unified_diff(
        (before or "").splitlines(), (after or "").splitlines(), f"{file} before", f"{file} now", lineterm=""
    )  # fmt: skip
    return FileChange(file, kind, keys, "".join(f"{line}\n" for line in lines))


def _written(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def _read(text: str | None) -> Any:
    """The file's keys and values as plain texts; the loader that knows no tags runs nothing."""
    return yaml.load(text, Loader=yaml.BaseLoader) if text else {}


def _name(change: FileChange) -> str:
    return change.file
