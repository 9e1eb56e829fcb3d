"""Locks on numbers and campaigns: whoever decides about one decides alone until their transaction ends.

Whoever changes an attempt or a contact holds its number, and read the rows after taking it. Locks are
taken in one order, so that two never wait for each other: numbers, campaign, desk, promises, pace,
spend, audit.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from db.queries.among import among
from db.queries.lately import Who
from db.tables import Attempt, Contact, ContactState

_HELD: Final = "numbers held"
_attempt: Final[Any] = Attempt.__table__  # type: ignore[attr-defined]  # every table class has one
_contact: Final[Any] = Contact.__table__  # type: ignore[attr-defined]  # as above
_person: Final[Any] = _contact.alias("person")
_OPEN: Final = _contact.c.state != ContactState.CLOSED
_NUMBERS: Final = (
    select(_attempt.c.number, _contact.c.number, _contact.c.numbers)
    .join(_contact, and_(_contact.c.subscriber_id == _attempt.c.subscriber_id, _OPEN), isouter=True)
    .where(_attempt.c.id.in_(among("attempts")))
)
_REACHED_AT: Final = (
    select(_person.c.number, _contact.c.number, _contact.c.numbers)
    .join(_contact, and_(_contact.c.subscriber_id == _person.c.subscriber_id, _OPEN))
    .where(_person.c.number.in_(among("reached")))
)


def lock_numbers(session: Session, numbers: Iterable[str]) -> None:
    """Wait until nobody else decides about these numbers.

    Taken before rows are read, and in one order. SQLite has one writer at a time, which is lock enough.
    """
    wanted = set(numbers)
    _lock(session, wanted)
    session.info.setdefault(_HELD, set()).update(wanted)


def lock_counted(session: Session, people: Iterable[Who]) -> None:
    """The same for all that caps count people by: number, subscriber and household."""
    everyone = list(people)
    wanted = {who.number for who in everyone}
    others = {f"subscriber {who.subscriber_id}" for who in everyone}
    others |= {f"household {who.household}" for who in everyone if who.household}
    _lock(session, wanted | others)
    session.info.setdefault(_HELD, set()).update(wanted)


def lock_attempts(session: Session, attempt_ids: Collection[str]) -> None:
    """Hold the numbers of these attempts, which never change, and all by which the same people are reached.

    What somebody says on one number may end what is under way on another, or lead to it.
    """
    lock_people(session, (), attempt_ids)


def lock_people(
    session: Session, numbers: Collection[str], attempt_ids: Collection[str] = ()
) -> None:
    """Hold these numbers, those of these attempts, and all others by which the same people are reached.

    All at once: whoever took them one after another might wait for somebody who waits for them.
    """
    wanted = set(numbers)
    if numbers:
        wanted.update(_all(session.execute(_REACHED_AT, {"reached": list(numbers)})))
    if attempt_ids:
        wanted.update(_all(session.execute(_NUMBERS, {"attempts": list(attempt_ids)})))
    lock_numbers(session, wanted)


def _all(rows: Iterable[Any]) -> Iterator[str]:
    for own, other, further in rows:
        yield from (number for number in (own, other, *(further or ())) if number)


def free_contacts(session: Session, query: SelectOfScalar[Contact]) -> Sequence[Contact]:
    """The contacts that the query finds and that nobody else is deciding about, held like their numbers.

    The others are left out: whoever looks again finds them. Only for what no attempt is open for.
    """
    found = session.exec(query.with_for_update(skip_locked=True)).all()
    session.info.setdefault(_HELD, set()).update(contact.number for contact in found)
    return found


def held(session: Session) -> frozenset[str]:
    """The numbers about which this transaction may decide."""
    return frozenset(session.info.get(_HELD, ()))


def lock_lease(session: Session, name: str, *, alone: bool = False) -> None:
    """Keep a lease from passing on until the transaction ends; `alone`, wait until nobody else does."""
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(lock_of_lease(name))))


def lock_of_lease(name: str) -> int:
    """The lock by which a server finds those who keep a lease from passing on."""
    return _key(f"lease {name}")


def lock_schema(session: Session) -> None:
    """Wait until nobody else makes or changes the tables: processes start side by side."""
    _lock(session, ["schema"])


def lock_campaign(session: Session, campaign_id: str) -> None:
    """Wait until nobody else signs or launches this campaign, which may have no row to lock yet."""
    _lock(session, [f"campaign {campaign_id}"])


def lock_promises(session: Session) -> None:
    """Wait until nobody else promises a call: what agents have time for is counted over all of them."""
    _lock(session, ["promises"])


def lock_inbox(session: Session) -> None:
    """Wait until nobody else works off the inbox; the first lock of a transaction, so that order is kept."""
    _lock(session, ["inbox"])


def lock_chain(session: Session) -> None:
    """Wait until nobody else appends to the audit; the last lock of a transaction, held until it commits."""
    _lock(session, ["audit"])


def _lock(session: Session, names: Collection[str]) -> None:
    if not names or session.get_bind().dialect.name != "postgresql":
        return
    keys = func.unnest(sorted({_key(name) for name in names}))
    with session.no_autoflush:
        session.execute(select(func.pg_advisory_xact_lock(keys.column_valued("key"))))


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
