"""What campaigns have, or had, with the people of some contacts, in one question of a kind for all of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Executable, and_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.queries.among import among_ids
from db.tables import STILL_OPEN, Attempt, Contact
from outbound.dialing.attempt import UNDER_WAY

# Built once: building a question takes longer than asking it.
_THESE: Final = among_ids("contacts")
_ended = aliased(Contact)
_SAME_PERSON: Final = and_(
    col(Contact.subscriber_id) == col(_ended.subscriber_id),
    col(Contact.campaign_id) == col(_ended.campaign_id),
)
_TRIED: Final = select(col(Attempt.contact_id), Attempt).where(col(Attempt.contact_id).in_(_THESE))
# From the person to what is theirs, not from all that is open or under way: an outer join goes one way.
_OPEN: Final = (
    select(col(_ended.id), Contact)
    .outerjoin(Contact, and_(_SAME_PERSON, col(Contact.state).in_(STILL_OPEN)))
    .where(col(_ended.id).in_(_THESE))
)
_UNDER_WAY: Final = (
    select(col(_ended.id), Attempt)
    .join(Contact, _SAME_PERSON)
    .outerjoin(
        Attempt,
        and_(col(Attempt.contact_id) == col(Contact.id), col(Attempt.state).in_(UNDER_WAY)),
    )
    .where(col(_ended.id).in_(_THESE))
)


class Dealings:
    """Each kind is read when it is first asked for, for all the contacts together.

    The rows are the session's own: what its transaction changes of them shows in them. Those that
    it adds later do not show.
    """

    def __init__(self, session: Session, contact_ids: Collection[int]) -> None:
        self._session = session
        self._contacts = contact_ids

    def tried(self, contact_id: int) -> list[Attempt]:
        """Every attempt of a contact, in no order."""
        return self._tried[contact_id]

    def open_contacts(self, contact_id: int) -> list[Contact]:
        """The contacts of this one's person in its campaign that are not closed, in no order."""
        found = self._open[contact_id]
        return [one for one in found if one.state in STILL_OPEN]

    def under_way(self, contact_id: int) -> list[Attempt]:
        """The attempts of this one's person in its campaign that are not over, in no order."""
        return [one for one in self._under_way[contact_id] if one.state in UNDER_WAY]

    @cached_property
    def _tried(self) -> Mapping[int, list[Attempt]]:
        return self._read(_TRIED)

    @cached_property
    def _open(self) -> Mapping[int, list[Contact]]:
        return self._read(_OPEN)

    @cached_property
    def _under_way(self) -> Mapping[int, list[Attempt]]:
        return self._read(_UNDER_WAY)

    def _read(self, question: Executable) -> Mapping[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for contact_id, row in self._session.execute(question, {"contacts": self._contacts}):
            if row is not None:
                found[contact_id].append(row)
        return found
