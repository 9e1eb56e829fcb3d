"""Turns at the carrier: creates leave in single file, one line for all calls and one for each number that writes.

The lines stand in the store, so that all workers keep to them together. Whoever takes turns holds their
lines until the transaction ends, so they are taken last, and in one order.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.columns import Moment
from db.queries.among import among
from db.tables import Contact, Pace
from outbound.campaign.schema import Channel
from outbound.dialing.pace import Line
from outbound.engine.attempts.cases import Listed
from outbound.engine.attempts.wording import preview
from outbound.engine.context import Engine
from outbound.engine.running import Running
from outbound.script.fault import ScriptError
from outbound.script.sms_length import segments as measured
from outbound.settings import Settings

CALLS: Final = "calls"
"""The line of all calls of the account; a message's line goes by the number it comes from."""

# Asked for every reservation, so built once: building a question takes longer than asking it.
_MINE: Final = (
    select(Pace)
    .where(col(Pace.name).in_(among("names")))
    .order_by(col(Pace.name))
    .with_for_update()
)
_ALL: Final = select_columns(col(Pace.name), col(Pace.next_at), col(Pace.rests_until))
_BEGIN: Final = text("insert into pace (name, next_at) values (:name, :at) on conflict do nothing")
_BEGINS: Final = _BEGIN.bindparams(bindparam("at", type_=Moment))


def line_of(channel: Channel, sender: str) -> str:
    """The name of the line in which a create waits."""
    return CALLS if channel is Channel.CALL else sender


def parts(body: str) -> int:
    """How many turns a message takes: one for each part that the carrier makes of it."""
    return measured(body).segments


@dataclass
class Turns:
    """Some lines, held by one transaction."""

    rows: Mapping[str, Pace]
    settings: Settings
    now: datetime

    def take(
        self, name: str, units: int = 1, *, within: timedelta | None = None
    ) -> datetime | None:
        """The next turn in a line, taken; None if it comes later than `within`."""
        row = self.rows[name]
        line = _line(self.settings, name, row.next_at, row.rests_until)
        at = line.turn(self.now)
        if within is not None and at > self.now + within:
            return None
        row.next_at = line.taken(at, units).next_at or at
        return at


def hold(engine: Engine, session: Session, names: Iterable[str], now: datetime) -> Turns:
    """Hold lines until the transaction ends; after numbers and desk, before money."""
    wanted = sorted(set(names))
    rows = {row.name: row for row in session.exec(_MINE, params={"names": wanted})}
    new = [name for name in wanted if name not in rows]
    for name in new:
        session.connection().execute(_BEGINS, {"name": name, "at": now})
    if new:
        rows = {row.name: row for row in session.exec(_MINE, params={"names": wanted})}
    return Turns(rows, engine.settings, now)


def in_turn(
    engine: Engine, session: Session, going: Collection[Listed], now: datetime
) -> list[tuple[Listed, datetime]]:
    """Those who have a turn in the time directly ahead, each with its moment; it is taken for them."""
    lines = [_waits_in(one) for one in going]
    turns, ahead, found = hold(engine, session, lines, now), engine.clock.ahead, []
    for one, name in zip(going, lines, strict=True):
        at = turns.take(name, units_of(one[2], one[0], now), within=ahead)
        if at is not None:
            found.append((one, at))
    return found


def rest(engine: Engine, session: Session, name: str, until: datetime) -> None:
    """Let a line rest: the carrier takes no more from it for now, whichever worker asks."""
    row = hold(engine, session, [name], engine.clock.now()).rows[name]
    row.rests_until = max(until, row.rests_until or until)


def resting(session: Session, now: datetime) -> dict[str, datetime]:
    """The lines that rest, and until when."""
    return {
        name: until for name, _, until in session.execute(_ALL) if until is not None and until > now
    }


@dataclass(frozen=True)
class Room:
    """How many turns there are in the time that lies directly ahead."""

    lines: Mapping[str, Line]
    settings: Settings
    now: datetime
    ahead: timedelta

    def of(self, name: str) -> int:
        """How many in one line."""
        line = self.lines.get(name) or _line(self.settings, name)
        return line.room(self.now, self.now + self.ahead)


def room(engine: Engine, session: Session, now: datetime) -> Room:
    """What there is room for, as far as can be told without holding the lines."""
    settings = engine.settings
    lines = {name: _line(settings, name, at, until) for name, at, until in session.execute(_ALL)}
    return Room(lines, settings, now, engine.clock.ahead)


def units_of(running: Running, contact: Contact, now: datetime) -> int:
    """How many turns the contact's present step will take: a message as many as its longest has parts."""
    step = running.step(contact.step)
    if step.channel is Channel.CALL:
        return 1
    known = running.segments
    place = (contact.step, contact.language)
    if place not in known:
        known[place] = _previewed(running, contact, now)
    return known[place]


def longer_than_thought(running: Running, contact: Contact, body: str) -> int:
    """By how many turns a message exceeds what was taken for it; the next ones are thought as long."""
    place, found = (contact.step, contact.language), parts(body)
    thought = running.segments.get(place, 1)
    running.segments[place] = max(found, thought)
    return max(0, found - thought)


def _waits_in(listed: Listed) -> str:
    contact, _, running = listed
    step = running.step(contact.step)
    return line_of(step.channel, running.sender(step))


def _previewed(running: Running, contact: Contact, now: datetime) -> int:
    try:
        return parts(preview(running, contact, now))
    except ScriptError:
        return 1  # it will not be sent


def _line(
    settings: Settings, name: str, next_at: datetime | None = None, rests: datetime | None = None
) -> Line:
    rate = settings.calls_per_second if name == CALLS else settings.segments_per_second
    return Line(rate, next_at, rests)
