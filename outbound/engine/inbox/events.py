"""The carrier's webhooks: stored and committed first, applied after, answered the same way twice."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, SQLModel, col

from db.locks import lock_people
from db.queries.among import among, among_ids
from db.queries.dealings import Dealings
from db.tables import Attempt, Contact
from outbound.carrier.twilio.twiml import nothing
from outbound.carrier.twilio.webhooks import receive
from outbound.dialing.heard import Endpoint, Heard
from outbound.dialing.port import Progress
from outbound.engine.attempts.fate import proven
from outbound.engine.attempts.lines import HangUp, end_lines
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.strays import called_back, is_stray
from outbound.engine.context import Engine
from outbound.engine.inbox import repeating, texting, voice, voicemail
from outbound.engine.inbox.effects import Effects, perform
from outbound.engine.inbox.intake import store_one
from outbound.engine.inbox.progress import apply_progress

# Asked for every webhook, so built once: building a question takes longer than asking it.
_inbox = SQLModel.metadata.tables["inbox"]
_STAND: Final = (
    select(_inbox.c.id, _inbox.c.applied_at, _inbox.c.reply)
    .where(_inbox.c.id.in_(among_ids("rows")))
    .order_by(_inbox.c.id)
    .with_for_update()
)
_DONE: Final = update(_inbox).where(_inbox.c.id == bindparam("row"))
_OF_ATTEMPTS: Final = (
    select(Attempt, Contact)
    .join(Contact, col(Contact.id) == Attempt.contact_id)
    .where(col(Attempt.id).in_(among("attempts")))
)
_WHOSE: Final = select(col(Attempt.id)).where(col(Attempt.sid) == bindparam("sid"))


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
    stored = store_one(engine, heard, params)
    return apply(engine, stored.row_id, heard) if stored.reply is None else stored.reply


def take_in(engine: Engine, heard: Heard, params: Mapping[str, str]) -> bool:
    """Store and apply what was told otherwise than by a webhook; False if the webhook had come before."""
    stored = store_one(engine, heard, params)
    if stored.reply is not None:
        return False
    apply(engine, stored.row_id, heard)
    return True


def apply(engine: Engine, row_id: int, heard: Heard) -> str:
    """Apply a stored webhook once, whoever else tries; the answer to it."""
    with engine.store.write() as session:
        [effects] = applied(engine, session, [(row_id, heard)])
        if isinstance(effects, str):
            return effects
    end_lines(engine, session)
    perform(engine, effects)
    return effects.reply or nothing()


def applied(
    engine: Engine, session: Session, together: Sequence[tuple[int, Heard]]
) -> list[Effects | str]:
    """Apply rows in the caller's transaction, one after the other; what those answered that were before.

    Callbacks about one number, or one that comes twice, wait for each other.
    """
    about = _hold(engine, session, [heard for _, heard in together])
    stand = session.connection().execute(_STAND, {"rows": [row_id for row_id, _ in together]})
    before = {row_id: str(reply) for row_id, when, reply in stand if when is not None}
    found: list[Effects | str] = []
    done: list[dict[str, object]] = []
    for row_id, heard in together:
        if row_id in before:
            found.append(before[row_id])
            continue
        effects = _effects(engine, session, heard, about)
        found.append(effects)
        done.append(
            {"row": row_id, "applied_at": engine.clock.now(), "result": effects.result,
             "reply": effects.reply or nothing()}
        )  # fmt: skip
    if done:
        session.connection().execute(_DONE, done)
    return found


About = Mapping[str, Over]
"""The attempts that callbacks are about, by their ids."""


def _hold(engine: Engine, session: Session, together: Collection[Heard]) -> About:
    """Wait for the numbers of all concerned, then read what the callbacks are about, all at once."""
    written = {heard.number for heard in together if heard.endpoint is Endpoint.SMS}
    told_of = {heard.attempt_id for heard in together if heard.attempt_id}
    lock_people(session, written, told_of)
    if not told_of:
        return {}
    rows = session.execute(_OF_ATTEMPTS, {"attempts": list(told_of)}).all()
    # To what a person writes we may answer, with an attempt that is not among these.
    shared = None if written else Dealings(session, {a.contact_id for a, _ in rows})
    named = engine.running.named
    return {a.id: Over(a, contact, named(a.campaign_id), shared) for a, contact in rows}


Handler = Callable[[Engine, Session, Over, Heard], Effects]

_HANDLERS: Final[Mapping[Endpoint, Handler]] = {
    Endpoint.VOICE: voice.answered,
    Endpoint.FALLBACK: repeating.repeated,
    Endpoint.GATHER: voice.keyed,
    Endpoint.MACHINE: voicemail.detected,
    Endpoint.VOICEMAIL: voicemail.asked,
    Endpoint.CONFERENCE: voice.joined,
    Endpoint.STATUS: apply_progress,
    Endpoint.MESSAGE: apply_progress,
}
"""Who applies what; an incoming message has no attempt and goes its own way."""

ASKS: Final = frozenset({Endpoint.VOICE, Endpoint.FALLBACK, Endpoint.GATHER, Endpoint.VOICEMAIL})
"""The webhooks that ask what to say."""


def _effects(engine: Engine, session: Session, heard: Heard, about: About) -> Effects:
    if heard.endpoint is Endpoint.SMS:
        return texting.received(engine, session, heard)
    if heard.attempt_id and heard.attempt_id.startswith(voice.STATION):
        return voice.station(engine, heard)
    over = about.get(heard.attempt_id or "")
    if over is None:
        engine.heartbeat.alarm(
            engine.clock.now(), "orphan", f"A callback for no attempt of ours: {heard.sid}."
        )
        return Effects("orphan")
    attempt, contact = over.attempt, over.contact
    if _names_another(session, attempt, heard):
        engine.heartbeat.alarm(
            engine.clock.now(), "mixed-up", f"A callback for {attempt.id} names {heard.sid}."
        )
        return Effects("ignored: bound to another call or message")
    stray = is_stray(attempt)
    heard = _dated(heard, attempt, engine.clock.now())
    proven(attempt, contact, heard.at or engine.clock.now(), heard.sid)
    if stray:
        to_end = called_back(engine, attempt, contact)
        return _given_up(over, heard, to_end)
    if heard.progress is Progress.UNHEARD_OF:
        engine.heartbeat.alarm(
            engine.clock.now(), "unheard-of", f"The carrier's status for {attempt.id} is new to us."
        )
        return Effects("ignored: unknown status")
    return _HANDLERS[heard.endpoint](engine, session, over, heard)


def _names_another(session: Session, attempt: Attempt, heard: Heard) -> bool:
    """Whether a callback with this attempt's token names a call or message that is not this attempt's."""
    if not heard.sid or attempt.sid == heard.sid:
        return False
    return (
        attempt.sid is not None or session.execute(_WHOSE, {"sid": heard.sid}).first() is not None
    )


def _dated(heard: Heard, attempt: Attempt, now: datetime) -> Heard:
    """The event at a moment that can be: not before its attempt, and not in the future, whatever clocks say."""
    if heard.at is None:
        return heard
    return replace(heard, at=min(max(heard.at, attempt.reserved_at), now))


def _given_up(over: Over, heard: Heard, to_end: tuple[HangUp, ...]) -> Effects:
    """End a call that rings although it was given up; whoever has picked up hears one sentence first."""
    if heard.endpoint in ASKS:
        return Effects("had been given up", voice.sorry(over))
    rings = heard.progress in (Progress.QUEUED, Progress.RINGING)
    return Effects("had been given up", hang_up=to_end if rings else ())
