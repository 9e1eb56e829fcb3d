"""Where the chain tells of what concerns a number: the link that proves each row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection
from sqlmodel import SQLModel

from db.tables import Wave
from outbound.audit.entries import ALSO, WAVE, Shape, about, proof
from outbound.audit.keys import Key
from outbound.engine.chain.links import links_naming
from outbound.engine.chain.rows import image


@dataclass(frozen=True)
class Place:
    """A link; `elsewhere` if it tells of the row in connection with another number."""

    seq: int | None
    hash: str
    elsewhere: bool = False


NOWHERE: Final = Place(None, "")


class Places:
    """The links that name a number, or somebody who is reached by it, and the rows that they tell of."""

    def __init__(self, connection: Connection, keys: Sequence[Key], number: str) -> None:
        self._connection = connection
        self._keys = keys
        self._number = {about(key, number=number)["number"] for key in keys}
        self._told: dict[bytes, Place] = {}
        self.contacts: set[int] = set()
        """Whose number it was when something was decided."""
        self._read(self._number)

    def meet(self, subscribers: Iterable[str]) -> None:
        """Read what the chain tells of these people, too: also what it tells about other numbers of theirs."""
        named = {about(key, subscriber_id=one)["subscriber_id"] for key in self._keys for one in subscribers}  # fmt: skip
        self._read(named)

    def of(self, shape: Shape, row: SQLModel) -> Place:
        """The link that tells of a row."""
        proofs = (proof(image(key, shape, vars(row))) for key in self._keys)
        return next((self._told[one] for one in proofs if one in self._told), NOWHERE)

    def of_wave(self, wave: Wave) -> Place:
        """The link that tells of a list as a whole: it names nobody."""
        self._read({f'"id":"{wave.id}"'})
        return self.of(WAVE, wave)

    def _read(self, named: set[str]) -> None:
        for link in links_naming(self._connection, sorted(named)):
            for made in link.entries:
                numbers = _numbers(made)
                mine = bool(numbers & self._number)
                self._told[proof(made)] = Place(link.seq, link.hash, bool(numbers) and not mine)
                if mine and isinstance(made.get("contact_id"), int):
                    self.contacts.add(made["contact_id"])


def _numbers(made: Mapping[str, Any]) -> set[str]:
    """The hashes of the numbers that an entry names."""
    also = made.get(ALSO)
    named = (made.get("number"), also.get("number") if isinstance(also, Mapping) else None)
    return {one for one in named if isinstance(one, str)}
