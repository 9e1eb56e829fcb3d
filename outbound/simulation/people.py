"""Whom a simulated campaign talks to: for everybody on its lists a simulated person, whoever they are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyarrow as pa

from outbound.audience.base import Base
from outbound.campaign.workspace import Workspace
from outbound.carrier.simulator.opinions import Subscriber
from outbound.engine.lists.listing import OnList

_PLAN: Final = "plan"
"""The column of the base that opinions depend on beside the ones that the centre's file names."""


class People(Mapping[str, Subscriber]):
    """Simulated people by number; they come as lists are built, so that a large base is never held whole."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._base: Base | None = None
        self._known: dict[str, Subscriber] = {}

    def __getitem__(self, number: str) -> Subscriber:
        return self._known[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, listed: Iterable[OnList]) -> None:
        """Let those on a list be somebody: what the base tells of them shapes them."""
        new = {one.subscriber: one for one in listed if one.number not in self._known}
        if not new:
            return
        self._base = self._base or Base.open(self._workspace)
        told = _of_base(self._base, list(new))
        for subscriber, one in new.items():
            tier, plan = told.get(subscriber, ("", ""))
            self._known[one.number] = Subscriber(one.number, one.language, one.region, tier, plan)


def _of_base(base: Base, subscribers: list[str]) -> dict[str, tuple[str, str]]:
    """The tier and the plan of each of these subscribers, empty where the base has no such column."""
    table, key = base.table, base.meaning.id
    wanted = base.given(pa.table({"wanted": pa.array(subscribers, pa.string())}))
    names = [name if name in base.columns else None for name in (base.meaning.tier, _PLAN)]
    columns = {"id": table[key].cast("string")}
    columns |= {f"column_{n}": table[name].cast("string") for n, name in enumerate(names) if name}
    mine = table.select(**columns)
    rows = base.fetch(mine.semi_join(wanted, mine["id"] == wanted["wanted"])).to_pylist()
    return {row["id"]: (row.get("column_0") or "", row.get("column_1") or "") for row in rows}
