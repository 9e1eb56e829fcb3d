"""What the carrier told us about one attempt, in our words; its own words end in the adapter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from outbound.dialing.outcome import Detail, Outcome
from outbound.dialing.port import Progress


class Endpoint(Enum):
    """What a webhook is for; the value is the word after /tw/ in its URL."""

    VOICE = "voice"  # the call was answered: what shall we say?
    GATHER = "gather"  # keys were pressed, or none in time
    STATUS = "status"  # how far a call has come
    MACHINE = "machine"  # a person or a machine picked up
    VOICEMAIL = "voicemail"  # a machine listens: what shall we leave?
    CONFERENCE = "conference"  # someone joined or left the talk
    FALLBACK = "fallback"  # our own answer failed: what shall we say instead?
    SMS = "sms"  # a message from a subscriber; has no token
    MESSAGE = "message"  # how far a message has come


class Presence(Enum):
    """What happened in a conference."""

    STARTED = "started"
    JOINED = "joined"
    LEFT = "left"
    ENDED = "ended"
    OTHER = "other"  # muted, held and the like: changes nothing


@dataclass(frozen=True)
class Heard:
    """One webhook, checked and translated.

    `key` is the same for every delivery of the same event, and differs between any two events.
    `attempt_id` and `turn` come from our own token; an incoming message has none. `number` is the
    subscriber's, `sender` ours; both are empty where the carrier does not tell them. `at` and
    `sequence` are the carrier's, where given: arrival order means nothing. `machine` is None where
    nothing was detected. `suspect` texts may be two parameters folded into one: keep them, show them
    to a person, apply nothing.
    """

    endpoint: Endpoint
    key: str
    sid: str
    attempt_id: str | None = None
    turn: int = 0
    progress: Progress | None = None
    at: datetime | None = None
    sequence: int | None = None
    code: int | None = None
    duration: timedelta | None = None
    digits: str | None = None  # of a gather: empty if nothing was pressed
    body: str = ""  # of an incoming message, or what was said to a gather
    number: str = ""
    sender: str = ""
    machine: bool | None = None
    greeting_over: bool = False  # of a machine: what is said now is recorded
    presence: Presence | None = None
    suspect: bool = False


class Remedy(Enum):
    """What must happen, beyond the attempt itself, because of a carrier's code."""

    NONE = "none"
    SUPPRESS = "suppress"  # record the opt-out with the carrier as its source
    CLOSE_NUMBER = "close-number"  # the number takes neither calls nor messages
    CLOSE_CHANNEL = "close-channel"  # the number takes no more of this channel
    RETRY = "retry"  # inside the caps
    RETRY_ONCE = "retry-once"
    DECIDE_AGAIN = "decide-again"  # nothing went out: no attempt spent
    SLOW_DOWN = "slow-down"  # this sender is too fast
    PAUSE_SCRIPT = "pause-script"  # its text is filtered as spam; alarm
    PAUSE_CAMPAIGN = "pause-campaign"  # the account may not reach such numbers; alarm
    STOP_ALL = "stop-all"  # the carrier does not accept us; alarm
    RECONCILE = "reconcile"  # our webhook failed: ask the carrier's listing; alarm
    CHECK_SETTINGS = "check-settings"  # alarm
    ALARM = "alarm"  # a code nobody has described: no automatic repeat


OURS: Final = frozenset({Remedy.RECONCILE, Remedy.CHECK_SETTINGS})
"""For codes that tell of a failure of ours: they say nothing of the attempt."""


@dataclass(frozen=True)
class Fault:
    """What a carrier's code means for an attempt; `outcome` is None where the attempt has not ended by it.

    `detail` makes the outcome mean what this code means by it.
    """

    outcome: Outcome | None
    remedy: Remedy
    says: str
    detail: Detail | None = None
