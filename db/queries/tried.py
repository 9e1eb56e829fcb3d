"""What was tried with contacts so far, in one question for any number of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from db.queries.among import among_ids
from db.tables import Attempt

_TRIED: Final = select(Attempt).where(col(Attempt.contact_id).in_(among_ids("contacts")))
"""Built once: building it takes longer than asking it."""


def tried(session: Session, contact_ids: Collection[int]) -> Mapping[int, list[Attempt]]:
    """Every attempt of each contact, in no order; what this transaction changes of them shows in them."""
    found: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in session.execute(_TRIED, {"contacts": contact_ids}).scalars():
        found[attempt.contact_id].append(attempt)
    return found
