"""Place and record: one create at the carrier outside any transaction, then what its reply means."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, assert_never

from sqlmodel import Session, col, select

from db.tables import Attempt, CampaignRow, CampaignState, Contact, ContactState, Kind
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.tokens import token
from outbound.carrier.twilio.words import fault_of_create
from outbound.dialing.attempt import Event, State
from outbound.dialing.heard import Remedy
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import (
    Accepted,
    CallOrder,
    Declined,
    MessageOrder,
    NotTaken,
    Reply,
    Uncertain,
)
from outbound.dialing.provisional import Provisional
from outbound.engine import desks
from outbound.engine.cases import span_of
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry, note
from outbound.engine.lines import HangUp, hang_up
from outbound.engine.moves import is_over, move
from outbound.engine.remedies import act_on
from outbound.engine.running import Running
from outbound.engine.settle import Over, end
from outbound.engine.wording import first_message
from outbound.script.fault import ScriptError

LONGEST_TALK: Final = timedelta(minutes=30)
"""After so long the carrier ends a call by itself."""

EVIDENCE: Final = "held for evidence: it may have rung or not"
"""Why a contact waits whose attempt is unknown."""

REPLY_VALIDITY: Final = timedelta(hours=1)
"""How long the next turn of a conversation may wait in the carrier's queue."""


@dataclass(frozen=True)
class Order:
    """An attempt as it will be handed to the carrier."""

    attempt_id: str
    what: CallOrder | MessageOrder


def place(engine: Engine, attempt_ids: list[str]) -> None:
    """Hand reserved attempts to the carrier, each once; what may no longer be placed is withdrawn.

    Once the carrier takes no more, the rest is withdrawn too: it would fare no better.
    """
    for place_in_batch, order in enumerate(_orders(engine, attempt_ids)):
        if place_in_batch and not _may_still_go(engine, order.attempt_id):
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
        attempt, contact = session.exec(
            select(Attempt, Contact)
            .join(Contact, col(Contact.id) == Attempt.contact_id)
            .where(Attempt.id == attempt_id)
        ).one()
        match reply:
            case Accepted(sid):
                proven(attempt, contact, now, sid)
            case Declined(code, message):
                _declined(engine, session, attempt, code, message)
            case NotTaken(wait, message):
                engine.heartbeat.carrier_rests_until = now + wait
                engine.heartbeat.alarm(now, "carrier", f"Nothing is placed for now: {message}.")
                _put_off(engine, session, attempt, now, message)
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


def proven(attempt: Attempt, contact: Contact, at: datetime, sid: str = "") -> None:
    """The carrier has it, as its reply, a callback or its listing shows; what was held goes on."""
    held = attempt.kind is Kind.CONTACT and attempt.state is State.UNKNOWN
    attempt.sid = attempt.sid or sid or None
    if is_over(attempt):
        return
    move(attempt, Event.ACCEPTED, at)
    _first(contact, attempt, at)
    if held and contact.state is ContactState.HELD:
        contact.state, contact.reason, contact.changed_at = ContactState.TRYING, "", at


def withdraw(
    session: Session, attempt: Attempt, contact: Contact, now: datetime, why: Entry
) -> None:
    """Take back an attempt that never reached anyone: it spends nothing, the contact is decided again."""
    held = attempt.state is State.UNKNOWN and contact.state is ContactState.HELD
    move(attempt, Event.WITHDREW, now)
    attempt.reason = why.reason
    if attempt.kind is Kind.CONTACT and (held or contact.state is ContactState.TRYING):
        contact.state, contact.next_at, contact.reason = (
            ContactState.WAITING,
            why.until or now,
            why.reason,
        )
        contact.changed_at = now
        note(session, contact, now, why)


def hold(session: Session, attempt: Attempt, contact: Contact, now: datetime, why: str) -> None:
    """Keep a contact whose attempt may or may not have rung: nothing follows until there is evidence."""
    attempt.reason = why
    _first(contact, attempt, now)
    if attempt.kind is Kind.CONTACT and contact.state is ContactState.TRYING:
        contact.state, contact.reason, contact.changed_at = ContactState.HELD, EVIDENCE, now
        note(session, contact, now, Entry("placed", "unknown", why))


def _first(contact: Contact, attempt: Attempt, now: datetime) -> None:
    if attempt.kind is Kind.CONTACT:
        contact.first_attempt_at = contact.first_attempt_at or now


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


