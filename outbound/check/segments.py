"""Segments: the first that matches wins, so nothing may follow the one that takes everybody."""

from collections.abc import Iterator

from outbound.campaign.problems import Problem
from outbound.check.subject import Subject


def unreachable_segments(subject: Subject) -> Iterator[Problem]:
    """Only the last segment may go without a condition."""
    segments = subject.source.get("audience", "segments")
    if not isinstance(segments, list):
        return
    for index, segment in enumerate(segments[:-1]):
        if isinstance(segment, dict) and segment.get("where") is None:
            message = f"{segment.get('name')} takes everybody, so no later segment gets anyone."
            hint = "Give it a where, or move it to the end."
            yield subject.at(("audience", "segments", index), "segment-never", message, hint)
