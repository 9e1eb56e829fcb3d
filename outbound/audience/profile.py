"""What a base holds, column by column: the values that take the most room, and which there are."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Final

from outbound.audience.base import Base
from outbound.audience.snapshots import current
from outbound.campaign.workspace import Workspace
from outbound.errors import NotFoundError, ProblemsError
from outbound.expression.tree import Type

MOST_VALUES: Final = 1_000


class Profile:
    """Answers about one base, each looked up when first asked for. One thread uses it at a time."""

    def __init__(self, workspace: Workspace, base: Base) -> None:
        self._workspace = workspace
        self._base = base
        self._longest: dict[str, object] = {}
        self._values: dict[str, frozenset[str] | None] = {}

    @cached_property
    def shared_numbers(self) -> int:
        """How many numbers stand in several rows, as the import counted; 0 where nobody counted."""
        try:
            return current(self._workspace.base_dir).about.shared_numbers
        except NotFoundError:
            return 0  # a base elsewhere, that was never imported

    def longest(self, columns: Collection[str]) -> Mapping[str, object]:
        """For each of these columns the value that takes the most room; none for one without values."""
        new = [c for c in dict.fromkeys(columns) if c in self._base.columns.keys() - self._longest]
        if new:
            wanted = {name: _longest(self._base.table[name]) for name in new}
            self._longest |= self._base.fetch(self._base.table.aggregate(**wanted)).to_pylist()[0]
        found = ((name, self._longest.get(name)) for name in columns)
        return {name: value for name, value in found if value is not None}

    def values(self, column: str) -> frozenset[str] | None:
        """The column's values as text; None where there are too many to list, or no such column."""
        if column not in self._base.columns:
            return None
        if column not in self._values:
            self._values[column] = self._distinct(column)
        return self._values[column]

    def _distinct(self, column: str) -> frozenset[str] | None:
        chosen = self._base.table.select(value=self._base.table[column].cast("string"))
        found = self._base.fetch(chosen.distinct().limit(MOST_VALUES + 1))["value"].to_pylist()
        return None if len(found) > MOST_VALUES else frozenset(v for v in found if v is not None)


def known_base(workspace: Workspace) -> tuple[Mapping[str, Type] | None, Profile | None]:
    """The base's columns and profile, for checks; none of either where there is no base to ask.

    That is before the first import, and with a centre's file that the check itself will tell of.
    Raises InputError where the base lies elsewhere and cannot be reached.
    """
    try:
        base = Base.open(workspace)
    except (NotFoundError, ProblemsError):
        return None, None
    return base.columns, Profile(workspace, base)


def _longest(column: Any) -> Any:
    return column.argmax(column.cast("string").length())
