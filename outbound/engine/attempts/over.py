"""An attempt that is over or about to be, with all that deciding about it takes."""

from dataclasses import dataclass

from db.tables import Attempt, Contact
from outbound.engine.running import Running


@dataclass(frozen=True)
class Over:
    """An attempt, its contact, and the campaign as it runs."""

    attempt: Attempt
    contact: Contact
    running: Running
