"""Who holds a number by the base: consent is theirs alone."""

from collections import defaultdict
from collections.abc import Collection

from outbound.audience.base import Base
from outbound.engine.context import Engine
from outbound.errors import NotFoundError


class Holders:
    """The base's numbers, asked for many at a time; nobody holds any where there is no base."""

    def __init__(self, engine: Engine) -> None:
        try:
            self._base: Base | None = Base.open(engine.workspace)
        except NotFoundError:
            self._base = None

    def of(self, numbers: Collection[str]) -> dict[str, list[str]]:
        """The subscribers at each number, by id; numbers that nobody holds are absent."""
        base, found = self._base, defaultdict[str, list[str]](list)
        if base is None or not numbers:
            return {}
        meaning = base.meaning
        for column in (meaning.phone, *meaning.other_phones):
            asked = base.table.filter(base.table[column].isin(list(numbers)))
            named = asked.select(id=base.table[meaning.id], number=base.table[column])
            for row in base.fetch(named).to_pylist():
                found[row["number"]].append(str(row["id"]))
        return {number: sorted(set(ids)) for number, ids in found.items()}
