"""Quota cells: a fixed allocation names the cells that its columns make."""

from collections.abc import Iterator

from outbound.audience.decision import NO_VALUE
from outbound.campaign.problems import Problem
from outbound.campaign.source import Trail
from outbound.check.subject import Subject
from outbound.expression.hint import did_you_mean

_SAMPLE = ("audience", "sample")


def allocated_cells(subject: Subject) -> Iterator[Problem]:
    """Each key has a value of the base for each column of `per`, joined by /."""
    per = [name for _, name in subject.texts(*_SAMPLE, "per", "*")]
    for trail, _ in subject.source.find(*_SAMPLE, "allocation", "*"):
        parts = str(trail[-1]).split("/")
        if len(parts) != len(per):
            named = "/".join(per) or "nothing"
            message = f"{trail[-1]} is no cell: cells are made by {named}."
            hint = f"Write {'/'.join(name.upper() for name in per)}." if per else "Give per."
            yield subject.at_key(trail, "unknown-cell", message, hint)
        else:
            yield from _unknown(subject, trail, parts, per)


def _unknown(subject: Subject, trail: Trail, parts: list[str], per: list[str]) -> Iterator[Problem]:
    profile = subject.world.profile
    for part, column in zip(parts, per, strict=True):
        known = profile.values(column) if profile else None
        if known is not None and part not in known | {NO_VALUE}:
            message = f"Nobody in the base has the {column} {part}."
            yield subject.at_key(trail, "unknown-cell", message, did_you_mean(part, known))
