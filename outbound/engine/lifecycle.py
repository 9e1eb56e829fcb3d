"""A campaign's life as one total table: what may happen to it in each state, and what follows."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Final

from sqlmodel import Session, col, select

from db.tables import (
    Approval,
    Attempt,
    CampaignRow,
    CampaignState,
    Contact,
    ContactState,
    Content,
    Kind,
)
from outbound.campaign.loader import load_campaign
from outbound.campaign.workspace import Workspace
from outbound.dialing.attempt import OVER, State
from outbound.engine.content import content, content_hash
from outbound.engine.context import Engine
from outbound.engine.reserve import close
from outbound.engine.schedule import window
from outbound.engine.withdrawal import take_back
from outbound.errors import RefusedError


class Step(Enum):
    """What can be done to a campaign, by a person or by the engine."""

    APPROVE = "approve"
    CHANGE = "change"
    LAUNCH = "launch"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    SPEND = "spend"  # its time, its goal or its list is used up
    SETTLE = "settle"  # nothing is open any more


S = CampaignState
TRANSITIONS: Final[Mapping[tuple[CampaignState, Step], CampaignState]] = {
    (S.DRAFT, Step.APPROVE): S.APPROVED,
    (S.APPROVED, Step.CHANGE): S.DRAFT,
    (S.APPROVED, Step.LAUNCH): S.RUNNING,
    (S.RUNNING, Step.PAUSE): S.PAUSED,
    (S.PAUSED, Step.RESUME): S.RUNNING,
    (S.RUNNING, Step.SPEND): S.FINISHING,
    (S.PAUSED, Step.SPEND): S.FINISHING,
    (S.RUNNING, Step.STOP): S.STOPPING,
    (S.PAUSED, Step.STOP): S.STOPPING,
    (S.FINISHING, Step.STOP): S.STOPPING,
    (S.FINISHING, Step.SETTLE): S.FINISHED,
    (S.STOPPING, Step.SETTLE): S.STOPPED,
}
"""All that is allowed; whatever is missing is refused, naming the present state."""

STOPPED: Final = "campaign stopped"


def moved(state: CampaignState, step: Step, campaign: str) -> CampaignState:
    """The state that the step leads to. Raises RefusedError where the table has no such row."""
    target = TRANSITIONS.get((state, step))
    if target is None:
        allowed = sorted(
            s.value for (f, s) in TRANSITIONS if f is state and s not in (Step.SPEND, Step.SETTLE)
        )
        raise RefusedError(
            f"Cannot {step.value} {campaign}: it is {state.value}.",
            hint=f"From here one may {' or '.join(allowed)}."
            if allowed
            else "Nothing more can be done to it.",
        )
    return target


def approve(engine: Engine, campaign_id: str, department: str, by: str) -> str:
    """Sign the present content for a department; returns the content hash.

    Raises RefusedError for a department that the campaign does not ask.
    """
    snapshot = content(engine.workspace, campaign_id)
    wanted = snapshot["campaign"]["approvals"]
    if department not in wanted:
        raise RefusedError(
            f"{campaign_id} does not ask {department} to approve it.",
            hint=f"It asks {', '.join(wanted)}." if wanted else "It asks nobody.",
        )
    signature = content_hash(snapshot)
    with engine.store.write() as session:
        row = session.get(CampaignRow, campaign_id)
        if row is not None:
            moved(row.state, Step.APPROVE, campaign_id)
        if department not in _signed(session, campaign_id, signature):
            session.add(
                Approval(campaign_id=campaign_id, department=department, content_hash=signature, by=by, at=engine.clock.now())
            )  # fmt: skip
    return signature


def launch(engine: Engine, campaign_id: str) -> str:
    """Start a campaign on its present content, which is kept whole; returns the content hash.

    Raises RefusedError while a signature is missing, after its last day, or if launched before.
    """
    snapshot = content(engine.workspace, campaign_id)
    signature, now = content_hash(snapshot), engine.clock.now()
    _refuse_past(engine, campaign_id, now)
    with engine.store.write() as session:
        row = session.get(CampaignRow, campaign_id)
        if row is not None:
            moved(row.state, Step.LAUNCH, campaign_id)
        missing = set(snapshot["campaign"]["approvals"]) - _signed(session, campaign_id, signature)
        if missing:
            raise RefusedError(
                f"{campaign_id} is not approved by {', '.join(sorted(missing))}.",
                hint=f"outbound approve {campaign_id} --as {min(missing)}",
            )
        session.merge(Content(hash=signature, snapshot=snapshot))
        session.flush()
        session.add(
            CampaignRow(
                id=campaign_id, state=moved(S.APPROVED, Step.LAUNCH, campaign_id),
                purpose=snapshot["campaign"]["purpose"], priority=snapshot["campaign"]["priority"],
                content_hash=signature, launched_at=now, changed_at=now,
            )
        )  # fmt: skip
    return signature


def change(engine: Engine, campaign_id: str, step: Step, reason: str = "") -> CampaignState:
    """Pause, resume or stop a campaign. Raises RefusedError where its state does not allow it."""
    now = engine.clock.now()
    with engine.store.write() as session:
        row = launched(session, engine.workspace, campaign_id)
        row.state, row.reason, row.changed_at = moved(row.state, step, campaign_id), reason, now
        if step is Step.RESUME:
            _decide_anew(session, campaign_id, now)
        if row.state is S.STOPPING:
            _withdraw_reserved(session, campaign_id, now)
            _close_open(session, campaign_id, now, STOPPED)
        return row.state


def settle(session: Session, row: CampaignRow, now: datetime) -> None:
    """End a campaign that nothing new starts for, once nothing of it is open any more."""
    if row.state not in (S.FINISHING, S.STOPPING):
        return
    _close_open(session, row.id, now, STOPPED if row.state is S.STOPPING else row.reason)
    open_contacts = session.exec(
        select(Contact.id)
        .where(Contact.campaign_id == row.id, Contact.state != ContactState.CLOSED)
        .limit(1)
    ).first()
    open_attempts = session.exec(
        select(Attempt.id)
        .where(Attempt.campaign_id == row.id, col(Attempt.state).not_in(OVER))
        .limit(1)
    ).first()
    if open_contacts is None and open_attempts is None:
        row.state, row.changed_at = moved(row.state, Step.SETTLE, row.id), now


def spend(session: Session, row: CampaignRow, now: datetime, reason: str) -> None:
    """Let a campaign finish: nothing new starts, what waits is closed with the reason."""
    row.state, row.reason, row.changed_at = moved(row.state, Step.SPEND, row.id), reason, now
    _close_open(session, row.id, now, reason)


def launched(session: Session, workspace: Workspace, campaign_id: str) -> CampaignRow:
    """The campaign's row. Raises RefusedError for a draft, NotFoundError for no campaign at all."""
    row = session.get(CampaignRow, campaign_id)
    if row is None:
        load_campaign(workspace, campaign_id)  # tells where there is no such file
        raise RefusedError(f"{campaign_id} is a draft.", hint=f"outbound launch {campaign_id}")
    return row


