"""From a document to its model: validates, and finds for each complaint where in the file it belongs."""

import copy
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from outbound.campaign.explain import explain
from outbound.campaign.outline import known_keys, told
from outbound.campaign.problems import Problem
from outbound.campaign.source import Source, Trail
from outbound.campaign.yaml_text import flow
from outbound.expression.hint import did_you_mean

Model = TypeVar("Model", bound=BaseModel)

_NOT_A_CONTAINER = {"string_type", "is_instance_of", "literal_error", "enum", "value_error"}
_NOT_A_SCALAR = {
    "dict_type",
    "mapping_type",
    "model_type",
    "tuple_type",
    "list_type",
    "is_instance_of",
}


@dataclass(frozen=True)
class _Complaint:
    """One of Pydantic's errors: the value it is about, and the alternative of a union it came from."""

    error: ErrorDetails
    trail: Trail
    fork: Trail | None  # where the union stands, if the error comes from inside one
    branch: str


def validate(
    source: Source, model: type[Model], given: dict[str, Any], template: bool = False
) -> tuple[Model | None, list[Problem]]:
    """The model that the document describes, or what keeps it from being one.

    `given` are values that stand outside the file, such as the campaign's id. A
    `template` lacks no key, save in a list's items: lists are replaced whole, so nobody adds it.
    """
    if not isinstance(source.data, dict):
        return None, [not_a_mapping(source)]
    strangers = [
        source.problem(
            source.key_position((key,)), "unknown-key", f"{key} is never written in the file."
        )
        for key in given
        if key in source.data
    ]
    data = source.data | given
    found = _try(model, data)
    if isinstance(found, ValidationError):
        complaints = _complaints(found.errors(), data)
        if rewritten := _as_written(source, data, complaints):
            found = _try(model, rewritten)
    if isinstance(found, ValidationError):
        chosen = _chosen(_complaints(found.errors(), data), data)
        if template or not source.whole:
            chosen = [c for c in chosen if not _may_come_later(c)]
        if not source.whole:  # a null may remove what is not seen here
            chosen = [c for c in chosen if c.error["input"] is not None]
        return None, strangers + [_problem(source, model, complaint) for complaint in chosen]
    return (None if strangers else found), strangers


def not_a_mapping(source: Source) -> Problem:
    """The problem of a document that is a list or a single text."""
    message = "The file must be a mapping of keys to values."
    return source.problem(source.start, "wrong-type", message)


def _try(model: type[Model], data: Any) -> Model | ValidationError:
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        return fault


def _as_written(source: Source, data: Any, complaints: Iterable[_Complaint]) -> Any:
    """The data with plain scalars as the file has them where text is wanted: `title: 2026`."""
    changed = None
    for complaint in complaints:
        text = source.written(complaint.trail)
        scalar = isinstance(complaint.error["input"], bool | int | float)
        if text is None or not scalar or complaint.error["type"] != "string_type":
            continue
        changed = copy.deepcopy(data) if changed is None else changed
        holder = changed
        for part in complaint.trail[:-1]:
            holder = holder[part]
        holder[complaint.trail[-1]] = text
    return changed


def _complaints(errors: Sequence[ErrorDetails], data: Any) -> list[_Complaint]:
    return [_placed(error, data) for error in errors]


def _placed(error: ErrorDetails, data: Any) -> _Complaint:
    """Follow the error's path through the data; parts that the data lacks name a union's branch."""
    value, trail = data, list[str | int]()
    fork: Trail | None = None
    branch = ""
    for part in error["loc"]:
        if _has(value, part):
            value = value[part]
            trail.append(part)
        elif fork is None and part != "[key]":
            fork, branch = tuple(trail), str(part)
    if error["type"] == "missing" and fork == tuple(trail) and branch == error["loc"][-1]:
        fork = None
    return _Complaint(error, tuple(trail), fork, branch)


def _has(value: Any, part: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value


def _chosen(complaints: Sequence[_Complaint], data: Any) -> list[_Complaint]:
    """Of a union's alternatives only what fits the kind of value given; one complaint per value."""
    kept: dict[tuple[Trail, str], _Complaint] = {}
    rivals = Counter(complaint.fork for complaint in complaints)
    unfit = Counter(complaint.fork for complaint in complaints if _unfit(complaint))
    for complaint in complaints:
        if _unfit(complaint) and unfit[complaint.fork] < rivals[complaint.fork]:
            continue
        if complaint.error["type"] == "too_short" and complaint.error["input"]:
            continue  # its items are at fault and have complaints of their own
        name = complaint.error["loc"][-1] if complaint.error["type"] == "missing" else ""
        kept.setdefault((complaint.trail, str(name)), complaint)
    return list(kept.values())


def _may_come_later(complaint: _Complaint) -> bool:
    inside_a_list = any(isinstance(part, int) for part in complaint.trail)
    return complaint.error["type"] == "missing" and not inside_a_list


def _unfit(complaint: _Complaint) -> bool:
    """Whether the alternative never wanted this kind of value at all."""
    if complaint.fork is None or complaint.trail != complaint.fork:
        return False
    value, kind = complaint.error["input"], complaint.error["type"]
    return kind in (_NOT_A_CONTAINER if isinstance(value, dict | list) else _NOT_A_SCALAR)


def _problem(source: Source, model: type[BaseModel], complaint: _Complaint) -> Problem:
    error, trail = complaint.error, complaint.trail
    if error["type"] == "missing":
        name = str(error["loc"][-1])
        at = source.key_position((*trail, name))  # where it was removed, or its parent's key
        hint = _taught(model, (*trail, name), "")
        return source.problem(at, "missing-key", f"{_named(trail)} lacks the key {name}.", hint)
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(str(trail[-1]), known_keys(model, trail[:-1]))
        message = f"{_named(trail[:-1])} has no key {trail[-1]}."
        return source.problem(source.key_position(trail), "unknown-key", message, hint)
    code, words, hint = explain(error)
    if "[key]" in error["loc"]:
        at = source.key_position(trail)
        return source.problem(at, code, f"The key {trail[-1]} {words}.", hint)
    inner = (*trail, *error.get("ctx", {}).get("at", ()))
    if code in ("wrong-type", "bad-value"):
        hint = _taught(model, inner, hint)
    return source.problem(source.position(inner), code, f"{_named(inner)} {words}.", hint)


def _taught(model: type[BaseModel], trail: Trail, hint: str) -> str:
    """The hint, what the key is for, and an example of it."""
    found = told(model, trail)
    if not found:
        return hint
    example = f"Example: {found['key']}: {flow(found['examples'][0])}"
    return " ".join(part for part in (hint, found["description"], example) if part)


def _named(trail: Trail) -> str:
    """What to call a value: its key, with its place in a list."""
    if not trail:
        return "The file"
    if isinstance(trail[-1], int):
        return f"Item {trail[-1] + 1} of {_named(trail[:-1])}"
    return str(trail[-1])
