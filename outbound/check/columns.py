"""Columns that are named outside of expressions: the order, the quota cells."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.check.subject import Subject
from outbound.expression.hint import did_you_mean


def plain_columns(subject: Subject) -> Iterator[Problem]:
    """What the list is ordered by and what makes its cells are columns of the base."""
    for pattern in (("audience", "order", "*"), ("audience", "sample", "per", "*")):
        for trail, text in subject.texts(*pattern):
            name = text.removeprefix("-") if "order" in pattern else text
            if subject.world.columns_known and name not in subject.world.columns:
                hint = did_you_mean(name, subject.world.columns)
                offset = len(text) - len(name)
                message = f"There is no column {name}."
                yield subject.inside(trail, offset, "unknown-column", message, hint)
