"""Responses and their answers as scores read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, SQLModel

from db.tables import ResponseState
from outbound.campaign.schema import Mode

_tables = SQLModel.metadata.tables
_answer, _contact, _response = _tables["answer"].c, _tables["contact"].c, _tables["response"].c
_holdout, _wave = _tables["holdout"].c, _tables["wave"].c

COUNTED = (ResponseState.COMPLETE, ResponseState.PARTIAL)
"""The responses that enter scores; what is less than half answered does not."""


@dataclass(frozen=True)
class Responded:
    """One response and where its person belongs."""

    response: int
    campaign: str
    cell: str
    segment: str
    region: str
    language: str
    mode: Mode
    facts: dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """One current answer that is a number."""

    response: int
    campaign: str
    question: str
    number: float


@dataclass(frozen=True)
class CellSize:
    """One quota cell of a campaign: contacts that were called for, and those held out."""

    campaign: str
    cell: str
    released: int
    listed: int


def responded(session: Session, campaigns: Sequence[str]) -> Iterator[Responded]:
    """The responses that count, in the order in which they began."""
    rows = session.execute(
        select(
            _response.contact_id, _response.campaign_id, _contact.cell, _contact.segment, _contact.region,
            _contact.language, _response.mode, _contact.facts,
        )
        .join(_tables["contact"], _contact.id == _response.contact_id)
        .where(_response.campaign_id.in_(campaigns), _response.state.in_(COUNTED))
        .order_by(_response.started_at, _response.contact_id)
    )  # fmt: skip
    return (Responded(*row) for row in rows)


def answered(session: Session, campaigns: Sequence[str]) -> Iterator[Answered]:
    """Their current answers that are numbers."""
    rows = session.execute(
        select(_answer.contact_id, _answer.campaign_id, _answer.question, _answer.number)
        .join(_tables["response"], _response.contact_id == _answer.contact_id)
        .where(
            _answer.campaign_id.in_(campaigns), _answer.current.is_(True), _answer.number.is_not(None),
            _response.state.in_(COUNTED),
        )
        .order_by(_answer.id)
    )  # fmt: skip
    return (Answered(*row) for row in rows)


def cell_sizes(session: Session, campaigns: Sequence[str]) -> list[CellSize]:
    """How many contacts of each cell were called for; those in reserve were not."""
    called_for = func.sum(case((_contact.released, 1), else_=0))
    rows = session.execute(
        select(_contact.campaign_id, _contact.cell, called_for, func.count())
        .where(_contact.campaign_id.in_(campaigns))
        .group_by(_contact.campaign_id, _contact.cell)
        .order_by(_contact.campaign_id, _contact.cell)
    )
    return [CellSize(*row) for row in rows]


def held_out_by_cell(session: Session, campaigns: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many of each cell are held out."""
    rows = session.execute(
        select(_holdout.campaign_id, _holdout.cell, func.count())
        .where(_holdout.campaign_id.in_(campaigns))
        .group_by(_holdout.campaign_id, _holdout.cell)
    )
    return {(campaign, cell): count for campaign, cell, count in rows}


def available_by_cell(session: Session, campaigns: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many of each cell could be listed, over all waves."""
    found: dict[tuple[str, str], int] = {}
    for campaign, cells in session.execute(
        select(_wave.campaign_id, _wave.cells).where(_wave.campaign_id.in_(campaigns))
    ):
        for cell in cells:
            key = (campaign, "/".join(cell["cell"].values()))
            found[key] = found.get(key, 0) + cell["available"]
    return found
