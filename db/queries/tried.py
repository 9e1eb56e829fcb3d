"""What was tried with contacts so far, in one question for any number of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from db.queries.among import among_ids
from db.tables import Attempt, Kind
from outbound.campaign.schema import Channel
from outbound.dialing.outcome import Outcome

_TRIED: Final = select(
    col(Attempt.contact_id), col(Attempt.kind), col(Attempt.channel), col(Attempt.number), col(Attempt.outcome),
    col(Attempt.reserved_at), col(Attempt.placed_at),
).where(col(Attempt.contact_id).in_(among_ids("contacts")))  # fmt: skip
"""Built once: building it takes longer than asking it."""


@dataclass(frozen=True)
class Tried:
    """One attempt of a contact, as far as what follows depends on it."""

    kind: Kind
    channel: Channel
    number: str
    outcome: Outcome | None
    reserved_at: datetime
    placed_at: datetime | None


def tried(session: Session, contact_ids: Collection[int]) -> Mapping[int, list[Tried]]:
    """Every attempt of each contact, in no order."""
    found: dict[int, list[Tried]] = defaultdict(list)
    for contact_id, *attempt in session.execute(_TRIED, {"contacts": contact_ids}):
        found[contact_id].append(Tried(*attempt))
    return found
