"""What a carrier's code asks of us beyond the attempt itself: one action for every remedy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.tables import Attempt, CampaignRow, CampaignState
from outbound.campaign.schema import Mode
from outbound.dialing.heard import Fault, Remedy
from outbound.dialing.outcome import Outcome
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts import pace
from outbound.engine.attempts.asked import Round, note_asked
from outbound.engine.attempts.settle import Over, end
from outbound.engine.attempts.suppress import Source, forbid
from outbound.engine.context import Engine
from outbound.engine.life.actor import ENGINE
from outbound.engine.life.history import take
from outbound.engine.life.launched import hold_still
from outbound.engine.life.transitions import Step
from outbound.errors import NotFoundError
from outbound.script.lookup import script_file

REST: Final = timedelta(minutes=1)
"""How long a sender rests whose queue is full."""

_CAME_TO_NOTHING: Final = frozenset({Outcome.TECHNICAL_FAILURE, Outcome.UNDELIVERED})


def end_by_code(
    engine: Engine,
    session: Session,
    over: Over,
    found: Provisional,
    fault: Fault | None,
    at: datetime,
) -> None:
    """End an attempt, and do what the carrier's code asks for besides.

    An opt-out that the carrier reports is written down first, as the carrier's word. A number is
    closed last, when it is settled with which other one the contact goes on.
    """
    if fault is None:
        end(session, over, found, at)
        return
    first = fault.remedy is Remedy.SUPPRESS
    if first:
        act_on(engine, session, over, fault)
    end(session, over, meant_by(fault, found), at, scope=_scope(over.attempt, fault))
    if not first:
        act_on(engine, session, over, fault)


def meant_by(fault: Fault, found: Provisional) -> Provisional:
    """What a failed attempt came to, as its code explains it; what a person answered stays an answer."""
    if fault.remedy is Remedy.DECIDE_AGAIN and found.outcome in _CAME_TO_NOTHING:
        return Provisional(None)
    explains = fault.outcome is not None and fault.outcome is found.outcome
    return replace(found, detail=fault.detail) if explains and fault.detail else found


def _scope(attempt: Attempt, fault: Fault) -> str | None:
    """How far the outcome forbids where the code says less than the outcome does."""
    narrow = fault.remedy is Remedy.CLOSE_CHANNEL and fault.outcome is Outcome.NOT_IN_SERVICE
    return f"channel:{attempt.channel.value}" if narrow else None


def act_on(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    """Perform a fault's remedy in the caller's transaction."""
    _ACTS[fault.remedy](engine, session, over, fault)


def _nothing(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    """What follows from the attempt's end is enough."""


def _close_number(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    _forbid(engine, session, over.attempt, "all", fault)


def _close_channel(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    _forbid(engine, session, over.attempt, f"channel:{over.attempt.channel.value}", fault)


def _forbid(engine: Engine, session: Session, attempt: Attempt, scope: str, fault: Fault) -> None:
    source = Source("carrier", str(attempt.code))
    forbid(session, attempt.number, engine.clock.now(), source, scope, fault.says)


def _slow_down(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    line = pace.line_of(over.attempt.channel, over.attempt.sender)
    pace.rest(engine, session, line, engine.clock.now() + REST)
    _alarm(engine, session, over, fault)


def _pause_script(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    file, theirs = _with_same_text(engine, session, over)
    _pause(engine, session, theirs, replace(fault, says=f"{fault.says}: {file}"))


def _pause_campaign(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    row = session.get_one(CampaignRow, over.attempt.campaign_id)
    _pause(engine, session, [row], fault)


def _stop_all(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    _pause(engine, session, _going(session), fault)


def _reconcile(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    note_asked(session, Round.WANTED, engine.clock.now())
    _alarm(engine, session, over, fault)


def _alarm(engine: Engine, session: Session, over: Over, fault: Fault) -> None:
    said = f"{fault.says} (code {over.attempt.code})"
    engine.heartbeat.alarm(engine.clock.now(), fault.remedy.value, said, over.attempt.campaign_id)


Act = Callable[[Engine, Session, Over, Fault], None]

_ACTS: Final[Mapping[Remedy, Act]] = {
    Remedy.NONE: _nothing,
    Remedy.RETRY: _nothing,
    Remedy.RETRY_ONCE: _nothing,
    Remedy.DECIDE_AGAIN: _nothing,
    Remedy.SUPPRESS: _close_number,
    Remedy.CLOSE_NUMBER: _close_number,
    Remedy.CLOSE_CHANNEL: _close_channel,
    Remedy.SLOW_DOWN: _slow_down,
    Remedy.PAUSE_SCRIPT: _pause_script,
    Remedy.PAUSE_CAMPAIGN: _pause_campaign,
    Remedy.STOP_ALL: _stop_all,
    Remedy.RECONCILE: _reconcile,
    Remedy.CHECK_SETTINGS: _alarm,
    Remedy.ALARM: _alarm,
}
"""One action for each. Total."""


def _going(session: Session) -> list[CampaignRow]:
    """The running campaigns, in the order in which they are locked."""
    going = select(CampaignRow).where(CampaignRow.state == CampaignState.RUNNING)
    return list(session.exec(going.order_by(col(CampaignRow.id))))


def _with_same_text(engine: Engine, session: Session, over: Over) -> tuple[str, list[CampaignRow]]:
    """The file that a message's text is from, and the running campaigns that send the same text."""
    running, contact = over.running, over.contact
    try:
        file = script_file(
            running.environment, running.campaign, contact.segment, Mode.SMS,
            contact.language, running.centre.languages[0],
        )  # fmt: skip
    except NotFoundError:
        file = ""
    text = running.scripts.get(file)
    rows = [
        row
        for row in _going(session)
        if row.id == over.attempt.campaign_id
        or (text is not None and engine.running.named(row.id).scripts.get(file) == text)
    ]
    return file, rows


def _pause(engine: Engine, session: Session, rows: Iterable[CampaignRow], fault: Fault) -> None:
    now = engine.clock.now()
    for row in rows:
        hold_still(session, row)
        if row.state is CampaignState.RUNNING:
            take(session, row, Step.PAUSE, ENGINE, now, fault.says)
        engine.heartbeat.alarm(now, fault.remedy.value, f"paused: {fault.says}", row.id)
