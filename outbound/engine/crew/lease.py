"""The lease: one process leads at a time, and its token, which rises with every new holder, fences off the old.

Clocks only decide how soon it passes on. That two never write as leaders follows from locks alone:
whoever writes as leader proves in the same transaction that the lease is still theirs, and keeps it
from passing on until that transaction ends.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db.columns import Moment
from db.locks import lock_lease, lock_of_lease
from db.server import end_holders, is_server
from db.tables import Lease
from outbound.errors import LeaseLostError

LEADER: Final = "leader"

TTL: Final = timedelta(seconds=7)
"""How long a leader who says nothing keeps the lease; one who lives renews it every two seconds."""

FREE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a lease that was let go has expired."""

PATIENCE: Final = "1s"
"""How long a candidate waits for the last transaction of a leader whose lease is over."""

_lease: Final[Any] = Lease.__table__  # type: ignore[attr-defined]  # every table class has one
_this = _lease.c.name == bindparam("lease")
_ours = (_this, _lease.c.holder == bindparam("ours"), _lease.c.token == bindparam("number"))
_ROW: Final = select(_lease.c.holder, _lease.c.token, _lease.c.expires_at).where(_this)
_UNTIL: Final = bindparam("until", type_=Moment)
_RENEW: Final = update(_lease).where(*_ours).values(expires_at=_UNTIL)
_TAKE: Final = (
    update(_lease)
    .where(_this)
    .values(holder=bindparam("ours"), token=_lease.c.token + 1, expires_at=_UNTIL)
)
_BORNE: Final = (
    select(_lease.c.holder, _lease.c.token).where(_this).with_for_update(read=True, key_share=True)
)


@dataclass(frozen=True)
class Held:
    """A lease that was ours when we last looked; `prove` tells whether it still is."""

    name: str
    holder: str
    token: int


def take_or_keep(
    session: Session, name: str, holder: str, now: datetime, ttl: timedelta = TTL
) -> Held | None:
    """Renew the lease if it is ours, take it if it is free; None while another holds it.

    Free is what has expired, was let go, or expires later than anyone would have said: somebody's
    clock has jumped. Taking it waits for the old holder's last transaction.
    """
    row = session.execute(_ROW, {"lease": name}).first() or _made(session, name)
    if row.holder == holder:
        lock_lease(session, name)
        held = Held(name, holder, row.token)
        return held if _renew(session, held, now + ttl) else None
    if not _is_free(row.expires_at, now, ttl):
        return None
    if is_server(session):
        session.execute(text(f"set local lock_timeout = '{PATIENCE}'"))
    lock_lease(session, name, alone=True)
    row = session.execute(_ROW, {"lease": name}).one()
    if not _is_free(row.expires_at, now, ttl):
        return None  # another candidate was quicker
    given = {"lease": name, "ours": holder, "until": now + ttl}
    session.connection().execute(_TAKE, given)
    return Held(name, holder, row.token + 1)


def let_go(session: Session, held: Held) -> None:
    """Give the lease back, so that another need not wait until it expires; nothing if it is no longer ours."""
    _renew(session, held, FREE)


def prove(session: Session, held: Held) -> None:
    """Raise LeaseLostError unless the lease is still ours; it then stays ours until the transaction ends."""
    lock_lease(session, held.name)
    row = session.execute(_BORNE, {"lease": held.name}).first()
    if row is None or (row.holder, row.token) != (held.holder, held.token):
        raise LeaseLostError(
            "Another process leads now; nothing was written.", hint="This one waits for its turn."
        )


def end_last_transaction(session: Session, name: str, now: datetime, ttl: timedelta = TTL) -> int:
    """End the transactions of a holder whose lease is over and who was stopped in the middle of them.

    The database undoes them. Returns how many; SQLite cannot: there the system frees what a dead process held.
    """
    row = session.execute(_ROW, {"lease": name}).first()
    if row is None or not _is_free(row.expires_at, now, ttl):
        return 0
    return end_holders(session, lock_of_lease(name))


def _is_free(expires_at: datetime, now: datetime, ttl: timedelta) -> bool:
    return not now < expires_at <= now + 2 * ttl


def _made(session: Session, name: str) -> Any:
    """The lease's row, which nobody has held yet."""
    try:
        with session.begin_nested():
            fresh = {"name": name, "holder": "", "token": 0, "expires_at": FREE}
            session.execute(insert(_lease).values(**fresh))
    except IntegrityError:
        pass  # another candidate made it meanwhile
    return session.execute(_ROW, {"lease": name}).one()


def _renew(session: Session, held: Held, until: datetime) -> bool:
    given = {"lease": held.name, "ours": held.holder, "number": held.token, "until": until}
    return session.connection().execute(_RENEW, given).rowcount == 1
