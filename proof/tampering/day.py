"""A centre's morning in which everything is decided that the audit keeps, copied at several hours, its checkpoints kept elsewhere."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.locks import lock_numbers
from db.session import Store
from db.tables import Contact, Grant
from outbound.audit.entries import ERASED
from outbound.engine.attempts import suppression_list
from outbound.engine.audit import exporting
from outbound.engine.audit.checkpoints import checkpoint, file_of
from outbound.engine.campaigns import lifecycle
from outbound.engine.chain.writing import wrote
from outbound.engine.context import Engine
from outbound.engine.life.actor import COMMAND_LINE
from outbound.engine.people import accounts
from proof.ground import Ground
from proof.promise import Database
from proof.town.centre import write_centre
from proof.webhooks import Door

PEOPLE: Final = 40
HOURS: Final = 4
MOMENTS: Final = 9
"""An hour has so many moments at which the engine decides."""

APART: Final = timedelta(minutes=3)

GUARDED: Final = ("suppression", "decision", "campaign_event", "audit")
"""The tables whose rows the database itself refuses to change, until its owner says otherwise."""


@dataclass(frozen=True)
class Day:
    """The store as it stood after each hour, the last one now; `kept` has the checkpoints, elsewhere."""

    hours: tuple[Engine, ...]
    kept: Path

    @property
    def engine(self) -> Engine:
        """The store as it stands."""
        return self.hours[-1]

    def close(self) -> None:
        """Let go of every store."""
        for engine in self.hours:
            engine.store.close()


def live_a_day(ground: Ground) -> Day:
    """Let a centre live for some hours, and sign its audit at the end of each."""
    centre, url = write_centre(ground.folder / "centre", PEOPLE), ground.new_store_url()
    centre.launch(url)
    door = Door.open(centre, url, "a day")
    urls = [_lived(door, ground, url, hour) for hour in range(HOURS)]
    kept = ground.folder / "kept-by-the-auditor.jsonl"
    file_of(door.engine).rename(kept)
    door.close()
    return Day(tuple(_opened(door.engine, ground, copy) for copy in urls), kept)


def unguard(store: Store, database: Database) -> None:
    """What only the store's owner can: take away what keeps its rows from being changed."""
    with store.write() as session:
        if database is Database.POSTGRESQL:
            statements = [f"alter table {table} disable trigger user" for table in GUARDED]
        else:
            names = text("select name from sqlite_master where type = 'trigger'")
            statements = [f"drop trigger {name}" for (name,) in session.execute(names).all()]
        for statement in statements:
            session.execute(text(statement))


def _lived(door: Door, ground: Ground, url: str, hour: int) -> str:
    """Another hour; where the store's copy is."""
    for _ in range(MOMENTS):
        door.live(APART)
    _decide(door.engine, hour)
    checkpoint(door.engine, door.engine.clock.now())
    door.engine.store.close()  # nobody may be connected to what is copied
    copy = ground.new_store_url()
    ground.replace(copy, url)
    return copy


def _decide(engine: Engine, hour: int) -> None:
    """What people decide, of every kind that the hours do not bring by themselves."""
    now = engine.clock.now()
    with engine.store.read() as session:
        contacts = session.exec(select(Contact).order_by(col(Contact.id)).limit(8)).all()
    one, other = contacts[hour], contacts[4 + hour]
    suppression_list.add(
        engine, other.number, "purpose:survey", "by letter", now + timedelta(days=9)
    )
    suppression_list.remove(engine, other.number, "purpose:survey", "by another letter")
    exporting.export(engine, one.number, "auditor", "asked for by letter")
    accounts.add(
        engine, accounts.NewUser(f"user-{hour}", "agent", "Lin", "", "zh"), engine.new_id()
    )
    lifecycle.change(engine, "notice", _STEPS[hour % 2], COMMAND_LINE, "the line is bad")
    with engine.store.write() as session:
        lock_numbers(session, [one.number])
        _grant(session, one, hour, engine)
        wrote(session, ERASED, {"number": "+8613900000000", "subscriber_id": "gone", "waves": []})


_STEPS: Final = (lifecycle.Step.PAUSE, lifecycle.Step.RESUME)


def _grant(session: Session, one: Contact, hour: int, engine: Engine) -> None:
    assert one.id is not None  # it was read
    session.add(Grant(
        contact_id=one.id, campaign_id=one.campaign_id, offer=f"pack-{hour}", value=Decimal("19.50"),
        by="agent-1", at=engine.clock.now(),
    ))  # fmt: skip


def _opened(engine: Engine, ground: Ground, url: str) -> Engine:
    store = Store(url, durable=False)
    unguard(store, ground.database)
    return replace(engine, store=store)