def _orders(engine: Engine, attempt_ids: list[str]) -> list[Order]:
    """The orders of those attempts that may still be placed; a text is rendered before anything is sent."""
    made = []
    with engine.store.write() as session:
        for attempt_id in attempt_ids:
            attempt = session.get_one(Attempt, attempt_id)
            running = engine.running.named(attempt.campaign_id)
            if attempt.state is not State.RESERVED:
                continue
            try:
                made.append(Order(attempt_id, _order(engine, session, attempt, running)))
            except ScriptError as failure:
                _unsayable(engine, session, attempt, failure)
    return made


def _unsayable(engine: Engine, session: Session, attempt: Attempt, failure: ScriptError) -> None:
    """The script fails for this person: they wait for whoever mends it, all others go on."""
    now, said = engine.clock.now(), f"the script fails: {failure.message} ({failure.where})"
    contact = session.get_one(Contact, attempt.contact_id)
    withdraw(session, attempt, contact, now, Entry("withdrawn", "not sent", said))
    if attempt.kind is Kind.CONTACT and contact.state is ContactState.WAITING:
        contact.state, contact.next_at = ContactState.HELD, None
    engine.heartbeat.alarm(now, "script", said, attempt.campaign_id)


def _may_still_go(engine: Engine, attempt_id: str) -> bool:
    """Whether it may be placed at this moment; a batch takes a while, and much may happen meanwhile."""
    now, rests_until = engine.clock.now(), engine.heartbeat.carrier_rests_until
    with engine.store.read() as session:
        attempt, row = session.exec(
            select(Attempt, CampaignRow)
            .join(CampaignRow, col(CampaignRow.id) == Attempt.campaign_id)
            .where(Attempt.id == attempt_id)
        ).one()
    if attempt.state is not State.RESERVED:
        return False  # an opt-out was quicker
    if now > attempt.place_by:
        why = Entry("withdrawn", "too late", "not placed in time")
    elif rests_until is not None and now < rests_until:
        with engine.store.write() as session:
            attempt = session.get_one(Attempt, attempt_id)
            _put_off(engine, session, attempt, now, "the carrier rests")
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


def _put_off(engine: Engine, session: Session, attempt: Attempt, now: datetime, why: str) -> None:
    """The carrier did not take it: a contact is decided again later, a reply stays owed to the person.

    What is owed stays reserved, with its reason, until `owed.place_owed` hands it over once more.
    """
    again = engine.heartbeat.carrier_rests_until or now
    if attempt.kind is not Kind.CONTACT and attempt.state is State.RESERVED:
        attempt.reason, attempt.place_by = why, again + engine.place_within
        return
    contact = session.get_one(Contact, attempt.contact_id)
    withdraw(session, attempt, contact, now, Entry("withdrawn", "not taken", why, again))
    desks.let_go(session, attempt, now)


def _take_back(engine: Engine, attempt: Attempt, sid: str) -> None:
    """It was withdrawn while the carrier took it: a call is ended before it rings, a text is too late."""
    engine.heartbeat.alarm(
        engine.clock.now(), "withdrawn", f"{attempt.id} went out after all.", attempt.campaign_id
    )
    if attempt.channel is Channel.CALL:
        hang_up(engine, HangUp(sid, answered=False))


def _order(
    engine: Engine, session: Session, attempt: Attempt, running: Running
) -> CallOrder | MessageOrder:
    contact, now = session.get_one(Contact, attempt.contact_id), engine.clock.now()
    proof = token(engine.settings.token_secret, attempt.id, attempt.turn)
    synthetic = contact.facts.get("synthetic") in (True, 1)
    if attempt.channel is Channel.CALL:
        call = running.step(attempt.step).call
        assert call is not None  # a call attempt stands on a call step
        detect = attempt.agent_id is None and call.machine != "ignore"
        return CallOrder(
            attempt.number, attempt.sender, proof, call.ring, LONGEST_TALK, detect, synthetic
        )
    sms = running.step(attempt.step).sms
    assert sms is not None  # likewise
    if attempt.kind is Kind.CONTACT:
        attempt.body = attempt.body or first_message(session, running, contact, attempt, now)
        attempt.closes_at = now + sms.reply_within
    valid = _validity(attempt, contact, running, now)
    return MessageOrder(attempt.number, attempt.sender, proof, attempt.body, valid, synthetic)


def _validity(attempt: Attempt, contact: Contact, running: Running, now: datetime) -> timedelta:
    """Until the hours end; the next turn of a talk that the person keeps up may come a little later."""
    if attempt.kind is not Kind.CONTACT:
        return REPLY_VALIDITY
    span, sms = span_of(contact, running), running.step(attempt.step).sms
    if span is None or sms is None:
        return timedelta(0)
    return span.validity(now) if sms.validity == "window" else span.validity(now, sms.validity)
