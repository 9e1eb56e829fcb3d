"""Keys that the campaign file has and the engine does not act on yet, each with what happens instead."""

from collections.abc import Iterator
from dataclasses import dataclass

from outbound.campaign.problems import Problem
from outbound.check.subject import Subject


@dataclass(frozen=True)
class Unacted:
    """A key, the values that have no effect yet (none named: any), and what happens instead."""

    pattern: tuple[str, ...]
    values: frozenset[str]
    instead: str


_PACING = ("contact", "channels", "*", "call", "pacing")

UNACTED = (
    Unacted(_PACING, frozenset({"power", "predictive"}), "calls are paced progressively"),
    Unacted(_PACING, frozenset({"preview"}), "calls are paced progressively, without a preview"),
    Unacted(
        ("survey", "questions", "*", "modes", "*"),
        frozenset({"web"}),
        "nobody is asked on the web, only in the other modes",
    ),
)


def not_yet_acted_on(subject: Subject) -> Iterator[Problem]:
    """Say once per campaign of each such key that it has no effect yet."""
    for entry in UNACTED:
        for trail, value in subject.source.find(*entry.pattern):
            if not entry.values or (isinstance(value, str) and value in entry.values):
                name = next(str(part) for part in reversed(trail) if isinstance(part, str))
                shown = f"{name}: {value}" if entry.values else name
                message = f"{shown} is not acted on yet: {entry.instead}."
                yield subject.at(trail, "not-yet-acted-on", message, severity="warning")
                break
