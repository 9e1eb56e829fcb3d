"""Writes the chain: whatever a transaction decided about people and campaigns becomes its one link."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sqlalchemy import JSON, Connection, Dialect, TypeDecorator, bindparam, insert, select
from sqlmodel import Session, SQLModel

from db.locks import lock_chain
from db.tables import Answer, Contact, Grant, SuppressionEvent
from db.tables import CampaignEvent as StepTaken
from outbound.audit.chain import BEGINNING, append
from outbound.audit.entries import (
    ANSWER,
    BEGAN,
    GRANT,
    LASTING,
    STEP,
    SUPPRESSION,
    USER,
    Shape,
    about,
    digest,
    entry,
    proof,
)
from outbound.audit.keys import Key
from outbound.clock import Clock
from outbound.engine.chain.rows import image, stored

AT_ONCE: Final = 2_000
"""How many entries a link holds; a transaction with more, such as an imported list, has several."""

_PENDING: Final = "entries of the audit"
_audit: Final = SQLModel.metadata.tables["audit"]
_HEAD: Final = select(_audit.c.seq, _audit.c.hash).order_by(_audit.c.seq.desc()).limit(1)


class _Document(TypeDecorator[str]):
    """JSON that is written already."""

    impl = JSON
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        """It goes to the database as it is."""


_APPEND: Final = insert(_audit).values(
    entries=bindparam("entries", type_=_Document()),
    **{name: bindparam(name) for name in ("seq", "at", "previous", "hash")},
)

SEEN: Final[Mapping[type[SQLModel], Shape]] = {
    SuppressionEvent: SUPPRESSION, StepTaken: STEP, Answer: ANSWER, Grant: GRANT,
}  # fmt: skip
"""Rows that are audited wherever they are added. Others are told by whoever writes them, with `wrote`."""


@dataclass(frozen=True)
class _Written:
    """A row that was written, and whom it is about where it does not say so itself."""

    shape: Shape
    values: Mapping[str, Any]
    also: Mapping[str, str]


def wrote(session: Session, shape: Shape, values: Mapping[str, Any], **also: str) -> None:
    """Have the transaction's link tell of a row; `also` names the `number` or `subscriber_id` it is about."""
    session.info.setdefault(_PENDING, []).append(_Written(shape, values, also))


class Chain:
    """One store's chain. Its key is asked for when first needed: reading decides nothing."""

    def __init__(self, clock: Clock, secrets: Callable[[], tuple[bytes, ...]]) -> None:
        self._clock = clock
        self._secrets = secrets

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The keys that are known; the first is written with."""
        return tuple(Key(secret) for secret in self._secrets())

    def flushed(self, session: Session) -> None:
        """Note the new rows that are audited."""
        for row in session.new:
            shape = SEEN.get(type(row))
            if shape is not None:
                wrote(session, shape, dict(vars(row)))

    def seal(self, session: Session) -> None:
        """Append the transaction's link, if it decided anything, behind that of whoever commits first."""
        pending: list[_Written] | None = session.info.pop(_PENDING, None)
        if not pending:
            return
        key = self.keys[0]
        entries = [_entry(session, key, one) for one in pending]
        lock_chain(session)
        connection = session.connection()
        head = connection.execute(_HEAD).first()
        if head is None:
            entries = [*_before(connection, key, entries), *entries]
        seq, previous = (head.seq, head.hash) if head else (0, BEGINNING)
        now = self._clock.now()
        for first in range(0, len(entries), AT_ONCE):
            some = entries[first : first + AT_ONCE]
            made, text = append(key, previous, seq + 1, now, some)
            connection.execute(_APPEND, {**vars(made), "entries": text.decode("ascii")})
            seq, previous = made.seq, made.hash


def _entry(session: Session, key: Key, one: _Written) -> dict[str, Any]:
    return entry(key, one.shape, one.values, about(key, **(one.also or _person(session, one))))


def _person(session: Session, one: _Written) -> dict[str, str]:
    """Whose contact a row belongs to, where it names nobody."""
    contact_id = one.values.get("contact_id")
    contact = None if contact_id is None else session.get(Contact, contact_id)
    if contact is None:
        return {}
    return {"number": contact.number, "subscriber_id": contact.subscriber_id}


def _before(
    connection: Connection, key: Key, entries: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What a store held before its chain began: a digest of the rows that last, and its users as they are."""
    own = Counter(proof(made) for made in entries)
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    for shape in LASTING:
        found = Counter(proof(image(key, shape, row)) for _, row in stored(connection, shape))
        found.subtract({one: count for one, count in own.items() if one in found})
        rows[shape.kind], digests[shape.kind] = found.total(), digest(key, found.elements())
    users = [image(key, USER, row) for _, row in stored(connection, USER)]
    fresh = [made for made in users if proof(made) not in own]
    return [{"kind": BEGAN, "rows": rows, "digests": digests}, *fresh]
