"""A file that extends another: the row of files followed, and merged into one document.

The rule: mappings merge key by key, everything else (texts, numbers, lists) is replaced whole, and
`null` removes an inherited key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outbound.campaign.composer import Mark
from outbound.campaign.problems import Problem
from outbound.campaign.reading import not_a_mapping
from outbound.campaign.schema import MAX_FILES
from outbound.campaign.source import Source, Trail, read_source
from outbound.campaign.workspace import Workspace
from outbound.expression.hint import did_you_mean


@dataclass(frozen=True)
class Row:
    """The files that extend each other, the one that was asked for first, and what is wrong with them.

    `effective` is all of them merged, None where not even the first can be read.
    """

    files: tuple[Path, ...]
    effective: Source | None
    problems: list[Problem]


def follow(workspace: Workspace, file: Path, before: tuple[Path, ...] = ()) -> Row:
    """The file and all that it extends, merged; `before` are the files that led here."""
    source, problems = _read(workspace, file)
    if source is None or source.get("extends") is None:
        return Row((file,), source, problems)
    target, refused = _target(workspace, source, (*before, file))
    if target is None:
        return Row((file,), replace(source, whole=False), problems + refused)
    row = follow(workspace, target, (*before, file))
    if row.effective is None:
        merged = replace(source, whole=False)
    else:
        merged = extend(row.effective, source)
    return Row((file, *row.files), merged, problems + row.problems)


def _read(workspace: Workspace, file: Path) -> tuple[Source | None, list[Problem]]:
    source, problems = read_source(file, workspace.name_of(file))
    if source is None or isinstance(source.data, dict):
        return source, problems
    return None, [*problems, not_a_mapping(source)]


def _target(
    workspace: Workspace, source: Source, row: tuple[Path, ...]
) -> tuple[Path | None, list[Problem]]:
    """The file that `extends` names, or why it cannot be followed; `row` ends with the file itself."""
    name = source.written(("extends",))
    if name is None:
        return None, []  # a list or a mapping: the schema tells it

    def refused(code: str, message: str, hint: str) -> tuple[None, list[Problem]]:
        return None, [source.problem(source.position(("extends",)), code, message, hint)]

    known = workspace.extendable()
    target = known.get(name)
    if target is None:
        otherwise = "A template is a file in campaigns/templates/, a campaign one in campaigns/."
        others = [other for other, file in known.items() if file.absolute() != row[-1].absolute()]
        hint = did_you_mean(name, others, otherwise)
        return refused("unknown-extends", f"There is no template or campaign {name}.", hint)
    if target.absolute() in [file.absolute() for file in row]:
        names = " extends ".join([*(file.stem for file in row), target.stem])
        return refused("extends-circle", f"A circle: {names}.", "Let one of them extend nothing.")
    if len(row) == MAX_FILES:
        message = f"More than {MAX_FILES} files extend each other."
        return refused("extends-too-long", message, "Extend a file nearer to the start of the row.")
    return target, []


def extend(inherited: Source, own: Source) -> Source:
    """`own` laid over `inherited`: one document whose marks know the file that they stand in."""
    replaced: set[Trail] = {("extends",)}
    below = {key: value for key, value in inherited.data.items() if key != "extends"}
    data = _merged(below, own.data, (), replaced)
    return Source(
        own.file,
        {**inherited.texts, **own.texts},
        data,
        _left(inherited.values, replaced) | dict(own.values),
        _left(inherited.keys, replaced) | dict(own.keys),
        inherited.whole,
    )


def _merged(
    inherited: Mapping[str, Any], own: Mapping[str, Any], trail: Trail, replaced: set[Trail]
) -> dict[str, Any]:
    """The merged mapping; `replaced` gathers the places where something inherited ends."""
    merged = dict(inherited)
    for key, value in own.items():
        before, here = merged.get(key), (*trail, key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merged(before, value, here, replaced)
            continue
        replaced.add(here)
        if value is None and key in merged:
            del merged[key]  # its mark stays: a required key is missed where it was removed
        else:
            merged[key] = value
    return merged


def _left(marks: Mapping[Trail, Mark], replaced: set[Trail]) -> dict[Trail, Mark]:
    return {
        trail: mark
        for trail, mark in marks.items()
        if not any(trail[:length] in replaced for length in range(1, len(trail) + 1))
    }
