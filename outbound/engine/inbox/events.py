"""The carrier's webhooks: stored and committed first, applied after, answered the same way twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from db.locks import lock_attempts, lock_people
from db.tables import Attempt, Contact, InboxRow
from outbound.carrier.twilio.twiml import nothing
from outbound.carrier.twilio.webhooks import receive
from outbound.dialing.heard import Endpoint, Heard
from outbound.dialing.port import Progress
from outbound.engine.attempts.fate import proven
from outbound.engine.attempts.lines import HangUp, end_lines
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.strays import called_back, is_stray
from outbound.engine.context import Engine
from outbound.engine.inbox import texting, voice, voicemail
from outbound.engine.inbox.effects import Effects, perform
from outbound.engine.inbox.heard_json import from_json, to_json
from outbound.engine.inbox.progress import apply_progress
from outbound.errors import StoreError

WAITING_AT_ONCE: Final = 500

# Asked for every webhook, so built once: building a question takes longer than asking it.
_inbox = SQLModel.metadata.tables["inbox"]
_mine = _inbox.c.id == bindparam("row")
_STORE: Final = insert(_inbox).returning(_inbox.c.id)
_STANDS: Final = select(_inbox.c.applied_at, _inbox.c.reply).where(_mine).with_for_update()
_DONE: Final = update(_inbox).where(_mine)
_OF_ATTEMPT: Final = (
    select(Attempt, Contact)
    .join(Contact, col(Contact.id) == Attempt.contact_id)
    .where(col(Attempt.id) == bindparam("attempt"))
)


@dataclass(frozen=True)
class Stored:
    """A webhook in the inbox; `reply` is set where it was applied before."""

    row_id: int
    reply: str | None


def hear(
    engine: Engine,
    endpoint: str,
    token: str,
    params: Mapping[str, str],
    signature: str,
    url_path: str,
) -> str:
    """Check, store, commit, apply; returns the TwiML to answer with. A repeat gets the same answer.

    Raises RefusedError for a bad signature, InputError for a bad schema, NotFoundError for a token
    of no attempt. If applying fails, the row waits in the inbox and is applied by the next tick.
    """
    heard = receive(engine.settings, endpoint, token, params, signature, url_path)
    stored = _store(engine, heard, params)
    if stored.reply is not None:
        return stored.reply
    return _apply(engine, stored.row_id, heard)


def take_in(engine: Engine, heard: Heard, params: Mapping[str, str]) -> bool:
    """Store and apply what was told otherwise than by a webhook; False if the webhook had come before."""
    stored = _store(engine, heard, params)
    if stored.reply is not None:
        return False
    _apply(engine, stored.row_id, heard)
    return True


def apply_waiting(engine: Engine) -> int:
    """Apply what was stored but never applied, oldest first; returns how many.

    One that cannot be applied is set aside for a person: it must not hold up all that follow.
    """
    with engine.store.read() as session:
        rows = session.exec(
            select_rows(InboxRow)
            .where(col(InboxRow.applied_at).is_(None), InboxRow.result == "")
            .order_by(col(InboxRow.id))
            .limit(WAITING_AT_ONCE)
        ).all()
    applied = 0
    for row in rows:
        try:
            _apply(engine, row.id or 0, from_json(row.payload["heard"]))
        except StoreError:
            raise  # the store's trouble is not the callback's
        except Exception as failure:  # noqa: BLE001 - whatever is wrong with one, the rest goes on
            _set_aside(engine, row.id or 0, failure)
        else:
            applied += 1
    return applied


def _set_aside(engine: Engine, row_id: int, failure: Exception) -> None:
    with engine.store.write() as session:
        session.get_one(InboxRow, row_id).result = f"failed: {type(failure).__name__}"
    engine.heartbeat.alarm(
        engine.clock.now(), "inbox", f"The callback in row {row_id} cannot be applied: {failure!r}."
    )


def _store(engine: Engine, heard: Heard, params: Mapping[str, str]) -> Stored:
    values = {
        "key": heard.key, "endpoint": heard.endpoint.value, "token": heard.attempt_id or "", "result": "",
        "payload": {"heard": to_json(heard), "params": dict(params)}, "received_at": engine.clock.now(), "reply": "",
    }  # fmt: skip
    try:
        with engine.store.write() as session:
            row_id = session.connection().execute(_STORE, values).scalar_one()
    except IntegrityError:
        with engine.store.read() as session:
            known = session.exec(select_rows(InboxRow).where(InboxRow.key == heard.key)).one()
        return Stored(known.id or 0, known.reply if known.applied_at else None)
    return Stored(row_id or 0, None)


def _apply(engine: Engine, row_id: int, heard: Heard) -> str:
    with engine.store.write() as session:
        _hold_number(session, heard)
        applied, before = session.connection().execute(_STANDS, {"row": row_id}).one()
        if applied is not None:
            return str(before)
        effects = _effects(engine, session, heard)
        reply = effects.reply or nothing()
        done = {"applied_at": engine.clock.now(), "result": effects.result, "reply": reply}
        session.connection().execute(_DONE, {"row": row_id, **done})
    end_lines(engine, session)
    perform(engine, effects)
    return reply


def _hold_number(session: Session, heard: Heard) -> None:
    """Two callbacks about one number, or one twice, are applied one after the other."""
    if heard.endpoint is Endpoint.SMS:
        lock_people(session, heard.number)
    elif heard.attempt_id:
        lock_attempts(session, [heard.attempt_id])


Handler = Callable[[Engine, Session, Over, Heard], Effects]

_HANDLERS: Final[Mapping[Endpoint, Handler]] = {
    Endpoint.VOICE: voice.answered,
    Endpoint.FALLBACK: voice.answered,
    Endpoint.GATHER: voice.keyed,
    Endpoint.MACHINE: voicemail.detected,
    Endpoint.VOICEMAIL: voicemail.asked,
    Endpoint.CONFERENCE: voice.joined,
    Endpoint.STATUS: apply_progress,
    Endpoint.MESSAGE: apply_progress,
}
"""Who applies what; an incoming message has no attempt and goes its own way."""

_ASKS: Final = frozenset({Endpoint.VOICE, Endpoint.FALLBACK, Endpoint.GATHER, Endpoint.VOICEMAIL})
"""The webhooks that ask what to say."""


def _effects(engine: Engine, session: Session, heard: Heard) -> Effects:
    if heard.endpoint is Endpoint.SMS:
        return texting.received(engine, session, heard)
    if heard.attempt_id and heard.attempt_id.startswith(voice.STATION):
        return voice.station(engine, heard)
    found = session.execute(_OF_ATTEMPT, {"attempt": heard.attempt_id}).first()
    if found is None:
        engine.heartbeat.alarm(
            engine.clock.now(), "orphan", f"A callback for no attempt of ours: {heard.sid}."
        )
        return Effects("orphan")
    attempt, contact = found
    if attempt.sid is not None and heard.sid and attempt.sid != heard.sid:
        engine.heartbeat.alarm(
            engine.clock.now(), "mixed-up", f"A callback for {attempt.id} names {heard.sid}."
        )
        return Effects("ignored: bound to another call or message")
    stray = is_stray(attempt)
    proven(attempt, contact, heard.at or engine.clock.now(), heard.sid)
    over = Over(attempt, contact, engine.running.named(attempt.campaign_id))
    if stray:
        to_end = called_back(engine, attempt, contact)
        return _given_up(over, heard, to_end)
    if heard.progress is Progress.UNHEARD_OF:
        engine.heartbeat.alarm(
            engine.clock.now(), "unheard-of", f"The carrier's status for {attempt.id} is new to us."
        )
        return Effects("ignored: unknown status")
    return _HANDLERS[heard.endpoint](engine, session, over, heard)


def _given_up(over: Over, heard: Heard, to_end: tuple[HangUp, ...]) -> Effects:
    """End a call that rings although it was given up; whoever has picked up hears one sentence first."""
    if heard.endpoint in _ASKS:
        return Effects("had been given up", voice.sorry(over))
    rings = heard.progress in (Progress.QUEUED, Progress.RINGING)
    return Effects("had been given up", hang_up=to_end if rings else ())
