"""Locks on numbers and campaigns: whoever decides about one decides alone until their transaction ends."""

from collections.abc import Iterable
from hashlib import blake2b

from sqlalchemy import func, select
from sqlmodel import Session


def lock_numbers(session: Session, numbers: Iterable[str]) -> None:
    """Wait until nobody else decides about these numbers.

    Taken before rows are, and in one order, so that two never wait for each other. SQLite has one
    writer at a time, which is lock enough.
    """
    _lock(session, numbers)


def lock_campaign(session: Session, campaign_id: str) -> None:
    """Wait until nobody else signs or launches this campaign, which may have no row to lock yet."""
    _lock(session, [f"campaign {campaign_id}"])


def _lock(session: Session, names: Iterable[str]) -> None:
    if session.get_bind().dialect.name != "postgresql":
        return
    keys = func.unnest(sorted({_key(name) for name in names}))
    with session.no_autoflush:
        session.execute(select(func.pg_advisory_xact_lock(keys.column_valued("key"))))


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
