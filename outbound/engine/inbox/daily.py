"""A day at the carrier compared with the same day in the store: what only one of them has, or has otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from db.queries.among import among
from db.tables import Attempt, User
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import OVER, State
from outbound.dialing.port import Listing, Progress
from outbound.engine.attempts.asked import Round, asked_at, note_asked
from outbound.engine.context import Engine
from outbound.engine.inbox.evidence import bind
from outbound.engine.inbox.incoming import all_senders, take_lost
from outbound.engine.inbox.prices import take_prices
from outbound.policy.span import day_begins

NIGHT: Final = timedelta(hours=2)
"""How long after a day's end it is compared: calls are over, and listings have caught up."""

BEHIND: Final = 7
"""How many days are made up for at the most."""

_OVER: Final = frozenset(
    {Progress.COMPLETED, Progress.BUSY, Progress.NO_ANSWER, Progress.FAILED, Progress.CANCELED}
)
_REACHED: Final = frozenset({Progress.COMPLETED, Progress.ANSWERED})


@dataclass(frozen=True)
class Difference:
    """Something that the carrier and the store tell unlike; either id may be empty."""

    sid: str
    attempt_id: str
    says: str


@dataclass
class Compared:
    """A day that was compared: how many the carrier lists, what was mended, and what a person must look at."""

    day: date
    calls: int = 0
    messages: int = 0
    incoming: int = 0
    settled: int = 0
    recovered: int = 0
    priced: int = 0  # attempts whose price is other than what was known of it
    differences: list[Difference] = field(default_factory=list)


def compare_due(engine: Engine, now: datetime) -> int:
    """Compare the next day that was not compared yet, once its night has come; returns 1 if it did.

    What differs becomes alarms. A new store begins with the day it was made on. Raises CarrierError.
    """
    today = (now.astimezone(engine.zone) - NIGHT).date()
    with engine.store.read() as session:
        last = asked_at(session).get(Round.DAY)
    if last is None:
        _note_compared(engine, today - timedelta(days=1))
        return 0
    day = last.astimezone(engine.zone).date() + timedelta(days=1)
    day = max(day, today - timedelta(days=BEHIND))
    if day >= today:
        return 0
    for difference in compare(engine, day).differences:
        which = difference.sid or difference.attempt_id
        engine.heartbeat.alarm(now, "difference", f"{day}: {difference.says}: {which}")
    _note_compared(engine, day)
    return 1


def compare(engine: Engine, day: date) -> Compared:
    """Compare a day of the centre; what the carrier proves is applied, all else is listed. Raises CarrierError."""
    since, until = (day_begins(d, engine.zone) for d in (day, day + timedelta(days=1)))
    calls = engine.carrier.list_begun(Channel.CALL, since, until)
    messages = engine.carrier.list_begun(Channel.SMS, since, until)
    incoming = [row for row in messages if row.inbound]
    with engine.store.read() as session:
        own = _own(engine, session)
        texts = [row for row in messages if not row.inbound and own.placed(row)]
        rows = [*(row for row in calls if own.placed(row)), *texts]
        known = _by_sid(session, [row.sid for row in rows])
        unlisted = _unlisted(session, since, until, {row.sid for row in rows})
    found = Compared(day, len(rows) - len(texts), len(texts), len(incoming))
    found.recovered = len(take_lost(engine, incoming))
    for row in rows:
        _compare_row(engine, found, row, known.get(row.sid))
    pairs = [(known[row.sid], row) for row in rows if row.sid in known]
    found.priced = take_prices(engine, pairs)
    for attempt in unlisted:
        if engine.carrier.fetch(attempt.channel, attempt.sid or "") is None:
            gone = Difference(attempt.sid or "", attempt.id, "the carrier does not know it")
            found.differences.append(gone)
    return found


def _compare_row(engine: Engine, found: Compared, row: Listing, attempt: Attempt | None) -> None:
    if attempt is None:
        found.differences.append(Difference(row.sid, "", "the store has no such attempt"))
    elif attempt.state is State.WITHDRAWN and row.progress in _REACHED:
        said = "it was withdrawn here, and reached somebody"
        found.differences.append(Difference(row.sid, attempt.id, said))
    elif attempt.state not in OVER and row.progress in _OVER:
        found.settled += bind(engine, attempt.id, row).settled


@dataclass(frozen=True)
class _Own:
    """What tells our customers' calls and messages from anything else that the account does."""

    senders: frozenset[str]
    stations: frozenset[str]  # agents' own telephones, which no attempt rings

    def placed(self, row: Listing) -> bool:
        """Whether an attempt should stand behind it."""
        return not row.own and row.sender in self.senders and row.to not in self.stations


def _own(engine: Engine, session: Session) -> _Own:
    senders = [number for s in all_senders(engine, session) for number in (s.call, s.sms) if number]
    stations = [station for station in session.exec(select(User.station)) if station]
    return _Own(frozenset(senders), frozenset(stations))


def _by_sid(session: Session, sids: Sequence[str]) -> dict[str, Attempt]:
    query = select(Attempt).where(col(Attempt.sid).in_(among("sids")))
    return {a.sid or "": a for a in session.exec(query, params={"sids": sids})}


def _unlisted(
    session: Session, since: datetime, until: datetime, listed: set[str]
) -> list[Attempt]:
    """What was placed on that day and is not on the carrier's list of what it dialled and sent."""
    placed = col(Attempt.placed_at)
    rows = session.exec(
        select(Attempt).where(placed >= since, placed < until, col(Attempt.sid).is_not(None))
    )
    return [attempt for attempt in rows if attempt.sid not in listed]


def _note_compared(engine: Engine, day: date) -> None:
    with engine.store.write() as session:
        note_asked(session, Round.DAY, day_begins(day, engine.zone))
