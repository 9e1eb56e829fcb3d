"""Attempts as they are handed to the carrier: what to say, from which number, valid for how long."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from db.tables import Attempt, Contact, Kind
from outbound.campaign.schema import Channel
from outbound.carrier.twilio.tokens import token
from outbound.dialing.port import CallOrder, MessageOrder
from outbound.engine.attempts.cases import span_of
from outbound.engine.attempts.machines import may_leave, wanted
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.wording import first_message
from outbound.engine.context import Engine
from outbound.engine.running import Running
from outbound.policy.money import LONGEST_TALK

REPLY_VALIDITY: Final = timedelta(hours=1)
"""How long the next turn of a conversation may wait in the carrier's queue."""


def order_of(engine: Engine, session: Session, over: Over) -> CallOrder | MessageOrder:
    """What the carrier is asked for. Raises ScriptError where the text cannot be rendered."""
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
