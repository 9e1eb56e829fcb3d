"""The inbox's door: webhooks that come together are stored in one transaction, each before it is answered."""

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from db.queries.among import among
from outbound.carrier.twilio.webhooks import storable
from outbound.dialing.heard import Heard
from outbound.engine.context import Engine
from outbound.engine.inbox.heard_json import to_json
from outbound.errors import StoreError

AT_ONCE: Final = 100
"""How many are stored in one transaction at the most."""

_inbox = SQLModel.metadata.tables["inbox"]
_BY_KEY: Final = select(_inbox.c.key, _inbox.c.id, _inbox.c.applied_at, _inbox.c.reply).where(
    _inbox.c.key.in_(among("keys"))
)
_NEW: Final = {
    "sqlite": sqlite.insert(_inbox).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(_inbox).on_conflict_do_nothing(index_elements=["key"]),
}
"""One that came before is left as it is: what was stored first counts."""


@dataclass(frozen=True)
class Coming:
    """A webhook, checked, as it came."""

    heard: Heard
    params: Mapping[str, str]


@dataclass(frozen=True)
class Stored:
    """A webhook in the inbox; `reply` is set where it was applied before."""

    row_id: int
    reply: str | None


@dataclass(frozen=True)
class _Waiting:
    coming: Coming
    stored: "Future[Stored]" = field(default_factory=Future)


class Intake:
    """Stores webhooks; whoever's turn it is stores for all who wait. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: deque[_Waiting] = deque()
        self._turn = Lock()

    def store(self, heard: Heard, params: Mapping[str, str]) -> Stored:
        """The webhook's row, committed when this returns. Raises StoreError where it could not be."""
        mine = _Waiting(Coming(heard, params))
        self._queue.append(mine)
        with self._turn:
            while not mine.stored.done():
                together = min(AT_ONCE, len(self._queue))
                self._store([self._queue.popleft() for _ in range(together)])
        return mine.stored.result()

    def _store(self, together: Sequence[_Waiting]) -> None:
        try:
            found = store(self._engine, [one.coming for one in together])
        except Exception as failure:  # noqa: BLE001 - whoever waits is told, nobody for another's fault
            if len(together) > 1 and not isinstance(failure, StoreError):
                for one in together:
                    self._store([one])
                return
            for one in together:
                one.stored.set_exception(failure)
        else:
            for one in together:
                one.stored.set_result(found[one.coming.heard.key])


def store_one(engine: Engine, heard: Heard, params: Mapping[str, str]) -> Stored:
    """One webhook's row, committed when this returns."""
    return store(engine, [Coming(heard, params)])[heard.key]


def store(engine: Engine, together: Sequence[Coming]) -> dict[str, Stored]:
    """The rows of webhooks by their keys, committed when this returns; one that came before stays as it is."""
    now = engine.clock.now()
    rows: dict[str, dict[str, Any]] = {
        one.heard.key: {
            "key": one.heard.key, "endpoint": one.heard.endpoint.value, "token": one.heard.attempt_id or "",
            "payload": {"heard": to_json(one.heard), "params": storable(one.params)}, "received_at": now,
            "result": "", "reply": "",
        }
        for one in together
    }  # fmt: skip
    with engine.store.write() as session:
        connection = session.connection()
        connection.execute(_NEW[connection.dialect.name], list(rows.values()))
        found = connection.execute(_BY_KEY, {"keys": list(rows)}).all()
    return {
        key: Stored(row_id, reply if applied is not None else None)
        for key, row_id, applied, reply in found
    }
