"""The decision ledger: one line for each thing decided about a person, with its reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from db.session import before_commit
from db.tables import Contact, DecisionRow, Holdout, Wave
from outbound.audience.ledger import reason as reason_on_list
from outbound.audit.entries import DECISION
from outbound.campaign.workspace import Workspace
from outbound.engine.chain.writing import wrote

_decision = SQLModel.metadata.tables["decision"]
_LINES: Final = "lines of the ledger"
"""Where a session keeps them until it commits."""


@dataclass(frozen=True)
class Decided:
    """One decision about one person."""

    at: datetime
    campaign: str
    wave: str | None
    step: str
    result: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: the step of the path, its result, why, and until when it holds."""

    step: str
    result: str
    reason: str = ""
    until: datetime | None = None


def note(session: Session, contact: Contact, now: datetime, entry: Entry) -> None:
    """Append what was decided about a contact, in the transaction of the act itself.

    A transaction's lines are written all at once, when it commits; until then nobody reads them.
    """
    lines = session.info.get(_LINES)
    if lines is None:
        lines = session.info[_LINES] = []
        before_commit(session, _write)
    line = {
        "at": now, "subscriber_id": contact.subscriber_id, "campaign_id": contact.campaign_id,
        "wave_id": contact.wave_id, "contact_id": contact.id, **vars(entry),
    }  # fmt: skip
    lines.append(line)
    wrote(session, DECISION, line, number=contact.number)


def _write(session: Session) -> None:
    session.connection().execute(insert(_decision), session.info.pop(_LINES))


def decisions(
    session: Session, workspace: Workspace, subscriber: str, campaign: str | None = None
) -> list[Decided]:
    """All that was decided about a subscriber, oldest first: each wave's selection, then the ledger."""
    waves = select(Wave).order_by(col(Wave.moment))
    rows = (
        select(DecisionRow)
        .where(DecisionRow.subscriber_id == subscriber)
        .order_by(col(DecisionRow.at), col(DecisionRow.id))
    )
    if campaign is not None:
        waves = waves.where(Wave.campaign_id == campaign)
        rows = rows.where(DecisionRow.campaign_id == campaign)
    selected = [_selected(session, workspace, wave, subscriber) for wave in session.exec(waves)]
    made = [
        Decided(row.at, row.campaign_id, row.wave_id, row.step, row.result, row.reason, row.until)
        for row in session.exec(rows)
    ]
    return sorted([d for d in selected if d is not None] + made, key=lambda d: d.at)


def _selected(
    session: Session, workspace: Workspace, wave: Wave, subscriber: str
) -> Decided | None:
    contact = session.exec(
        select(Contact).where(Contact.wave_id == wave.id, Contact.subscriber_id == subscriber)
    ).first()
    at, name, where = wave.built_at, wave.campaign_id, wave.id
    if contact is not None:
        cell = f", quota cell {contact.cell}" if contact.cell else ""
        return Decided(
            at,
            name,
            where,
            "selected",
            "listed",
            f"segment {contact.segment}{cell}, place {contact.rank}",
        )
    if session.get(Holdout, (wave.id, subscriber)) is not None:
        return Decided(
            at, name, where, "selected", "held out", "in the group deliberately not contacted"
        )
    why = reason_on_list(workspace, wave.id, subscriber)
    return None if why is None else Decided(at, name, where, "selected", "not listed", why)
