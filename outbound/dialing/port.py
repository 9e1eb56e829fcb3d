"""What a carrier must do for us: one small seam, and what its replies mean.

No method repeats a create by itself, and none raises for what the carrier said: the reply's kind
tells whether the carrier is known to have taken the request, known not to have, or neither.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Protocol

from outbound.campaign.schema import Channel


@dataclass(frozen=True)
class CallOrder:
    """One call to create. `token` identifies the attempt in every callback URL.

    `await_beep`: a machine is told once its greeting is over, so that a message can be left.
    """

    to: str
    sender: str
    token: str
    ring: timedelta
    limit: timedelta
    detect_machine: bool
    synthetic: bool = False
    await_beep: bool = False


@dataclass(frozen=True)
class MessageOrder:
    """One message to create; `validity` bounds its stay in the carrier's queue."""

    to: str
    sender: str
    token: str
    body: str
    validity: timedelta
    synthetic: bool = False


@dataclass(frozen=True)
class Accepted:
    """The carrier has it, under its id."""

    sid: str


@dataclass(frozen=True)
class Declined:
    """The carrier refused it with a code; nothing will ring."""

    code: int
    message: str


@dataclass(frozen=True)
class NotTaken:
    """Known not to have been taken: throttled or never sent. Safe to decide again after `wait`."""

    wait: timedelta
    message: str


@dataclass(frozen=True)
class Uncertain:
    """No reply that tells: it may ring or not. Never create it again."""

    message: str


Reply = Accepted | Declined | NotTaken | Uncertain


class Progress(Enum):
    """How far the carrier says a call or message has come."""

    QUEUED = "queued"
    RINGING = "ringing"  # sms: sent
    ANSWERED = "answered"  # sms: delivered
    COMPLETED = "completed"  # call: a line was opened and is closed again
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"  # sms: undelivered too
    CANCELED = "canceled"
    UNHEARD_OF = "unheard-of"  # a word we do not know: stored and alarmed, changes nothing


@dataclass(frozen=True)
class Listing:
    """One call or message as the carrier's own listing tells it.

    `created_at` goes by the carrier's clock, and so does `told_at`, when it told this; None where it
    does not say. `begun_at`: dialled, sent or received; None while it waits in the carrier's queue.
    `own`: the carrier's own message, such as its confirmation of a STOP. `price`: what it takes, in
    its currency; None until it says.
    """

    sid: str
    channel: Channel
    to: str
    sender: str
    progress: Progress
    code: int | None
    created_at: datetime
    duration: timedelta | None
    body: str = ""
    inbound: bool = False
    own: bool = False
    begun_at: datetime | None = None
    told_at: datetime | None = None
    price: Decimal | None = None
    currency: str = ""


class Carrier(Protocol):
    """The telephone network, as the engine needs it."""

    def call(self, order: CallOrder) -> Reply:
        """Create one call."""
        ...

    def message(self, order: MessageOrder) -> Reply:
        """Create one message."""
        ...

    def fetch(self, channel: Channel, sid: str) -> Listing | None:
        """The present state of one call or message; None if the carrier does not know it.

        Raises CarrierError if it cannot be asked.
        """
        ...

    def list_to(self, channel: Channel, number: str) -> list[Listing]:
        """All that the carrier lists to a number, any age, all pages. Raises CarrierError."""
        ...

    def list_begun(
        self, channel: Channel, since: datetime, until: datetime, to: str = ""
    ) -> list[Listing]:
        """All that was dialled, sent or received from `since` up to `until`, to one number if it is given.

        What waits in the carrier's queue is not among it. Raises CarrierError.
        """
        ...

    def hang_up(self, sid: str, *, answered: bool) -> None:
        """End a call: cancels one that has not been answered, completes one that has. Raises CarrierError."""
        ...

    def divert(self, sid: str, token: str) -> None:
        """Take a live call from whatever it does: it asks our voicemail endpoint. Raises CarrierError."""
        ...
