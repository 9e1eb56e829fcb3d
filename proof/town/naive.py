"""Builds that are wrong on purpose, as a control: a proof that does not notice them proves nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any, Final

from sqlmodel import Session

from db.tables import Attempt, Contact
from outbound.engine import tick
from outbound.engine.attempts import place
from outbound.engine.attempts.fate import withdraw
from outbound.engine.ledger import Entry

Change = tuple[ModuleType, str, Any]
"""A module, a name in it, and what stands there instead."""


def _guess(session: Session, attempt: Attempt, contact: Contact, now: datetime, why: str) -> None:
    withdraw(session, attempt, contact, now, Entry("withdrawn", "not sent", why))


BUILDS: Final[Mapping[str, Sequence[Change]]] = {
    "": (),
    "guessing": ((place, "hold", _guess), (tick, "hold", _guess)),
}
"""What is changed in a build. `guessing` takes a create without a reply for one that was never taken,
and decides the contact again."""


def become(build: str) -> None:
    """Make this process that build, for good; the product itself is the build without a name."""
    for module, name, instead in BUILDS[build]:
        assert hasattr(module, name), f"{module.__name__} has no {name} to change"
        setattr(module, name, instead)
