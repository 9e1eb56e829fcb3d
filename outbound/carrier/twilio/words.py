"""Twilio's words in ours: statuses, error codes, who answered. One table each; unknown words have a fate.

Twilio warns that its codes change: they are data, and stand only here.
"""

from collections.abc import Mapping
from typing import Final

from outbound.campaign.schema import Channel
from outbound.dialing.heard import Fault, Presence, Remedy
from outbound.dialing.outcome import Detail, Outcome
from outbound.dialing.port import Progress

CALL_STATUS: Final[Mapping[str, Progress]] = {
    "queued": Progress.QUEUED,
    "initiated": Progress.QUEUED,  # only as an event
    "ringing": Progress.RINGING,
    "in-progress": Progress.ANSWERED,
    "completed": Progress.COMPLETED,
    "busy": Progress.BUSY,
    "no-answer": Progress.NO_ANSWER,
    "failed": Progress.FAILED,
    "canceled": Progress.CANCELED,
}

MESSAGE_STATUS: Final[Mapping[str, Progress]] = {
    "accepted": Progress.QUEUED,
    "scheduled": Progress.QUEUED,
    "queued": Progress.QUEUED,
    "sending": Progress.QUEUED,
    "sent": Progress.RINGING,
    "delivered": Progress.ANSWERED,
    "read": Progress.ANSWERED,
    "undelivered": Progress.FAILED,
    "failed": Progress.FAILED,
    "partially_delivered": Progress.FAILED,
    "canceled": Progress.CANCELED,
    "receiving": Progress.QUEUED,  # inbound only
    "received": Progress.ANSWERED,  # inbound only
}

ANSWERED_BY_MACHINE: Final[Mapping[str, bool]] = {
    "human": False,
    "unknown": False,  # a person, until proven otherwise: nobody is hung up on by a guess
    "machine_start": True,
    "machine_end_beep": True,
    "machine_end_silence": True,
    "machine_end_other": True,
    "fax": True,
}

GREETING_OVER: Final = frozenset({"machine_end_beep", "machine_end_silence", "machine_end_other"})
"""A machine that listens now; a fax never does."""

CONFERENCE_EVENT: Final[Mapping[str, Presence]] = {
    "conference-start": Presence.STARTED,
    "participant-join": Presence.JOINED,
    "participant-leave": Presence.LEFT,
    "conference-end": Presence.ENDED,
}

THROTTLED: Final = 20429
"""The one code after which the same create may be decided again: it was not processed."""

_WEBHOOK = Fault(None, Remedy.RECONCILE, "our webhook failed")
_BARRED = Fault(
    Outcome.CARRIER_REJECTED, Remedy.PAUSE_CAMPAIGN, "premium, country or trial account block"
)
_NOT_FOR_SMS = Fault(Outcome.INVALID_NUMBER, Remedy.CLOSE_CHANNEL, "the number takes no messages")
_SENDER_FULL = Fault(
    Outcome.CARRIER_REJECTED, Remedy.SLOW_DOWN, "the sender's queue is full", Detail.QUEUE_FULL
)

CODES: Final[Mapping[int, Fault]] = {
    21610: Fault(Outcome.OPTED_OUT, Remedy.SUPPRESS, "opted out at the carrier"),
    21211: Fault(Outcome.INVALID_NUMBER, Remedy.CLOSE_NUMBER, "not a valid number"),
    13224: Fault(Outcome.NOT_IN_SERVICE, Remedy.CLOSE_CHANNEL, "the number is not in service"),
    21614: _NOT_FOR_SMS,
    21635: _NOT_FOR_SMS,
    30006: _NOT_FOR_SMS,
    30005: Fault(Outcome.INVALID_NUMBER, Remedy.CLOSE_CHANNEL, "no such handset"),
    30003: Fault(Outcome.UNDELIVERED, Remedy.RETRY, "the handset could not be reached"),
    30004: Fault(Outcome.CARRIER_BLOCKED, Remedy.CLOSE_CHANNEL, "the carrier blocks messages"),
    30007: Fault(Outcome.CARRIER_BLOCKED, Remedy.PAUSE_SCRIPT, "filtered as spam"),
    30008: Fault(
        Outcome.UNDELIVERED,
        Remedy.RETRY_ONCE,
        "undelivered for an unknown reason",
        Detail.NO_CAUSE,
    ),
    30036: Fault(None, Remedy.DECIDE_AGAIN, "expired in the carrier's queue"),
    21611: _SENDER_FULL,
    30001: _SENDER_FULL,
    THROTTLED: Fault(None, Remedy.DECIDE_AGAIN, "too many requests"),
    20003: Fault(Outcome.CARRIER_REJECTED, Remedy.STOP_ALL, "the carrier refuses our credentials"),
    21202: _BARRED,
    21215: _BARRED,
    13227: _BARRED,
    32205: _BARRED,
    21608: _BARRED,
    11200: _WEBHOOK,
    11205: _WEBHOOK,
    11210: _WEBHOOK,
    11215: _WEBHOOK,
    11217: _WEBHOOK,
    11220: _WEBHOOK,
    11235: _WEBHOOK,
    11236: _WEBHOOK,
    11237: _WEBHOOK,
    57012: Fault(None, Remedy.CHECK_SETTINGS, "a signature does not match the settings"),
}


SIP_AS_CODE: Final[Mapping[int, int]] = {404: 13224, 410: 13224, 604: 13224}
"""A failed call may bring only the network's own answer: no such number."""


def call_progress(status: str) -> Progress:
    """How far a call has come; a status never heard of is UNHEARD_OF, which changes nothing."""
    return CALL_STATUS.get(status, Progress.UNHEARD_OF)


def message_progress(status: str) -> Progress:
    """How far a message has come; a status never heard of is UNHEARD_OF, which changes nothing."""
    return MESSAGE_STATUS.get(status, Progress.UNHEARD_OF)


def presence(event: str) -> Presence:
    """What happened in a conference; what does not matter to us is OTHER."""
    return CONFERENCE_EVENT.get(event, Presence.OTHER)


def fault_of_create(code: int) -> Fault:
    """What a code in the reply to a create means; one nobody described is a rejection with an alarm."""
    unknown = Fault(
        Outcome.CARRIER_REJECTED, Remedy.ALARM, f"the carrier's code {code} is not known here"
    )
    return CODES.get(code, unknown)


def fault_of_end(code: int | None, channel: Channel) -> Fault:
    """What a code on a failed call or message means; None is a failure without a code."""
    ended = Outcome.TECHNICAL_FAILURE if channel is Channel.CALL else Outcome.UNDELIVERED
    if code is None:
        return Fault(ended, Remedy.NONE, "the carrier gave no code")
    says = f"the carrier's code {code} is not known here"
    unknown = Fault(ended, Remedy.ALARM, says, Detail.UNDESCRIBED)
    return CODES.get(code, unknown)
