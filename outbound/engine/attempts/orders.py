"""Attempts as they are handed to the carrier: what to say, from which number, valid for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.queries.among import among
from db.tables import Attempt, Contact, ContactState, Kind
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.tokens import token
from outbound.dialing.attempt import State
from outbound.dialing.port import CallOrder, MessageOrder
from outbound.engine.attempts.cases import span_of
from outbound.engine.attempts.fate import withdraw
from outbound.engine.attempts.machines import may_leave, wanted
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.wording import first_message
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry
from outbound.engine.running import Running
from outbound.script.fault import ScriptError

LONGEST_TALK: Final = timedelta(minutes=30)
"""After so long the carrier ends a call by itself."""

REPLY_VALIDITY: Final = timedelta(hours=1)
"""How long the next turn of a conversation may wait in the carrier's queue."""

_WHOSE: Final = (
    select(Attempt, Contact)
    .join(Contact, col(Contact.id) == Attempt.contact_id)
    .where(col(Attempt.id).in_(among("attempts")))
)
"""Asked for every attempt, so built once: building a question takes longer than asking it."""


@dataclass(frozen=True)
class Order:
    """An attempt as it will be handed to the carrier."""

    attempt_id: str
    what: CallOrder | MessageOrder


def orders(engine: Engine, attempt_ids: list[str]) -> list[Order]:
    """The orders of those attempts that may still be placed; a text is rendered before anything is sent."""
    made: list[Order] = []
    if not attempt_ids:
        return made
    with engine.store.write() as session:
        rows = session.execute(_WHOSE, {"attempts": attempt_ids})
        found = {attempt.id: (attempt, contact) for attempt, contact in rows}
        for attempt, contact in (found[attempt_id] for attempt_id in attempt_ids):
            running = engine.running.named(attempt.campaign_id)
            if attempt.state is not State.RESERVED:
                continue
            try:
                over = Over(attempt, contact, running)
                made.append(Order(attempt.id, _order(engine, session, over)))
            except ScriptError as failure:
                _unsayable(engine, session, attempt, failure)
    return made


def _order(engine: Engine, session: Session, over: Over) -> CallOrder | MessageOrder:
    attempt, contact, running = over.attempt, over.contact, over.running
    now = engine.clock.now()
    proof = token(engine.settings.token_secret, attempt.id, attempt.turn)
    synthetic = contact.facts.get("synthetic") in (True, 1)
    if attempt.channel is Channel.CALL:
        call = running.step(attempt.step).call
        assert call is not None  # a call attempt stands on a call step
        by_itself = attempt.agent_id is None and call.machine != "ignore"
        return CallOrder(
            attempt.number, attempt.sender, proof, call.ring, LONGEST_TALK,
            detect_machine=by_itself or wanted(running, attempt.step), synthetic=synthetic,
            await_beep=may_leave(session, contact, running, attempt.step),
        )  # fmt: skip
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


def _unsayable(engine: Engine, session: Session, attempt: Attempt, failure: ScriptError) -> None:
    """The script fails for this person: they wait for whoever mends it, all others go on."""
    now, said = engine.clock.now(), f"the script fails: {failure.message} ({failure.where})"
    contact = session.get_one(Contact, attempt.contact_id)
    withdraw(session, attempt, contact, now, Entry("withdrawn", "not sent", said))
    if attempt.kind is Kind.CONTACT and contact.state is ContactState.WAITING:
        contact.state, contact.next_at = ContactState.HELD, None
    engine.heartbeat.alarm(now, "script", said, attempt.campaign_id)
