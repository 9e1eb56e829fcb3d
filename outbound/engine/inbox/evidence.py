"""What the carrier says of single attempts: by its listing where no reply told, by their ids where they fell silent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.locks import lock_attempts
from db.tables import Attempt, Contact
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.evidence import Asked, fitting, is_not_found
from outbound.dialing.heard import Endpoint, Heard
from outbound.dialing.port import Listing, Progress
from outbound.engine.attempts.fate import proven
from outbound.engine.attempts.lines import end_later, end_lines
from outbound.engine.attempts.settle import Over
from outbound.engine.attempts.strays import called_back, is_stray
from outbound.engine.context import Engine
from outbound.engine.inbox.progress import apply_progress

ON_THE_WAY: Final = timedelta(seconds=20 + 60)
"""How long after it left the carrier may create it: ten seconds to connect and ten to reply, and sixty
for what its clock and ours disagree about."""


@dataclass(frozen=True)
class Told:
    """What the evidence came to: whether the attempt is settled by it, and what was found in a few words."""

    attempt_id: str
    campaign_id: str
    settled: bool
    says: str


def since(attempt: Attempt) -> datetime:
    """When the carrier can first have been asked for it."""
    return attempt.handed_at or attempt.reserved_at


def not_found(attempt: Attempt) -> bool:
    """Whether the carrier has no such create, as far as its listings can tell; only a person may say so."""
    unknown = attempt.state is State.UNKNOWN
    return unknown and is_not_found(since(attempt), attempt.looked, attempt.looked_at)


def look(engine: Engine, attempt: Attempt) -> Told:
    """Look for an attempt of which no reply told; one row that fits is bound, several call a person.

    Raises CarrierError where the carrier cannot be asked.
    """
    rows = _listed(engine, attempt)
    if len(rows) == 1:
        return bind(engine, attempt.id, rows[0])
    return _looked(engine, attempt.id, len(rows), engine.clock.now())


def ask(engine: Engine, attempt: Attempt) -> Told:
    """Ask how an attempt stands whose id is known. Raises CarrierError.

    An id that only a callback told may be one that the carrier does not know: then its listing decides.
    """
    row = engine.carrier.fetch(attempt.channel, attempt.sid or "")
    if row is not None:
        return bind(engine, attempt.id, row)
    rows = _listed(engine, attempt)
    if len(rows) == 1:
        return bind(engine, attempt.id, rows[0], mistaken=attempt.sid)
    return Told(attempt.id, attempt.campaign_id, False, "the carrier does not know its id")


def _listed(engine: Engine, attempt: Attempt) -> list[Listing]:
    """What the carrier lists that may be this attempt and is no other's; a single row as it stands now."""
    rows = engine.carrier.list_to(attempt.channel, attempt.number)
    now, began = engine.clock.now(), since(attempt)
    asked = Asked(
        attempt.channel, attempt.sender, attempt.body, began, began + engine.place_within + ON_THE_WAY
    )  # fmt: skip
    with engine.store.read() as session:
        free = _free(session, fitting(asked, rows, now))
    if len(free) != 1:
        return free
    return [engine.carrier.fetch(free[0].channel, free[0].sid) or free[0]]


def bind(engine: Engine, attempt_id: str, row: Listing, mistaken: str | None = None) -> Told:
    """Apply what the carrier says of an attempt; its id is bound unless another has it meanwhile.

    `mistaken` is an id that was bound before and is not known to the carrier.
    """
    now = engine.clock.now()
    with engine.store.write() as session:
        lock_attempts(session, [attempt_id])
        attempt = session.get_one(Attempt, attempt_id)
        told = Told(attempt.id, attempt.campaign_id, True, row.progress.value)
        unbound = attempt.sid in (None, mistaken) and bool(_free(session, [row]))
        if attempt.sid != row.sid and not unbound:
            return replace(told, settled=False, says="bound to another attempt meanwhile")
        contact = session.get_one(Contact, attempt.contact_id)
        before, stray = attempt.state, is_stray(attempt)
        if attempt.sid not in (None, row.sid):
            engine.heartbeat.alarm(
                now, "mixed-up", f"{attempt.id} had the id {attempt.sid}, and is {row.sid} at the carrier.",
                attempt.campaign_id,
            )  # fmt: skip
        attempt.sid, attempt.looked_at = row.sid, now
        proven(attempt, contact, row.created_at, row.sid)
        if stray:
            for order in called_back(engine, attempt, contact):
                end_later(session, order)
        elif row.progress not in (Progress.UNHEARD_OF, Progress.QUEUED):
            over = Over(attempt, contact, engine.running.named(attempt.campaign_id))
            apply_progress(engine, session, over, _heard(attempt, row, now))
        told = replace(told, settled=stray or attempt.state is not before)
    end_lines(engine, session)
    return told


def _looked(engine: Engine, attempt_id: str, fit: int, now: datetime) -> Told:
    """Keep that it was looked for; several rows, or none for too long, are a person's matter."""
    with engine.store.write() as session:
        lock_attempts(session, [attempt_id])
        attempt = session.get_one(Attempt, attempt_id)
        told = Told(attempt.id, attempt.campaign_id, False, "not listed yet")
        if attempt.state is not State.UNKNOWN:
            return replace(told, settled=True, says=attempt.state.value)
        before = not_found(attempt)
        attempt.looked_at = now
        if fit:
            says = f"{fit} rows of the carrier fit"
            if attempt.reason != says:
                engine.heartbeat.alarm(now, "ambiguous", f"{says} attempt {attempt.id}.", attempt.campaign_id)  # fmt: skip
            attempt.reason = says
            return replace(told, says=says)
        attempt.looked += 1
        if not not_found(attempt):
            return told
        if not before:
            engine.heartbeat.alarm(
                now, "not-found", f"The carrier has no attempt {attempt.id}: a person may release it.",
                attempt.campaign_id,
            )  # fmt: skip
        return replace(told, says="not found")


def _free(session: Session, rows: list[Listing]) -> list[Listing]:
    """The rows that are no other attempt's."""
    sids = [row.sid for row in rows]
    bound = set(session.exec(select(Attempt.sid).where(col(Attempt.sid).in_(sids)))) if sids else ()
    return [row for row in rows if row.sid not in bound]


def _heard(attempt: Attempt, row: Listing, now: datetime) -> Heard:
    endpoint = Endpoint.STATUS if attempt.channel is Channel.CALL else Endpoint.MESSAGE
    return Heard(
        endpoint, f"listing-{row.sid}", row.sid, attempt.id,
        progress=row.progress, code=row.code, duration=row.duration, at=now,
    )  # fmt: skip
