"""What checks ask of a base beyond its columns: how long its values are, which there are, shared numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol


class BaseProfile(Protocol):
    """Answers about the base as it stands; each is looked up once, when it is first asked for."""

    @property
    def shared_numbers(self) -> int:
        """How many numbers stand in several rows."""

    def longest(self, columns: Collection[str]) -> Mapping[str, object]:
        """For each of these columns the value that takes the most room; none for one without values."""

    def values(self, column: str) -> frozenset[str] | None:
        """The column's values as text; None where there are too many to list."""


@dataclass(frozen=True)
class KnownProfile:
    """Answers that are known beforehand."""

    shared_numbers: int = 0
    longest_values: Mapping[str, object] = field(default_factory=dict)
    all_values: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def longest(self, columns: Collection[str]) -> Mapping[str, object]:
        """Those of the columns that are known."""
        return {name: self.longest_values[name] for name in columns if name in self.longest_values}

    def values(self, column: str) -> frozenset[str] | None:
        """The column's values, if they are known."""
        return self.all_values.get(column)
