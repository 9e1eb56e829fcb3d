"""What people do to campaigns: sign, launch, pause, resume, stop. What may be done when is in life/transitions.py."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, delete, select

from db.locks import lock_campaign
from db.tables import Approval, CampaignRow, CampaignState
from outbound.campaign.loader import load_campaign
from outbound.engine.campaigns.content import content, content_hash, keep
from outbound.engine.campaigns.ending import hold_reserved, wind_up
from outbound.engine.campaigns.held import release_held
from outbound.engine.campaigns.launch_plan import Planning, plan_at_launch
from outbound.engine.campaigns.resuming import decide_anew
from outbound.engine.campaigns.soundness import errors_of, on_disk
from outbound.engine.campaigns.standing import before_launch, signatures, standing
from outbound.engine.context import Engine
from outbound.engine.life.actor import COMMAND_LINE, Actor
from outbound.engine.life.history import LifeStep, steps, take, write_down
from outbound.engine.life.launched import hold_still, launched
from outbound.engine.life.transitions import Step, moved, permit
from outbound.engine.lists.schedule import window
from outbound.errors import ProblemsError, RefusedError

__all__ = ["COMMAND_LINE", "Actor", "Planning", "Step", "approve", "change", "launch", "standing", "steps", "withdraw"]  # fmt: skip


def approve(engine: Engine, campaign_id: str, department: str, actor: Actor) -> str:
    """Sign the present content for a department; returns the content hash.

    Raises RefusedError for a department that the campaign does not ask, or that is not the
    person's own, and ProblemsError while the check finds errors. Signing twice is signing once.
    """
    _permit_for(actor, Step.APPROVE, campaign_id, department)
    snapshot = _sound(engine, campaign_id, Step.APPROVE)
    asked, now = snapshot["campaign"]["approvals"], engine.clock.now()
    _refuse_unasked(campaign_id, department, asked)
    with engine.store.write() as session:
        _still_unlaunched(session, campaign_id, Step.APPROVE)
        signature = keep(session, snapshot)
        signed = _signed(session, campaign_id, signature)
        if department not in signed:
            session.add(
                Approval(campaign_id=campaign_id, department=department, content_hash=signature, by=actor.name, at=now)
            )  # fmt: skip
            before, after = (
                before_launch(asked, signed),
                before_launch(asked, signed | {department}),
            )
            write_down(
                session, campaign_id,
                LifeStep(now, Step.APPROVE.value, before.value, after.value, actor.name, department, signature),
            )  # fmt: skip
    return signature


def withdraw(
    engine: Engine, campaign_id: str, department: str, actor: Actor, reason: str = ""
) -> None:
    """Take a department's signatures back, void ones included. Raises RefusedError where there is none."""
    _permit_for(actor, Step.WITHDRAW, campaign_id, department)
    found, now = standing(engine, campaign_id), engine.clock.now()
    counted = any(s.department == department and s.valid for s in found.signatures)
    with engine.store.write() as session:
        _still_unlaunched(session, campaign_id, Step.WITHDRAW)
        gone = session.exec(
            delete(Approval).where(
                col(Approval.campaign_id) == campaign_id, col(Approval.department) == department
            )
        )
        if not gone.rowcount:
            raise RefusedError(f"{department} has not signed {campaign_id}.")
        after = moved(found.state, Step.WITHDRAW, campaign_id) if counted else found.state
        said = f"{department}: {reason}" if reason else department
        write_down(
            session, campaign_id,
            LifeStep(now, Step.WITHDRAW.value, found.state.value, after.value, actor.name, said, ""),
        )  # fmt: skip


def launch(
    engine: Engine, campaign_id: str, actor: Actor, planning: Planning = Planning.BINDING
) -> str:
    """Start a campaign on its present content, which is kept with its plan; returns the content hash.

    Raises RefusedError while a signature is missing, after its last day, if launched before, or
    where its plan cannot be met, and ProblemsError while the check finds errors.
    """
    permit(actor, Step.LAUNCH, campaign_id)
    snapshot = _sound(engine, campaign_id, Step.LAUNCH)
    now = engine.clock.now()
    with engine.store.read() as session:
        _refuse_unsigned(engine, session, campaign_id, snapshot)
    planned = plan_at_launch(engine, campaign_id, now, planning)
    with engine.store.write() as session:
        _still_unlaunched(session, campaign_id, Step.LAUNCH)
        _refuse_unsigned(engine, session, campaign_id, snapshot)
        signature = keep(session, snapshot)
        after = moved(CampaignState.APPROVED, Step.LAUNCH, campaign_id)
        session.add(
            CampaignRow(
                id=campaign_id, state=after, purpose=snapshot["campaign"]["purpose"],
                priority=snapshot["campaign"]["priority"], content_hash=signature, launched_at=now,
                changed_at=now, plan=planned.plan,
            )
        )  # fmt: skip
        write_down(
            session, campaign_id,
            LifeStep(now, Step.LAUNCH.value, CampaignState.APPROVED.value, after.value, actor.name, planned.said, signature),
        )  # fmt: skip
    return signature


