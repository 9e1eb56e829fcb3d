"""An attempt that is over or about to be, with all that deciding about it takes."""

from dataclasses import dataclass

from sqlmodel import Session

from db.queries.dealings import Dealings
from db.tables import Attempt, Contact
from outbound.engine.running import Running


@dataclass(frozen=True)
class Over:
    """An attempt, its contact, and the campaign as it runs; `together` is what those that end with it share."""

    attempt: Attempt
    contact: Contact
    running: Running
    together: Dealings | None = None

    def dealings(self, session: Session) -> Dealings:
        """What campaigns have with the contact's person."""
        return self.together or Dealings(session, [self.attempt.contact_id])
