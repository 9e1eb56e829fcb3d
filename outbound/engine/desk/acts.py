"""An agent's desk: take the next contact, save answers, grant offers, name the outcome."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from db.locks import lock_attempts
from db.tables import Attempt, Contact, DeskState, Grant, User
from outbound.campaign.schema import Mode
from outbound.dialing.attempt import RANK, State
from outbound.dialing.choosable import CHOOSABLE
from outbound.dialing.outcome import Outcome
from outbound.engine.attempts import desks
from outbound.engine.attempts.answers import Where, keep, plan_of, response_of
from outbound.engine.attempts.dispatch import serve
from outbound.engine.attempts.lines import Divert, HangUp, divert, end_lines, hang_up
from outbound.engine.attempts.settle import Over, end
from outbound.engine.context import Engine
from outbound.engine.desk.callbacks import book
from outbound.engine.desk.desk_picture import offers_of, picture
from outbound.engine.desk.desk_view import Desk
from outbound.engine.desk.naming import check_scope, named
from outbound.engine.inbox.station import ring
from outbound.engine.inbox.voicemail import told_by_agent
from outbound.engine.ledger import Entry, note
from outbound.errors import RefusedError
from outbound.script.conversation import Conversation, record


def show(engine: Engine, agent_id: str) -> Desk:
    """The agent's desk as it stands."""
    with engine.store.read() as session:
        now = engine.clock.now()
        return picture(engine, session, desks.in_hand(session, agent_id, now), now, CHOOSABLE)


def ready(engine: Engine, agent_id: str) -> Desk:
    """Ask for the next contact; it is dialled at once if one is due. RefusedError while one is in hand."""
    with engine.store.write() as session:
        _nothing_in_hand(session, engine, agent_id)
        desks.put(session, agent_id, DeskState.READY, engine.clock.now())
        user = session.get(User, agent_id)
        needs_line = user is not None and bool(user.station)
    if needs_line:
        ring(engine, agent_id)
    serve(engine, agent_id)
    return show(engine, agent_id)


def take_break(engine: Engine, agent_id: str) -> Desk:
    """Ask for none. RefusedError while a contact is in hand."""
    with engine.store.write() as session:
        _nothing_in_hand(session, engine, agent_id)
        desks.put(session, agent_id, DeskState.BREAK, engine.clock.now())
    return show(engine, agent_id)


def answer(engine: Engine, agent_id: str, attempt_id: str, question_id: str, raw: str) -> Desk:
    """Store one answer or its correction, at once. InputError where it is not understood."""

    def act(session: Session, over: Over, now: datetime) -> None:
        where = Where(over.contact, over.running, attempt_id, Mode.AGENT)
        plan = plan_of(where, over.attempt.reserved_at)
        response = response_of(session, over.contact)
        stored = response.conversation if response else None
        before = Conversation.from_json(stored) if stored else Conversation(Mode.AGENT)
        standing = Conversation(Mode.AGENT, before.answers, before.at)
        keep(session, where, plan, record(plan, standing, question_id, raw), now)

    return _in_hand(engine, agent_id, attempt_id, act)


def grant(engine: Engine, agent_id: str, attempt_id: str, offer_id: str) -> Desk:
    """Grant an offer that the customer accepted; its budget is charged in the same transaction."""

    def act(session: Session, over: Over, now: datetime) -> None:
        found = next((o for o in offers_of(session, over, now) if o.offer.id == offer_id), None)
        if found is None or not found.grantable:
            why = (
                "it is not for this customer"
                if found is None or found.why_not is None
                else found.why_not.value
            )
            raise RefusedError(f"The offer {offer_id!r} cannot be granted: {why}.")
        session.add(
            Grant(
                contact_id=over.contact.id or 0, campaign_id=over.contact.campaign_id, offer=offer_id,
                value=found.offer.value, by=agent_id, at=now,
            )
        )  # fmt: skip
        note(session, over.contact, now, Entry("offer", "granted", offer_id))

    return _in_hand(engine, agent_id, attempt_id, act)


def hang_up_line(engine: Engine, agent_id: str, attempt_id: str) -> Desk:
    """End the call; the outcome is named afterwards."""
    orders: list[HangUp] = []

    def act(session: Session, over: Over, now: datetime) -> None:
        orders.extend(_line(over.attempt))
        desks.line_closed(session, agent_id, attempt_id, now)

    desk = _in_hand(engine, agent_id, attempt_id, act)
    for order in orders:
        hang_up(engine, order)
    return desk


def finish(  # noqa: PLR0913 - the agent's form has six fields
    engine: Engine,
    agent_id: str,
    attempt_id: str,
    outcome: str,
    words: str,
    callback: datetime | None,
    scope: str | None = None,
) -> Desk:
    """Name the outcome: the contact's next step follows in the same transaction, the line is closed after it.

    What an outcome may turn on, such as the language of a language barrier, follows it after a colon.
    """
    orders: list[HangUp] = []
    diverted: list[Divert] = []
    check_scope(scope)

    def act(session: Session, over: Over, now: datetime) -> None:
        meant = named(outcome, session, over)
        if meant.outcome is Outcome.CALLBACK_AGREED:
            book(engine, session, over, agent_id, callback)
        over.attempt.reason = words
        if meant.outcome is Outcome.MACHINE and (waits := told_by_agent(engine, session, over)):
            diverted.append(waits)  # what the call leaves there, it leaves by itself
            desks.put(session, agent_id, DeskState.BREAK, now).last = _next(over.contact)
            return
        orders.extend(_line(over.attempt))
        over.attempt.provisional = False
        end(session, over, meant, over.attempt.ended_at or now, scope=scope)
        desk = desks.put(session, agent_id, DeskState.BREAK, now)
        desk.last = _next(over.contact)

    desk = _in_hand(engine, agent_id, attempt_id, act)
    for order in orders:
        hang_up(engine, order)
    for diversion in diverted:
        divert(engine, diversion)
    return desk


def _in_hand(
    engine: Engine, agent_id: str, attempt_id: str, act: Callable[[Session, Over, datetime], None]
) -> Desk:
    """Do something with the contact in hand and show the desk, in one transaction.

    RefusedError if that contact is not in hand.
    """
    now = engine.clock.now()
    with engine.store.write() as session:
        lock_attempts(session, [attempt_id])
        hand = desks.in_hand(session, agent_id, now)
        attempt, contact = hand.attempt, hand.contact
        if attempt is None or contact is None or attempt.id != attempt_id:
            raise RefusedError(
                "That contact is no longer on this desk.",
                hint="Reload the page to see the present one.",
            )
        act(session, Over(attempt, contact, engine.running.named(attempt.campaign_id)), now)
        desk = picture(engine, session, hand, now, CHOOSABLE)
    end_lines(engine, session)
    return desk


def _nothing_in_hand(session: Session, engine: Engine, agent_id: str) -> None:
    desk = desks.desk_of(session, agent_id, engine.clock.now())
    if desk.attempt_id is not None:
        raise RefusedError("A contact is still in hand.", hint="Name its outcome first.")


def _line(attempt: Attempt) -> tuple[HangUp, ...]:
    if attempt.sid is None or attempt.ended_at is not None:
        return ()
    return (HangUp(attempt.sid, answered=RANK[attempt.state] >= RANK[State.ANSWERED]),)


def _next(contact: Contact) -> str:
    """What happens next with a contact, as `WORD|reason|moment` for the page to say in its language."""
    when = contact.next_at.isoformat() if contact.next_at else ""
    return f"{contact.state.value}|{contact.reason}|{when}"
