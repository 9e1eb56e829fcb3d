"""An attempt that is over or about to be, with all that deciding about it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.tables import Attempt, Contact
from outbound.engine.running import Running


@dataclass(frozen=True)
class Over:
    """An attempt, its contact, and the campaign as it runs.

    `tried` are the contact's attempts, this one among them, where whoever ends many has read them
    together; else they are asked for when they are needed.
    """

    attempt: Attempt
    contact: Contact
    running: Running
    tried: Sequence[Attempt] | None = None
