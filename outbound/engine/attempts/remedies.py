"""What a carrier's code asks of us beyond the attempt itself: one action for every remedy."""

from typing import assert_never

from sqlmodel import Session, select

from db.tables import Attempt, CampaignRow, CampaignState
from outbound.dialing.heard import Fault, Remedy
from outbound.engine.attempts.suppress import Source, forbid
from outbound.engine.context import Engine
from outbound.engine.life.actor import ENGINE
from outbound.engine.life.history import take
from outbound.engine.life.launched import hold_still
from outbound.engine.life.transitions import Step


def act_on(
    engine: Engine, session: Session, attempt: Attempt, row: CampaignRow, fault: Fault
) -> None:
    """Perform a fault's remedy in the caller's transaction."""
    now, source = engine.clock.now(), Source("carrier", str(attempt.code))
    match fault.remedy:
        case Remedy.SUPPRESS | Remedy.CLOSE_NUMBER:
            forbid(session, attempt.number, now, source, "all", fault.says)
        case Remedy.CLOSE_CHANNEL:
            scope = f"channel:{attempt.channel.value}"
            forbid(session, attempt.number, now, source, scope, fault.says)
        case Remedy.PAUSE_SCRIPT | Remedy.PAUSE_CAMPAIGN:
            _pause(engine, session, row, fault)
        case Remedy.STOP_ALL:
            going = select(CampaignRow).where(CampaignRow.state == CampaignState.RUNNING)
            for each in session.exec(going).all():
                _pause(engine, session, each, fault)
        case Remedy.SLOW_DOWN | Remedy.RECONCILE | Remedy.CHECK_SETTINGS | Remedy.ALARM:
            engine.heartbeat.alarm(
                now, fault.remedy.value, f"{fault.says} (code {attempt.code})", row.id
            )
        case Remedy.NONE | Remedy.RETRY | Remedy.RETRY_ONCE | Remedy.DECIDE_AGAIN:
            pass
        case _:
            assert_never(fault.remedy)


def _pause(engine: Engine, session: Session, row: CampaignRow, fault: Fault) -> None:
    now = engine.clock.now()
    hold_still(session, row)
    if row.state is CampaignState.RUNNING:
        take(session, row, Step.PAUSE, ENGINE, now, fault.says)
    engine.heartbeat.alarm(now, fault.remedy.value, f"paused: {fault.says}", row.id)
