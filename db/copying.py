"""Copies what happened to people from one store into a fresh one, which may then go its own way."""

from typing import Any, Final

from sqlalchemy import Table, insert, select
from sqlmodel import Session, SQLModel

from db.session import Store
from db.tables import CampaignState

_BATCH: Final = 5_000
_tables = SQLModel.metadata.tables

_COPIED: Final = (
    *("content", "suppression", "campaign", "wave", "holdout", "contact", "attempt", "response"),
    *("answer", "follow_up", "grant_"),
)
"""Parents before those that refer to them."""


def copy_history(source: Store, target: Store, without: str) -> None:
    """Copy suppressions and all that campaigns did, but for one campaign of which nothing is taken.

    The copied campaigns stand still: their lists keep whom they hold, but nothing of theirs starts,
    and no call of theirs is on the line. `source` is only read.
    """
    with source.read() as old, target.write() as new:
        for name in _COPIED:
            _copy(old, new, _tables[name], without)


def _copy(old: Session, new: Session, table: Table, without: str) -> None:
    query = select(table)
    campaign = table.c.get("id" if table.name == "campaign" else "campaign_id")
    if campaign is not None:
        query = query.where(campaign != without)
    changed = _changed(table)
    for part in old.execute(query, execution_options={"yield_per": _BATCH}).mappings().partitions():
        new.connection().execute(insert(table), [{**row, **changed} for row in part])


def _changed(table: Table) -> dict[str, Any]:
    if table.name == "campaign":
        return {"state": CampaignState.FINISHED}
    return {"holds": None} if table.name == "attempt" else {}
