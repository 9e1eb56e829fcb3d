"""What an ended attempt meant: every outcome, its code, and what follows from it."""

from enum import Enum


class Outcome(Enum):
    """The outcomes of `Outcomes` tables: calls and messages share the names where they mean the same."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    REFUSED = "refused"
    REFUSED_HARD = "refused-hard"
    CALLBACK_AGREED = "callback-agreed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    MACHINE = "machine"
    VOICEMAIL_LEFT = "voicemail-left"
    FAX = "fax"
    NOT_IN_SERVICE = "not-in-service"
    WRONG_PERSON = "wrong-person"
    LANGUAGE_BARRIER = "language-barrier"
    INELIGIBLE = "ineligible"
    DECEASED = "deceased"
    ABANDONED = "abandoned"
    TECHNICAL_FAILURE = "technical-failure"
    CARRIER_REJECTED = "carrier-rejected"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    INVALID_NUMBER = "invalid-number"
    OPTED_OUT = "opted-out"
    CARRIER_BLOCKED = "carrier-blocked"
