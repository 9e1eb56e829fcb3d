"""The message's side of a talk: an incoming text is an opt-out, an answer, late, or nobody's."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact, ContactState, Kind, Message
from outbound.campaign.schema import Channel, Mode
from outbound.carrier.twilio.webhooks import ZERO
from outbound.dialing.attempt import MAYBE_OUT, OVER, UNDER_WAY, Event, State
from outbound.dialing.heard import Heard
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Progress
from outbound.dialing.provisional import Provisional, of_message
from outbound.engine.attempts.answers import Where, keep, plan_of, response_of
from outbound.engine.attempts.fate import proven
from outbound.engine.attempts.lines import HangUp
from outbound.engine.attempts.moves import move
from outbound.engine.attempts.owed import owe
from outbound.engine.attempts.settle import Over, end
from outbound.engine.attempts.suppress import Source, forbid, ringing, suppressions
from outbound.engine.attempts.wording import texts_of
from outbound.engine.context import Engine
from outbound.engine.inbox.effects import Effects
from outbound.engine.inbox.progress import happened
from outbound.policy.opt_out import OptOut, opt_out
from outbound.policy.suppression import parse_scope, standing
from outbound.script.conversation import Close, Conversation, hear
from outbound.script.uttered import confirmation, message

REPORTED: Final = timedelta(days=1)
"""How long we wait for the report of a message that expects no reply of its own."""

RECENT: Final = timedelta(days=30)
"""How far back an incoming message is tied to the contact it most likely speaks of."""

# Asked for every message that comes in, so built once: building a question takes longer than asking it.
_OUT: Final = [one for one in UNDER_WAY if one not in MAYBE_OUT and one is not State.RESERVED]
_KNOWN: Final = select(col(Message.id)).where(col(Message.sid) == bindparam("sid"))
_RECENTLY: Final = (
    select(Attempt)
    .where(
        col(Attempt.number) == bindparam("number"), col(Attempt.sender) == bindparam("sender"),
        col(Attempt.channel) == Channel.SMS, col(Attempt.kind) == Kind.CONTACT,
        col(Attempt.reserved_at) > bindparam("since"),
    )
    .order_by(col(Attempt.reserved_at).desc())
)  # fmt: skip
_TURNS: Final = select(col(Attempt.turn)).where(
    col(Attempt.contact_id) == bindparam("contact"),
    col(Attempt.campaign_id) == bindparam("campaign"),
    col(Attempt.slot) == bindparam("slot"),
)


def received(engine: Engine, session: Session, heard: Heard) -> Effects:
    """Store an incoming message, then act on it; nothing that a person writes is lost."""
    now = engine.clock.now()
    if session.execute(_KNOWN, {"sid": heard.sid}).first() is not None:
        return Effects("repeated")
    over = _conversation(engine, session, heard, now)
    message = Message(
        sid=heard.sid, number=heard.number, to=heard.sender, body=heard.body, at=now,
        contact_id=over.contact.id if over else None,
    )  # fmt: skip
    session.add(message)
    if heard.suspect:
        message.meant = "suspect"
        engine.heartbeat.alarm(
            now, "suspect", f"A message may be two parameters folded into one: {heard.sid}."
        )
        return Effects("suspect: kept for a person")
    said_stop = opt_out(heard.body.replace(ZERO, ""))  # two-byte characters handed on as bytes
    if said_stop is not None:
        message.meant = "opt-out"
        return _stop(engine, session, heard, over, said_stop)
    if over is None or over.attempt.state in OVER or not over.running.campaign.questions:
        message.meant = "unmatched" if over is None else "late"
        return Effects(message.meant)
    if _is_silenced(session, over, now):
        message.meant = "late"
        return Effects("late: no more is sent to this number")
    message.meant = "answer"
    return _answer(engine, session, over, heard)


def close_windows(engine: Engine, session: Session, now: datetime) -> int:
    """End the messages whose time for a reply is over, each with what came of it; returns how many."""
    ids = session.exec(
        select(Attempt.id)
        .where(
            col(Attempt.closes_at) <= now,
            col(Attempt.state).in_(_OUT),
        )
        .limit(500)
    ).all()
    lock_attempts(session, ids)
    rows = session.exec(select(Attempt).where(col(Attempt.id).in_(ids))).all()
    for attempt in rows:
        if attempt.state in OVER:
            continue  # ended while we waited for its number
        over = _over(engine, session, attempt)
        if attempt.kind is Kind.CONTACT:
            found = of_message(happened(session, over, Progress.COMPLETED))
        else:
            found = Provisional(Outcome.DELIVERED)  # some routes never say more than "sent"
        end(session, over, found, attempt.closes_at or now)  # however late somebody looks
    return len(rows)


def _conversation(engine: Engine, session: Session, heard: Heard, now: datetime) -> Over | None:
    """The latest message of ours to this number from the number it answers; open ones first."""
    asked = {"number": heard.number, "sender": heard.sender, "since": now - RECENT}
    rows = session.scalars(_RECENTLY, asked).all()
    chosen = next((a for a in rows if a.state not in OVER), rows[0] if rows else None)
    return None if chosen is None else _over(engine, session, chosen)


def _over(engine: Engine, session: Session, attempt: Attempt) -> Over:
    return Over(
        attempt,
        session.get_one(Contact, attempt.contact_id),
        engine.running.named(attempt.campaign_id),
    )


def _stop(
    engine: Engine, session: Session, heard: Heard, over: Over | None, said: OptOut
) -> Effects:
    """Suppress what was asked for at once; confirm once, and only where the carrier does not by itself."""
    now, number = engine.clock.now(), heard.number
    calls = {sid for scope in said.scopes for sid in ringing(session, number, scope)}
    hang_up = tuple(HangUp(sid, answered=False) for sid in sorted(calls))
    was_open = over is not None and over.contact.state is not ContactState.CLOSED
    source, reason = Source("sms", heard.sid), f"wrote {heard.body[:40]!r}"
    scopes = [s for s in said.scopes if forbid(session, number, now, source, s, reason)]
    if over is None:
        return Effects("opted out", hang_up=hang_up)
    if _covered(over, said):
        _end_opted_out(session, over, now, was_open)
    text = confirmation(said, heard.body, over.contact.language)
    if not scopes or not text:
        return Effects("opted out", hang_up=hang_up)
    reply = _reply(engine, session, over, text, Kind.CONFIRMATION)
    return Effects("opted out", hang_up=hang_up, place=reply)


def _is_silenced(session: Session, over: Over, now: datetime) -> bool:
    """Whether the number was suppressed since the question was sent: not even the next one may follow."""
    campaign, number = over.running.campaign, over.attempt.number
    events = suppressions(session, [number]).get(number, ())
    return standing(events, campaign.purpose, over.attempt.channel, campaign.id, now) is not None


def _covered(over: Over, said: OptOut) -> bool:
    """Whether what the person wants no more includes this very conversation."""
    campaign, channel = over.running.campaign, over.attempt.channel
    return any(parse_scope(s).covers(campaign.purpose, channel, campaign.id) for s in said.scopes)


def _end_opted_out(session: Session, over: Over, now: datetime, was_open: bool) -> None:
    proven(over.attempt, over.contact, now)
    move(over.attempt, Event.JOINED, now)
    end(session, over, Provisional(Outcome.OPTED_OUT), now)
    if was_open:  # else it had ended otherwise, and that stays
        over.contact.outcome = Outcome.OPTED_OUT


def _answer(engine: Engine, session: Session, over: Over, heard: Heard) -> Effects:
    attempt, now = over.attempt, engine.clock.now()
    response = response_of(session, over.contact)
    if response is None:
        return Effects("unmatched")
    proven(attempt, over.contact, now)
    move(attempt, Event.JOINED, now)
    where = Where(over.contact, over.running, attempt.id, Mode.SMS)
    plan = plan_of(where, attempt.reserved_at, texts_of(over.running, over.contact, Mode.SMS, now))
    told = hear(plan, Conversation.from_json(response.conversation), heard.body)
    keep(session, where, plan, told, now)
    if any(isinstance(act, Close) for act in told[1]):
        end(session, over, of_message(happened(session, over, Progress.COMPLETED)), now)
    text = message(told[1])
    reply = _reply(engine, session, over, text, Kind.REPLY) if text else ()
    return Effects("answered", place=reply)


def _reply(engine: Engine, session: Session, over: Over, text: str, kind: Kind) -> tuple[str, ...]:
    """Reserve the next turn of the conversation; returns what can be placed at once.

    The number may be held by another attempt for a while.
    """
    attempt, now = over.attempt, engine.clock.now()
    turn = 1 + max(
        session.scalars(
            _TURNS,
            {
                "contact": attempt.contact_id,
                "campaign": attempt.campaign_id,
                "slot": attempt.slot,
            },
        )
    )
    made = Attempt(
        id=engine.new_id(), campaign_id=attempt.campaign_id, contact_id=attempt.contact_id,
        subscriber_id=attempt.subscriber_id, number=attempt.number, sender=attempt.sender, kind=kind,
        channel=Channel.SMS, mode=Mode.SMS, step=attempt.step, slot=attempt.slot, turn=turn, body=text,
        state=State.RESERVED, reserved_at=now, place_by=now + engine.place_within, closes_at=now + REPORTED,
    )  # fmt: skip
    session.add(made)
    return (made.id,) if owe(engine, session, made) else ()
