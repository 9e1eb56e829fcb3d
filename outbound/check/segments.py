"""Segments: the first that matches wins, so an earlier one may leave nobody for a later one."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

from outbound.campaign.problems import Problem
from outbound.check.expressions import parsed
from outbound.check.subject import Subject
from outbound.expression.implication import Known, entails, never_holds
from outbound.expression.tree import Binary, Node

_SEGMENTS = ("audience", "segments")
_HINT = "Move it up, narrow the earlier one, or leave it out."


def unreachable_segments(subject: Subject) -> Iterator[Problem]:
    """Only the last segment may go without a condition."""
    for index, segment in list(_segments(subject))[:-1]:
        if segment.get("where") is None:
            message = f"{segment.get('name')} takes everybody, so no later segment gets anyone."
            hint = "Give it a where, or move it to the end."
            yield subject.at((*_SEGMENTS, index), "segment-never", message, hint)


def swallowed_segments(subject: Subject) -> Iterator[Problem]:
    """No segment is without anybody: impossible in this audience, or swallowed by earlier ones."""
    known = Known(subject.world.columns)
    where = _condition(subject.text("audience", "where"))
    if where is not None and never_holds(where, known):
        return  # `audience_certainties` tells
    earlier: list[tuple[str, Node]] = []
    for index, segment in _segments(subject):
        trail = (*_SEGMENTS, index, "where")
        own = _condition(subject.text(*trail))
        if own is None:
            continue
        name, given = str(segment.get("name")), (own,) if where is None else (own, where)
        if never_holds(own, known):
            yield subject.at(trail, "never-holds", f"{name} gets nobody: this is never true.")
        elif never_holds(own, known, given[1:]):
            message = f"{name} gets nobody: where leaves none of them in the audience."
            yield subject.at(trail, "segment-never", message, "Compare it with audience.where.")
        elif taker := _taker(given, earlier, known):
            message = f"{name} gets nobody: {taker} takes all of them before."
            yield subject.at(trail, "segment-never", message, _HINT)
        earlier.append((name, own))


def _taker(given: tuple[Node, ...], earlier: list[tuple[str, Node]], known: Known) -> str:
    """The earlier segment, or segments together, into which everybody falls; '' for none."""
    for name, condition in earlier:
        if entails(given, condition, known):
            return name
    if len(earlier) < 2:
        return ""
    together = reduce(lambda a, b: Binary("or", a, b, 0), (node for _, node in earlier))
    names = " and ".join(name for name, _ in earlier)
    return names if entails(given, together, known) else ""


def _segments(subject: Subject) -> Iterator[tuple[int, dict[str, Any]]]:
    found = subject.source.get(*_SEGMENTS)
    for index, segment in enumerate(found if isinstance(found, list) else ()):
        if isinstance(segment, dict):
            yield index, segment


def _condition(text: str | None) -> Node | None:
    expression = parsed(text) if text is not None else None
    return expression.root if expression else None
