"""Handing over: the durable mark just before a create, and the last look whether it may still be made."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.queries.among import among
from db.tables import Attempt, CampaignRow, CampaignState, Contact, ContactState, Kind
from outbound.dialing.attempt import Event, State
from outbound.dialing.port import CallOrder, MessageOrder
from outbound.engine.attempts import desks, money, pace
from outbound.engine.attempts.cases import span_of
from outbound.engine.attempts.fate import put_off, withdraw
from outbound.engine.attempts.moves import move
from outbound.engine.attempts.orders import order_of
from outbound.engine.attempts.settle import Over
from outbound.engine.context import Engine
from outbound.engine.ledger import Entry
from outbound.policy.decision import Wait
from outbound.script.fault import ScriptError

_WHOSE: Final = (
    select(Attempt, Contact, CampaignRow)
    .join(Contact, col(Contact.id) == Attempt.contact_id)
    .join(CampaignRow, col(CampaignRow.id) == Attempt.campaign_id)
    .where(col(Attempt.id).in_(among("attempts")))
)
"""Asked for every attempt, so built once: building a question takes longer than asking it."""


@dataclass(frozen=True)
class Order:
    """An attempt that is marked, and what the carrier is asked for now, once."""

    attempt_id: str
    what: CallOrder | MessageOrder
    place_at: datetime


def hand_over(engine: Engine, attempt_ids: Collection[str]) -> list[Order]:
    """Mark those attempts that may still be placed, durably; only these may be created, each once.

    Whoever dies before this has sent nothing: such attempts are withdrawn by themselves. Whoever
    dies after it leaves these, and no others, to the evidence.
    """
    with engine.store.write() as session:
        lock_attempts(session, attempt_ids)
        rows = session.execute(_WHOSE, {"attempts": list(attempt_ids)})
        found = {attempt.id: (attempt, contact, row) for attempt, contact, row in rows}
        resting = pace.resting(session, engine.clock.now())
        reserved = [
            found[attempt_id]
            for attempt_id in attempt_ids
            if found[attempt_id][0].state is State.RESERVED  # else an opt-out was quicker
        ]
        made = [
            _marked(engine, session, *one)
            for one in reserved
            if not _rests(engine, session, one[0], resting)
        ]
        orders = [order for order in made if order is not None]
        _pay(engine, session, [(order, found[order.attempt_id]) for order in orders])
        poor = _without_money(engine, session, [found[order.attempt_id][0] for order in orders])
    return [order for order in orders if order.attempt_id not in poor]


def _without_money(
    engine: Engine, session: Session, attempts: Sequence[Attempt]
) -> Collection[str]:
    """The messages that cost more than there is money for, now that they are written; put off."""
    now = engine.clock.now()
    running = [(attempt, engine.running.named(attempt.campaign_id)) for attempt in attempts]
    short = money.afford(session, running, now)
    for attempt in attempts:
        why = short.get(attempt.id)
        if why is not None:
            again = why.until if isinstance(why, Wait) else now
            put_off(engine, session, attempt, again, why.reason)
    return short


def _rests(
    engine: Engine, session: Session, attempt: Attempt, resting: Mapping[str, datetime]
) -> bool:
    """Whether the carrier wants no more for now, at all or from this sender; the attempt is then put off."""
    now, all_rest = engine.clock.now(), engine.heartbeat.carrier_rests_until
    if all_rest is not None and now < all_rest:
        put_off(engine, session, attempt, all_rest, "the carrier rests")
        return True
    until = resting.get(pace.line_of(attempt.channel, attempt.sender))
    if until is not None:
        put_off(engine, session, attempt, until, "the sender rests")
    return until is not None


def _pay(
    engine: Engine,
    session: Session,
    made: Sequence[tuple[Order, tuple[Attempt, Contact, CampaignRow]]],
) -> None:
    """Take further turns for messages that became longer than was thought when they were reserved."""
    more = [
        (attempt.sender, units)
        for order, (attempt, contact, row) in made
        if isinstance(order.what, MessageOrder) and attempt.kind is Kind.CONTACT
        and (units := pace.longer_than_thought(engine.running.named(row.id), contact, attempt.body))
    ]  # fmt: skip
    if more:
        turns = pace.hold(engine, session, [name for name, _ in more], engine.clock.now())
        for name, units in more:
            turns.take(name, units)


def _marked(
    engine: Engine, session: Session, attempt: Attempt, contact: Contact, row: CampaignRow
) -> Order | None:
    now = engine.clock.now()
    over = Over(attempt, contact, engine.running.named(attempt.campaign_id))
    hindrance = _hindrance(over, row.state, now)
    if hindrance is not None:
        withdraw(session, attempt, contact, now, hindrance)
        desks.let_go(session, attempt, now)
        return None
    try:
        what = order_of(engine, session, over)
    except ScriptError as failure:
        _unsayable(engine, session, over, failure)
        return None
    move(attempt, Event.HANDED, now)
    return Order(attempt.id, what, attempt.place_at or now)


def _hindrance(over: Over, campaign: CampaignState, now: datetime) -> Entry | None:
    """Why it may no longer be placed: a batch takes a while, and a clock may jump."""
    attempt = over.attempt
    if now > attempt.place_by:
        return Entry("withdrawn", "too late", "not placed in time")
    if attempt.kind is not Kind.CONTACT:
        return None  # the person keeps the talk up
    if campaign is not CampaignState.RUNNING:
        return Entry("withdrawn", "not sent", f"the campaign is {campaign.value}")
    span = span_of(over.contact, over.running)
    if span is None or not span.may_place(now):
        return Entry("withdrawn", "not sent", "the hours closed meanwhile")
    return None


def _unsayable(engine: Engine, session: Session, over: Over, failure: ScriptError) -> None:
    """The script fails for this person: they wait for whoever mends it, all others go on."""
    now, said = engine.clock.now(), f"the script fails: {failure.message} ({failure.where})"
    attempt, contact = over.attempt, over.contact
    withdraw(session, attempt, contact, now, Entry("withdrawn", "not sent", said))
    if attempt.kind is Kind.CONTACT and contact.state is ContactState.WAITING:
        contact.state, contact.next_at = ContactState.HELD, None
    desks.let_go(session, attempt, now)
    engine.heartbeat.alarm(now, "script", said, attempt.campaign_id)