def change(
    engine: Engine, campaign_id: str, step: Step, actor: Actor, reason: str = ""
) -> CampaignState:
    """Pause, resume or stop a campaign; resuming says that the cause is cleared for which anybody is held.

    Raises RefusedError where its state or the role does not allow it."""
    permit(actor, step, campaign_id)
    now = engine.clock.now()
    with engine.store.write() as session:
        row = launched(session, engine.workspace, campaign_id)
        if step is Step.STOP:
            hold_reserved(session, campaign_id)
        hold_still(session, row)
        since = row.changed_at
        after = take(session, row, step, actor, now, reason)
        if step is Step.RESUME:
            last = engine.running.named(campaign_id).dates[1]
            decide_anew(session, campaign_id, since, now, last)
            release_held(session, campaign_id, now, last)
        if step is Step.STOP:
            wind_up(session, campaign_id, now)
    return after


def _sound(engine: Engine, campaign_id: str, step: Step) -> dict[str, Any]:
    """The present content, in which the check finds no error, of a campaign never launched."""
    place = on_disk(engine)
    with engine.store.read() as session:
        row = session.get(CampaignRow, campaign_id)
    if row is not None:
        moved(row.state, step, campaign_id)
    campaign = load_campaign(place, campaign_id)
    if engine.clock.now() >= window(campaign, engine.zone)[1]:
        raise RefusedError(
            f"{campaign_id} is over: its last day was {campaign.schedule.until}.",
            hint=f"Move schedule.until in campaigns/{campaign_id}.yaml.",
        )
    errors = errors_of(engine, campaign_id)
    if errors:
        raise ProblemsError(errors)
    return content(place, campaign_id)


def _still_unlaunched(session: Session, campaign_id: str, step: Step) -> None:
    """Keep others from signing or launching it meanwhile, and refuse what was launched already."""
    lock_campaign(session, campaign_id)
    row = session.get(CampaignRow, campaign_id)
    if row is not None:
        moved(row.state, step, campaign_id)


def _permit_for(actor: Actor, step: Step, campaign_id: str, department: str) -> None:
    permit(actor, step, campaign_id)
    if actor.is_person and actor.department != department:
        theirs = f"{actor.name} signs for {actor.department} only" if actor.department else f"{actor.name} belongs to no department"  # fmt: skip
        raise RefusedError(
            f"Cannot {step.value} {campaign_id} for {department}: {theirs}.",
            hint=f"Ask somebody of {department}.",
        )


def _refuse_unasked(campaign_id: str, department: str, asked: list[str]) -> None:
    if department not in asked:
        raise RefusedError(
            f"{campaign_id} does not ask {department} to approve it.",
            hint=f"It asks {', '.join(asked)}." if asked else "It asks nobody.",
        )


def _refuse_unsigned(
    engine: Engine, session: Session, campaign_id: str, snapshot: Mapping[str, Any]
) -> None:
    found = signatures(session, campaign_id, content_hash(snapshot), snapshot)
    valid = {each.department for each in found if each.valid}
    missing = [d for d in snapshot["campaign"]["approvals"] if d not in valid]
    if not missing:
        return
    void = [each.told(engine.zone) for each in found if each.department in missing]
    raise RefusedError(
        f"{campaign_id} is not approved by {', '.join(sorted(missing))}"
        + (f": {'; '.join(void)}." if void else "."),
        hint=f"outbound approve {campaign_id} --as {min(missing)}",
    )


def _signed(session: Session, campaign_id: str, signature: str) -> set[str]:
    return set(
        session.exec(
            select(Approval.department).where(
                Approval.campaign_id == campaign_id, Approval.content_hash == signature
            )
        )
    )
