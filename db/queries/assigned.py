"""Who was assigned to what: called for, or held out, by the first wave that had them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session, SQLModel

_tables = SQLModel.metadata.tables
_contact, _holdout, _wave = _tables["contact"].c, _tables["holdout"].c, _tables["wave"].c


class Assigned(NamedTuple):
    """One person in a campaign's evaluation."""

    subscriber: str
    cell: str
    held_out: bool
    since: datetime  # the first wave's moment


def assigned(session: Session, campaign_id: str) -> Iterator[Assigned]:
    """Everyone called for, attempted or not, and everyone held out, each once.

    The holdout is by hash of the person, so nobody is in both over several waves.
    """
    waves = _tables["wave"]
    called_for = (
        select(_contact.subscriber_id, _contact.cell, literal(0).label("out"), _wave.moment)
        .join(waves, _wave.id == _contact.wave_id)
        .where(_contact.campaign_id == campaign_id, _contact.released)
    )
    held_out = (
        select(_holdout.subscriber_id, _holdout.cell, literal(1), _wave.moment)
        .join(waves, _wave.id == _holdout.wave_id)
        .where(_holdout.campaign_id == campaign_id)
    )
    every = union_all(called_for, held_out).subquery()
    first = func.min(every.c.moment)
    rows = session.execute(
        select(every.c.subscriber_id, func.min(every.c.cell), every.c.out, first)
        .group_by(every.c.subscriber_id, every.c.out)
        .order_by(every.c.subscriber_id)
    )
    return (Assigned(who, cell, bool(out), since) for who, cell, out, since in rows)


def arms(session: Session, campaign_id: str) -> tuple[int, int]:
    """Of the first wave: those held out, and those who might as well have been.

    Later waves say nothing of the assignment: those contacted leave the audience, the holdout stays.
    """
    first = session.execute(
        select(_wave.held_out, _wave.listed, _wave.cells)
        .where(_wave.campaign_id == campaign_id)
        .order_by(_wave.moment)
        .limit(1)
    ).one_or_none()
    if first is None:
        return 0, 0
    return first.held_out, sum(cell["available"] for cell in first.cells) or first.listed
