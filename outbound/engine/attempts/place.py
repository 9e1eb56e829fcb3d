"""Place and record: one create at the carrier outside any transaction, then what its reply means."""

from datetime import timedelta
from typing import Final, assert_never

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from db.tables import Attempt, CampaignRow, CampaignState, Contact, Kind
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.words import fault_of_create
from outbound.dialing.attempt import Event, State
from outbound.dialing.heard import Remedy
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import (
    Accepted,
    CallOrder,
    Declined,
    NotTaken,
    Reply,
    Uncertain,
)
from outbound.dialing.provisional import Provisional
from outbound.engine.attempts import desks
from outbound.engine.attempts.fate import hold, proven, put_off, withdraw
from outbound.engine.attempts.lines import HangUp, hang_up
from outbound.engine.attempts.moves import is_over, move
from outbound.engine.attempts.orders import orders
from outbound.engine.attempts.remedies import act_on
from outbound.engine.attempts.settle import Over, end
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry

# Asked for every attempt, so built once: building a question takes longer than asking it.
_WHOSE: Final = (
    select(Attempt, Contact)
    .join(Contact, col(Contact.id) == Attempt.contact_id)
    .where(col(Attempt.id) == bindparam("attempt"))
)
_UNDER: Final = (
    select(Attempt, CampaignRow)
    .join(CampaignRow, col(CampaignRow.id) == Attempt.campaign_id)
    .where(col(Attempt.id) == bindparam("attempt"))
)


def place(engine: Engine, attempt_ids: list[str]) -> None:
    """Hand reserved attempts to the carrier, each once; what may no longer be placed is withdrawn.

    Once the carrier takes no more, the rest is withdrawn too: it would fare no better.
    """
    for order in orders(engine, attempt_ids):
        if not _may_still_go(engine, order.attempt_id):
            continue
        what = order.what
        reply = (
            engine.carrier.call(what)
            if isinstance(what, CallOrder)
            else engine.carrier.message(what)
        )
        record(engine, order.attempt_id, reply)


def record(engine: Engine, attempt_id: str, reply: Reply) -> None:
    """Write down what the carrier said to a create."""
    now = engine.clock.now()
    engine.heartbeat.carrier_answers = not isinstance(reply, NotTaken | Uncertain)
    with engine.store.write() as session:
        attempt, contact = session.execute(_WHOSE, {"attempt": attempt_id}).one()
        match reply:
            case Accepted(sid):
                proven(attempt, contact, now, sid)
            case Declined(code, message):
                _declined(engine, session, attempt, code, message)
            case NotTaken(wait, message):
                engine.heartbeat.carrier_rests_until = now + wait
                engine.heartbeat.alarm(now, "carrier", f"Nothing is placed for now: {message}.")
                put_off(engine, session, attempt, now, message)
            case Uncertain(message):
                if move(attempt, Event.LOST, now):
                    hold(session, attempt, contact, now, message)
                    engine.heartbeat.alarm(
                        now, "unknown", f"{message}: attempt {attempt.id}", attempt.campaign_id
                    )
            case _:
                assert_never(reply)
        if is_over(attempt) or attempt.state is State.UNKNOWN:
            desks.let_go(session, attempt, now)
    if isinstance(reply, Accepted) and attempt.state is State.WITHDRAWN:
        _take_back(engine, attempt, reply.sid)


def _declined(engine: Engine, session: Session, attempt: Attempt, code: int, message: str) -> None:
    now, fault = engine.clock.now(), fault_of_create(code)
    row = session.get_one(CampaignRow, attempt.campaign_id)
    contact = session.get_one(Contact, attempt.contact_id)
    attempt.code, attempt.reason = code, f"{fault.says} ({code}: {message})"
    if fault.remedy in (Remedy.DECIDE_AGAIN, Remedy.SLOW_DOWN):
        again = now + timedelta(minutes=1)
        withdraw(session, attempt, contact, now, Entry("withdrawn", "not taken", fault.says, again))
    else:
        over = Over(attempt, contact, engine.running.named(row.id))
        end(session, over, Provisional(fault.outcome or Outcome.CARRIER_REJECTED), now)
    act_on(engine, session, attempt, row, fault)


def _may_still_go(engine: Engine, attempt_id: str) -> bool:
    """Whether it may be placed at this moment: a batch takes a while, in which its campaign may be paused."""
    now, rests_until = engine.clock.now(), engine.heartbeat.carrier_rests_until
    with engine.store.read() as session:
        attempt, row = session.execute(_UNDER, {"attempt": attempt_id}).one()
    if attempt.state is not State.RESERVED:
        return False  # an opt-out was quicker
    if now > attempt.place_by:
        why = Entry("withdrawn", "too late", "not placed in time")
    elif rests_until is not None and now < rests_until:
        with engine.store.write() as session:
            attempt = session.get_one(Attempt, attempt_id)
            put_off(engine, session, attempt, now, "the carrier rests")
        return False
    elif attempt.kind is Kind.CONTACT and row.state is not CampaignState.RUNNING:
        why = Entry("withdrawn", "not sent", f"the campaign is {row.state.value}")
    else:
        return True
    with engine.store.write() as session:
        attempt = session.get_one(Attempt, attempt_id)
        withdraw(session, attempt, session.get_one(Contact, attempt.contact_id), now, why)
        desks.let_go(session, attempt, now)
    return False


def _take_back(engine: Engine, attempt: Attempt, sid: str) -> None:
    """It was withdrawn while the carrier took it: a call is ended before it rings, a text is too late."""
    engine.heartbeat.alarm(
        engine.clock.now(), "withdrawn", f"{attempt.id} went out after all.", attempt.campaign_id
    )
    if attempt.channel is Channel.CALL:
        hang_up(engine, HangUp(sid, answered=False))
