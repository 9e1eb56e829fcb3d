"""Names what is odd: rows that were changed, taken out or put in, each with what it says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from outbound.audit.entries import ALSO
from outbound.audit.verification import Finding

NAMES: Final[Mapping[str, str]] = {
    "decision": "the decisions", "suppression": "the suppressions", "campaign_event": "the campaigns' steps",
    "answer": "the answers", "grant_": "the grants", "wave": "the waves",
}  # fmt: skip
ALIKE: Final = 0.5
"""A row is the changed one of a link if so much of it is still the same."""

PAIRED: Final = 200
"""Among how many odd rows the changed ones are told from those put in and those taken out."""


@dataclass(frozen=True)
class Odd:
    """A row that stands in no link, or an entry that no row fits: where it is, and what it says."""

    where: Any
    made: Mapping[str, Any]


def odd_rows(kind: str, missing: Sequence[Odd], loose: Sequence[Odd]) -> Iterator[Finding]:
    """A finding for each: an entry and a row that are much alike are one row that was changed."""
    left = list(loose)
    for told in missing:
        now = max(left[:PAIRED], key=lambda odd: _alike(told.made, odd.made), default=None)
        if now is not None and _alike(told.made, now.made) >= ALIKE:
            left.remove(now)
            fields = differing(told.made, now.made)
            yield Finding("row-changed", told.where, f"Row {now.where} of {NAMES[kind]} is not what link {told.where} tells: {fields} differs.")  # fmt: skip
        else:
            yield Finding("row-removed", told.where, f"Among {NAMES[kind]} there is no row any more for what link {told.where} tells: {_said(told.made)}.")  # fmt: skip
    for odd in left:
        yield Finding("row-inserted", None, f"Row {odd.where} of {NAMES[kind]} stands in no link: {_said(odd.made)}. It was put in, or its link was touched.")  # fmt: skip


def differing(told: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The names of what is not the same."""
    names = sorted({*told, *now} - {ALSO})
    return ", ".join(name for name in names if told.get(name) != now.get(name)) or "something"


def _alike(told: Mapping[str, Any], now: Mapping[str, Any]) -> float:
    names = {*told, *now} - {ALSO, "kind"}
    same = [name for name in names if told.get(name) == now.get(name)]
    return len(same) / max(1, len(names))


def _said(made: Mapping[str, Any]) -> str:
    """What an entry says, without what it hides."""
    shown = ("campaign_id", "step", "event", "result", "scope", "question", "offer", "id", "at", "recorded_at")  # fmt: skip
    return ", ".join(f"{name} {made[name]}" for name in shown if name in made) or "nothing readable"
