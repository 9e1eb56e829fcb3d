"""Keeps a rehearsal as a case file, once it has been read back and replayed without a difference."""

import re
from pathlib import Path
from typing import Final

from outbound.campaign.workspace import Workspace
from outbound.errors import InputError, NotFoundError, ProblemsError, RefusedError, UsageError
from outbound.expression.hint import did_you_mean
from outbound.rehearsal.case_file import CaseFile, case_of, folder_of, read_case
from outbound.rehearsal.document import text
from outbound.rehearsal.nouns import Case
from outbound.rehearsal.replay import replay
from outbound.rehearsal.stage import Stage

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def case_path(workspace: Workspace, campaign_id: str, name: str) -> Path:
    """Where a case of that name lies. Raises UsageError for a name that is none."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be a case's name.",
            hint="Use lower-case letters, digits, - and _, such as vip-low-score-zh.",
        )
    return folder_of(workspace, campaign_id) / f"{name}.yaml"


def may_record(path: Path, *, again: bool) -> None:
    """Raises RefusedError where a case of that name is kept and nobody asked to replace it."""
    if path.exists() and not again:
        raise RefusedError(
            "A case of this name is recorded already.",
            where=str(path),
            hint="Choose another name, or replace it with --again.",
        )


def record_case(case: Case, stage: Stage, path: Path) -> None:
    """Write the case. Raises InputError where it would not replay as it was, and writes nothing then."""
    body = text(case)
    read, problems = case_of(body, path.name)
    if read is None:
        told = str(problems[0]) if problems else "it cannot be read back"
        raise InputError(f"The rehearsal cannot be kept: {told}.", where=str(path))
    differences = replay(read, stage.campaign, stage.centre, stage.environment)
    if differences:
        raise InputError(
            f"The rehearsal does not replay as it was: {differences[0].message}",
            where=str(path),
            hint="Somebody may be changing the scripts; try again.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, encoding="utf-8", newline="\n")


def recorded(workspace: Workspace, campaign_id: str, name: str) -> CaseFile:
    """A recorded case by its name. Raises NotFoundError with the nearest, ProblemsError."""
    path = case_path(workspace, campaign_id, name)
    if not path.is_file():
        known = sorted(file.stem for file in path.parent.glob("*.yaml"))
        hint = did_you_mean(name, known, f"Recorded: {', '.join(known) or 'none'}.")
        raise NotFoundError(f"{campaign_id} has no case {name}.", hint=hint, where=str(path.parent))
    case, problems = read_case(path, workspace.name_of(path))
    if case is None:
        raise ProblemsError(problems, where=workspace.name_of(path))
    return case
