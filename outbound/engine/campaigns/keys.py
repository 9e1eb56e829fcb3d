"""Which keys of a document changed their meaning: dotted paths, with list items by their id or name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KeyChange:
    """One key whose value is another; None where it is absent."""

    key: str  # such as contact.hours, survey.questions[overall].ask.zh
    before: Any
    after: Any


def changed_keys(old: Any, new: Any) -> tuple[KeyChange, ...]:
    """The keys in which two documents differ, the deepest ones that tell them apart."""
    return tuple(_differing("", old, new))


def _differing(key: str, old: Any, new: Any) -> Iterator[KeyChange]:
    if old == new:
        return
    before, after = _entries(old), _entries(new)
    if before is None or after is None:
        yield KeyChange(key, old, new)
        return
    same = [name for name in before if name in after]
    if same != [name for name in after if name in before]:
        yield KeyChange(f"{key} (order)", list(before), list(after))
    for name in {**before, **after}:
        dot = "." if key and not name.startswith("[") else ""
        yield from _differing(f"{key}{dot}{name}", before.get(name), after.get(name))


def _entries(value: Any) -> dict[str, Any] | None:
    """A mapping's entries, or those of a list whose items have names of their own."""
    if isinstance(value, Mapping):
        return {str(name): entry for name, entry in value.items()}
    if not isinstance(value, list) or not value:
        return None
    names = [_own_name(item) for item in value]
    if None in names or len(set(names)) < len(names):
        return None
    return {f"[{name}]": item for name, item in zip(names, value, strict=True)}


def _own_name(item: Any) -> str | None:
    if not isinstance(item, Mapping):
        return None
    name = item.get("id", item.get("name"))
    return name if isinstance(name, str) else None
