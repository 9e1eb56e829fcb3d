"""Counts that pages and reports show, each one grouped question to the database."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, SQLModel

from db.tables import ContactState, Kind, ResponseState
from outbound.campaign.schema import Channel, Mode
from outbound.dialing.attempt import UNDER_WAY, State
from outbound.dialing.outcome import Outcome

_tables = SQLModel.metadata.tables
_attempt, _contact, _response = _tables["attempt"].c, _tables["contact"].c, _tables["response"].c
_wave = _tables["wave"].c

OPEN, WITHDRAWN = "open", "withdrawn"
"""What an attempt without an outcome counts as: not over yet, or one that never reached anybody."""


RINGS: Final = timedelta(hours=1)
"""A call is answered well within this from its reservation, or not at all."""


def _lately(since: datetime) -> list[ColumnElement[bool]]:
    """Attempts reserved since then; every state is named, so that a campaign's index leads to the latest."""
    return [_attempt.state.in_(State), _attempt.reserved_at >= since]


def contacts_by_state(session: Session, campaign_id: str) -> dict[str, int]:
    """How many contacts stand in each state."""
    return _grouped(session, _contact.state, _contact.campaign_id == campaign_id)


def attempts_by_outcome(
    session: Session, campaign_id: str, since: datetime | None = None
) -> dict[str, int]:
    """How many attempts ended in each outcome; they add up to all that were reserved."""
    where = [_attempt.campaign_id == campaign_id, _attempt.kind == Kind.CONTACT]
    if since is not None:
        where += _lately(since)
    rows = session.execute(
        select(_attempt.outcome, _attempt.state, func.count())
        .where(*where)
        .group_by(_attempt.outcome, _attempt.state)
    )
    counts: dict[str, int] = defaultdict(int)
    for outcome, state, count in rows:
        counts[_word(outcome, state)] += count
    return dict(counts)


def responses_by_state(session: Session, campaign_id: str) -> dict[str, int]:
    """How many responses are complete and partial; both words are always there."""
    found = _grouped(session, _response.state, _response.campaign_id == campaign_id)
    return {"complete": 0, "partial": 0} | {word: n for word, n in found.items() if word != "open"}


def placed_by_hour(
    session: Session, campaign_id: str, zone: ZoneInfo, outcomes: Collection[Outcome] | None = None
) -> dict[int, int]:
    """How many attempts were placed in each hour of the day by the clock of `zone`; of some outcomes, or all."""
    query = select(_attempt.placed_at).where(
        _attempt.campaign_id == campaign_id,
        _attempt.kind == Kind.CONTACT,
        _attempt.placed_at.is_not(None),
    )
    if outcomes is not None:
        query = query.where(_attempt.outcome.in_(outcomes))
    return dict(
        sorted(Counter(at.astimezone(zone).hour for (at,) in session.execute(query)).items())
    )


def open_lines(session: Session, campaign_id: str) -> dict[str, int]:
    """How many calls are on the line now, by state."""
    return _grouped(
        session, _attempt.state, _attempt.campaign_id == campaign_id, _attempt.channel == Channel.CALL,
        _attempt.state.in_(UNDER_WAY),
    )  # fmt: skip


def menu_calls(session: Session) -> int:
    """How many calls of the voice menu are on their way or talking, over all campaigns."""
    # A call holds its number until it ends: an index leads to those that do, past all messages.
    query = select(func.count()).where(_attempt.mode == Mode.VOICE, _attempt.holds > "")
    return int(session.execute(query).scalar_one())


def live_answers(session: Session, campaign_id: str, since: datetime) -> int:
    """Calls that a person answered since then."""
    query = select(func.count()).where(
        _attempt.campaign_id == campaign_id, *_lately(since - RINGS), _attempt.answered_at >= since,
        _attempt.machine.is_(False), _attempt.channel == Channel.CALL,
    )  # fmt: skip
    return int(session.execute(query).scalar_one())


def targets_by_cell(session: Session, campaign_id: str) -> dict[str, int]:
    """The completes wanted in each quota cell; a later wave's word replaces an earlier one's."""
    targets: dict[str, int] = {}
    waves = select(_wave.cells).where(_wave.campaign_id == campaign_id).order_by(_wave.moment)
    for (cells,) in session.execute(waves):
        for cell in cells:
            targets["/".join(cell["cell"].values())] = cell["target"] or 0
    return targets


def completes_by_cell(session: Session, campaign_id: str) -> dict[str, int]:
    """The complete responses in each quota cell."""
    rows = session.execute(
        select(_contact.cell, func.count())
        .join(_tables["response"], _response.contact_id == _contact.id)
        .where(_contact.campaign_id == campaign_id, _response.state == ResponseState.COMPLETE)
        .group_by(_contact.cell)
    )
    return {cell: int(count) for cell, count in rows}


def delivered_by_cell(session: Session, campaign_id: str) -> dict[str, int]:
    """The contacts of each quota cell who got the message of a campaign that asks nothing."""
    rows = session.execute(
        select(_contact.cell, func.count())
        .where(
            _contact.campaign_id == campaign_id,
            _contact.state == ContactState.CLOSED,
            _contact.outcome.in_((Outcome.COMPLETED, Outcome.DELIVERED)),
        )
        .group_by(_contact.cell)
    )
    return {cell: int(count) for cell, count in rows}


def states_by_cell(session: Session, campaign_id: str) -> Mapping[str, dict[ContactState, int]]:
    """How many contacts of each quota cell stand in each state; a reserve closed unused is left out."""
    rows = session.execute(
        select(_contact.cell, _contact.state, func.count())
        .where(
            _contact.campaign_id == campaign_id,
            or_(_contact.released, _contact.state == ContactState.UNRELEASED),
        )
        .group_by(_contact.cell, _contact.state)
    )
    states: dict[str, dict[ContactState, int]] = defaultdict(dict)
    for cell, state, count in rows:
        states[cell][state] = count
    return states


def _grouped(session: Session, column: Any, *where: ColumnElement[bool]) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(*where).group_by(column))
    return {key.value: count for key, count in rows}


def _word(outcome: Enum | None, state: State) -> str:
    if outcome is not None:
        return str(outcome.value)
    return WITHDRAWN if state is State.WITHDRAWN else OPEN
