"""What waits in the inbox, applied in the order in which it came, many in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Final

from sqlmodel import Session, col, select

from db.locks import lock_inbox
from db.tables import InboxRow
from outbound.engine.attempts.lines import end_lines
from outbound.engine.context import Engine
from outbound.engine.inbox.effects import Effects, perform
from outbound.engine.inbox.events import applied, apply
from outbound.engine.inbox.heard_json import from_json
from outbound.errors import OutboundError, StoreError

AT_ONCE: Final = 50
"""How many are applied in one transaction."""

MOST: Final = 500
"""How many are applied before whoever asked has something else to do."""


class Backlog:
    """Applies what waits on a thread of its own, soon after somebody has asked; asked often, it works once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._asked = Event()

    def work_soon(self) -> None:
        """Have it done; what fails becomes an alarm, and the rows wait for the next tick."""
        if not self._asked.is_set():
            self._asked.set()
            self._thread.submit(self._work)

    def _work(self) -> None:
        self._asked.clear()  # first: whatever is stored from here on asks again
        try:
            while apply_waiting(self._engine) == MOST:
                pass
        except OutboundError as failure:
            self._engine.heartbeat.alarm(self._engine.clock.now(), failure.code, failure.message)


def apply_waiting(engine: Engine) -> int:
    """Apply what was stored and not applied, oldest first; returns how many.

    One that cannot be applied is set aside for a person: it must not hold up all that follow.
    """
    done = 0
    while done < MOST:
        try:
            count = _together(engine)
        except StoreError:
            raise  # the store's trouble is no callback's
        except Exception:  # noqa: BLE001 - one of them is at fault: each for itself tells which
            count = _one_by_one(engine)
        if count == 0:
            break
        done += count
    return done


def _together(engine: Engine) -> int:
    with engine.store.read() as session:
        if not _waiting(session, 1):
            return 0  # most often: nobody is kept from writing
    with engine.store.write() as session:
        lock_inbox(session)
        rows = _waiting(session, AT_ONCE)
        told = [(row.id or 0, from_json(row.payload["heard"])) for row in rows]
        effects = applied(engine, session, told)
    end_lines(engine, session)
    for each in effects:
        if isinstance(each, Effects):
            perform(engine, each)
    return len(rows)


def _one_by_one(engine: Engine) -> int:
    with engine.store.read() as session:
        rows = _waiting(session, AT_ONCE)
    for row in rows:
        try:
            apply(engine, row.id or 0, from_json(row.payload["heard"]))
        except StoreError:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever is wrong with one, the rest goes on
            _set_aside(engine, row.id or 0, failure)
    return len(rows)


def _waiting(session: Session, most: int) -> list[InboxRow]:
    return list(
        session.exec(
            select(InboxRow)
            .where(col(InboxRow.applied_at).is_(None), InboxRow.result == "")
            .order_by(col(InboxRow.id))
            .limit(most)
        )
    )


def _set_aside(engine: Engine, row_id: int, failure: Exception) -> None:
    with engine.store.write() as session:
        session.get_one(InboxRow, row_id).result = f"failed: {type(failure).__name__}"
    engine.heartbeat.alarm(
        engine.clock.now(), "inbox", f"The callback in row {row_id} cannot be applied: {failure!r}."
    )
