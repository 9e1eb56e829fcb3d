"""What was tried with contacts so far, in one question for any number of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.queries.among import among_ids
from db.tables import Attempt, Kind
from outbound.dialing.outcome import Outcome


@dataclass(frozen=True)
class Tried:
    """One attempt of a contact, as far as what follows depends on it."""

    kind: Kind
    outcome: Outcome | None
    reserved_at: datetime
    placed_at: datetime | None


def tried(session: Session, contact_ids: Collection[int]) -> Mapping[int, list[Tried]]:
    """Every attempt of each contact, in no order."""
    found: dict[int, list[Tried]] = defaultdict(list)
    mine = col(Attempt.contact_id).in_(among_ids(session, contact_ids))
    facts = (Attempt.kind, Attempt.outcome, Attempt.reserved_at, Attempt.placed_at)
    columns: tuple[Any, ...] = (Attempt.contact_id, *facts)
    for contact_id, *attempt in session.execute(select(*columns).where(mine)):
        found[contact_id].append(Tried(*attempt))
    return found
