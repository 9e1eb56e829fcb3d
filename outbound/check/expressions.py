"""Expressions about subscribers: the audience, its reasons, segments, offers, success."""

from collections.abc import Iterator
from functools import lru_cache

from outbound.campaign.problems import Problem
from outbound.campaign.source import Trail
from outbound.check.subject import Names, Subject
from outbound.expression.fault import ExpressionError
from outbound.expression.faults import faults
from outbound.expression.parse import parse
from outbound.expression.tree import Expression

_ABOUT_SUBSCRIBERS = (
    ("audience", "where"),
    ("audience", "unless", "*"),
    ("audience", "segments", "*", "where"),
    ("evaluate", "success"),
)


def audience_expressions(subject: Subject) -> Iterator[Problem]:
    """Expressions that select subscribers read the base's columns, history and events."""
    for pattern in _ABOUT_SUBSCRIBERS:
        for trail, text in subject.texts(*pattern):
            yield from expression_problems(subject, trail, text, subject.world.columns)


def expression_problems(
    subject: Subject, trail: Trail, text: str, names: Names
) -> Iterator[Problem]:
    """What is wrong with one expression that may read these names, each at its character."""
    for fault in _faults(text, names, subject.world.columns_known):
        yield subject.inside(trail, fault.offset, fault.code, f"{fault.message}.", fault.hint)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Expression | None:
    """The expression, read once for all checks; None where it has a fault, which one check tells."""
    try:
        return parse(text)
    except ExpressionError:
        return None


def _faults(text: str, names: Names, all_names_known: bool) -> list[ExpressionError]:
    expression = parsed(text)
    if expression is not None:
        return faults(expression, names, all_names_known=all_names_known)
    try:
        parse(text)
    except ExpressionError as fault:
        return [fault]
    return []
