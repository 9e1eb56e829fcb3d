"""How attempts of earlier campaigns ended, and how long completed talks took."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from db.tables import Kind
from outbound.campaign.schema import Mode, Purpose
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome

_tables = SQLModel.metadata.tables
_attempt, _campaign = _tables["attempt"].c, _tables["campaign"].c
_ENOUGH = 20
_LATEST = 500


def outcomes_by_mode(session: Session, purpose: Purpose) -> Mapping[Mode, dict[Outcome, int]]:
    """How the attempts of all campaigns of a purpose ended, by how the questionnaire was asked."""
    rows = session.execute(
        select(_attempt.mode, _attempt.outcome, func.count())
        .join(_tables["campaign"], _campaign.id == _attempt.campaign_id)
        .where(
            _campaign.purpose == purpose.value,
            _attempt.kind == Kind.CONTACT,
            _attempt.outcome.is_not(None),
        )
        .group_by(_attempt.mode, _attempt.outcome)
    )
    found: dict[Mode, dict[Outcome, int]] = {}
    for mode, outcome, count in rows:
        found.setdefault(mode, {})[outcome] = int(count)
    return found


def talk_seconds(session: Session, campaign_id: str, mode: Mode) -> float | None:
    """The mean of a campaign's latest completed talks; None while there are too few."""
    rows = session.execute(
        select(_attempt.answered_at, _attempt.ended_at)
        .where(
            _attempt.campaign_id == campaign_id,
            _attempt.state == State.ENDED,  # an index leads from here to the latest
            _attempt.mode == mode,
            _attempt.outcome == Outcome.COMPLETED,
            _attempt.answered_at.is_not(None),
            _attempt.ended_at.is_not(None),
        )
        .order_by(_attempt.reserved_at.desc())
        .limit(_LATEST)
    ).all()
    if len(rows) < _ENOUGH:
        return None
    whole = sum((ended - answered for answered, ended in rows), timedelta())
    return whole.total_seconds() / len(rows)