def _refuse_past(engine: Engine, campaign_id: str, now: datetime) -> None:
    campaign = load_campaign(engine.workspace, campaign_id)
    if now >= window(campaign, engine.zone)[1]:
        raise RefusedError(
            f"{campaign_id} is over: its last day was {campaign.schedule.until}.",
            hint=f"Move schedule.until in campaigns/{campaign_id}.yaml.",
        )


def _signed(session: Session, campaign_id: str, signature: str) -> set[str]:
    return set(
        session.exec(
            select(Approval.department).where(
                Approval.campaign_id == campaign_id, Approval.content_hash == signature
            )
        )
    )


def _decide_anew(session: Session, campaign_id: str, now: datetime) -> None:
    waiting = select(Contact).where(
        Contact.campaign_id == campaign_id,
        Contact.state == ContactState.WAITING,
        Contact.next_at == None,  # noqa: E711
    )
    for contact in session.exec(waiting):
        contact.next_at, contact.changed_at = now, now


def _close_open(session: Session, campaign_id: str, now: datetime, reason: str) -> None:
    """Close what waits, and what is held for a cause; what an attempt is open or unknown for stays."""
    under_way = select(Attempt.contact_id).where(
        Attempt.campaign_id == campaign_id, col(Attempt.state).not_in(OVER)
    )
    still = (ContactState.UNRELEASED, ContactState.WAITING, ContactState.HELD)
    for contact in session.exec(
        select(Contact).where(
            Contact.campaign_id == campaign_id,
            col(Contact.state).in_(still),
            col(Contact.id).not_in(under_way),
        )
    ):
        close(session, contact, now, reason)


def _withdraw_reserved(session: Session, campaign_id: str, now: datetime) -> None:
    for attempt in session.exec(
        select(Attempt).where(
            Attempt.campaign_id == campaign_id,
            Attempt.state == State.RESERVED,
            Attempt.kind == Kind.CONTACT,
        )
    ):
        take_back(session, attempt, now, STOPPED)
