"""What an ended attempt meant: every outcome, its code, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Final

from outbound.campaign.schema import Channel
from outbound.policy.retry import STEP_IS_OVER, Finality, Retry


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


class Detail(Enum):
    """What makes one outcome mean something else than it usually does."""

    BELOW_MINIMUM = "below-minimum"  # partial: fewer answers than count as a response
    BY_SOMEONE_ELSE = "by-someone-else"  # not the subscriber refused, or agreed a callback
    BEFORE_OPENING = "before-opening"  # hung up before hearing who calls
    UNASSIGNED = "unassigned"  # the number belongs to nobody
    TEMPORARY = "temporary"  # out of service for now
    NO_SPEAKER = "no-speaker"  # no agent speaks the language
    CELL_FULL = "cell-full"  # the quota cell is full
    BEFORE_WAVE = "before-wave"  # died before the list was built
    QUEUE_FULL = "queue-full"  # the carrier had no room: nothing is wrong with number or text
    NO_CAUSE = "no-cause"  # the network does not know why either
    UNDESCRIBED = "undescribed"  # by a code of the carrier that nobody has described


class CodeClass(Enum):
    """The classes of AAPOR codes, from which the rates are reckoned."""

    I = "complete"  # noqa: E741  # AAPOR's own letter
    P = "partial"
    R = "refusal"
    NC = "non-contact"
    O = "other non-response"  # noqa: E741  # AAPOR's own letter
    UH = "unknown if eligible: line"
    UO = "unknown, other"
    NE = "not eligible"


_CLASS_BY_PREFIX: Final = (
    ("1.1", CodeClass.I),
    ("1.2", CodeClass.P),
    ("2.1", CodeClass.R),
    ("2.2", CodeClass.NC),
    ("2.3", CodeClass.O),
    ("3.1", CodeClass.UH),
    ("3.", CodeClass.UO),
    ("4.", CodeClass.NE),
)


class Suppresses(Enum):
    """How far an outcome forbids further contact."""

    NOTHING = "nothing"
    CAMPAIGN = "campaign"  # this campaign
    CALLS = "calls"  # the number, by call
    MESSAGES = "messages"  # the number, by message
    NUMBER = "number"  # the number, all purposes, unless the person named less


@dataclass(frozen=True)
class Meaning:
    """What an outcome says and asks for.

    `confirmed` is the code once an earlier attempt was contacted. `contacted`: the subscriber
    spoke or replied. `live`: a live answer, for abandonment. `spends` an attempt: not what never
    rang.
    """

    code: str
    confirmed: str
    contacted: bool = False
    human: bool = False
    finality: Finality = Finality.NOTHING
    retry: Retry = STEP_IS_OVER
    suppresses: Suppresses = Suppresses.NOTHING
    live: bool = False
    spends: bool = True


def class_of(code: str) -> CodeClass:
    """The class that follows from a code; raises ValueError for what is no code."""
    for prefix, found in _CLASS_BY_PREFIX:
        if code.startswith(prefix):
            return found
    raise ValueError(f"{code!r} is no AAPOR code")


def code_of(meaning: Meaning, *, confirmed: bool) -> str:
    """An attempt's code; `confirmed`: an earlier attempt reached the subscriber."""
    return meaning.confirmed if confirmed else meaning.code


def _retry(*hours: float, at_most: int | None = None, elapsed: bool = False) -> Retry:
    return Retry(tuple(timedelta(hours=h) for h in hours), at_most, elapsed)


def _met(code: str, **more: object) -> Meaning:
    """The subscriber spoke."""
    return replace(_MET, code=code, confirmed=code, **more)  # type: ignore[arg-type]  # replace checks at run time


def _missed(code: str, confirmed: str = "2.20", **more: object) -> Meaning:
    """Nobody was reached."""
    return replace(_MISSED, code=code, confirmed=confirmed, **more)  # type: ignore[arg-type]  # as above


_MET: Final = Meaning("", "", contacted=True, human=True, live=True)
_MISSED: Final = Meaning("", "")
_OVER: Final = Finality.CONTACT
_ON_EVIDENCE: Final = Retry(held="held for evidence: it may have rung or not")
_ON_CAUSE: Final = Retry(held="held until the cause of the carrier's refusal is cleared")

_BOTH: Final[Mapping[Outcome, Meaning]] = {
    Outcome.COMPLETED: _met("1.1", finality=_OVER),
    Outcome.PARTIAL: _met("1.2", retry=_retry(24, at_most=1)),
    Outcome.REFUSED: _met("2.112", finality=_OVER, suppresses=Suppresses.CAMPAIGN),
    Outcome.REFUSED_HARD: _met("2.112", finality=_OVER, suppresses=Suppresses.NUMBER),
    Outcome.OPTED_OUT: _met("2.112", finality=_OVER, suppresses=Suppresses.NUMBER),
    Outcome.CALLBACK_AGREED: _met("2.21", retry=_retry(24)),
    Outcome.BUSY: _missed("3.12", retry=_retry(1 / 3, 1)),
    Outcome.NO_ANSWER: _missed("3.13", retry=_retry(4, 24)),
    Outcome.MACHINE: _missed("3.14", "2.222", retry=_retry(24)),
    Outcome.VOICEMAIL_LEFT: _missed("3.14", "2.221", retry=_retry(48)),
    Outcome.FAX: _missed("4.20", "4.20", finality=Finality.CHANNEL, suppresses=Suppresses.CALLS),
    Outcome.NOT_IN_SERVICE: _missed(
        "4.32", "4.32", finality=_OVER, suppresses=Suppresses.NUMBER, spends=False
    ),
    Outcome.WRONG_PERSON: _met(
        "4.10", contacted=False, finality=_OVER, suppresses=Suppresses.NUMBER
    ),
    Outcome.LANGUAGE_BARRIER: _met("2.332", retry=_retry(24)),
    Outcome.INELIGIBLE: _met("4.70", finality=_OVER, suppresses=Suppresses.CAMPAIGN),
    Outcome.DECEASED: _met("2.31", contacted=False, finality=_OVER, suppresses=Suppresses.NUMBER),
    Outcome.ABANDONED: _missed("3.90", human=True, live=True, retry=_retry(72, elapsed=True)),
    Outcome.TECHNICAL_FAILURE: _missed("3.16", retry=_retry(1 / 3, at_most=2), spends=False),
    Outcome.CARRIER_REJECTED: _missed("3.11", retry=_ON_CAUSE, spends=False),
    Outcome.UNKNOWN: _missed("3.90", retry=_ON_EVIDENCE),
    Outcome.DELIVERED: _missed("2.20"),
    Outcome.UNDELIVERED: _missed("3.16", retry=_retry(4, at_most=2), spends=False),
    Outcome.INVALID_NUMBER: _missed(
        "4.31", "4.31", finality=Finality.CHANNEL, suppresses=Suppresses.MESSAGES, spends=False
    ),
    Outcome.CARRIER_BLOCKED: _missed("3.15", finality=Finality.CHANNEL, spends=False),
}
"""The outcomes of calls and of messages; where both have one, it means the same."""

MEANING: Final[Mapping[tuple[Channel, Outcome], Meaning]] = {
    **{(Channel.CALL, outcome): meaning for outcome, meaning in _BOTH.items()},
    # A message has no live answer, so none that could be abandoned.
    **{(Channel.SMS, outcome): replace(meaning, live=False) for outcome, meaning in _BOTH.items()},
    # A call to a number that does not exist: no channel will do.
    (Channel.CALL, Outcome.INVALID_NUMBER): replace(
        _BOTH[Outcome.INVALID_NUMBER], finality=_OVER, suppresses=Suppresses.NUMBER
    ),
}
"""What every outcome means on each channel. Total: the word of one channel, met on the other,
keeps its meaning."""

_VARIANT: Final[Mapping[tuple[Outcome, Detail], Mapping[str, object]]] = {
    (Outcome.PARTIAL, Detail.BELOW_MINIMUM): {"code": "2.12", "confirmed": "2.12"},
    (Outcome.REFUSED, Detail.BY_SOMEONE_ELSE): {
        "code": "2.111", "confirmed": "2.111", "contacted": False,
    },
    (Outcome.REFUSED, Detail.BEFORE_OPENING): {"code": "3.90", "contacted": False},
    (Outcome.CALLBACK_AGREED, Detail.BY_SOMEONE_ELSE): {"contacted": False},
    (Outcome.NOT_IN_SERVICE, Detail.UNASSIGNED): {"code": "4.31", "confirmed": "4.31"},
    (Outcome.NOT_IN_SERVICE, Detail.TEMPORARY): {
        "code": "4.33", "confirmed": "4.33", "finality": Finality.NOTHING,
        "retry": _retry(24, at_most=2), "suppresses": Suppresses.NOTHING,
    },
    (Outcome.LANGUAGE_BARRIER, Detail.NO_SPEAKER): {
        "code": "2.333", "confirmed": "2.333", "finality": _OVER, "retry": STEP_IS_OVER,
    },
    (Outcome.INELIGIBLE, Detail.CELL_FULL): {"code": "4.80", "confirmed": "4.80"},
    (Outcome.DECEASED, Detail.BEFORE_WAVE): {"code": "4.10", "confirmed": "4.10"},
    (Outcome.CARRIER_REJECTED, Detail.QUEUE_FULL): {"retry": _retry(1 / 60)},
    (Outcome.UNDELIVERED, Detail.NO_CAUSE): {"retry": _retry(4, at_most=1)},
    (Outcome.UNDELIVERED, Detail.UNDESCRIBED): {"retry": _ON_CAUSE},
    (Outcome.TECHNICAL_FAILURE, Detail.UNDESCRIBED): {"retry": _ON_CAUSE},
}  # fmt: skip


@cache
def meaning_of(outcome: Outcome, channel: Channel, detail: Detail | None = None) -> Meaning:
    """What an outcome means on a channel; a detail that says nothing about it changes nothing."""
    usual = MEANING[channel, outcome]
    changes = _VARIANT.get((outcome, detail), {}) if detail else {}
    return replace(usual, **changes)  # type: ignore[arg-type]  # replace checks at run time


CONTACTED: Final = frozenset(o for o, m in _BOTH.items() if m.contacted)
"""The subscriber spoke or replied."""

LIVE: Final = frozenset(o for o, m in _BOTH.items() if m.live)
"""A person picked up a call: what abandonment is measured against."""

FINAL: Final = frozenset(o for o, m in _BOTH.items() if m.finality is _OVER)
"""The contact is over."""


def scope_of(meaning: Meaning, campaign_id: str) -> str | None:
    """The scope of the suppression that an outcome brings, as events write it; None for none."""
    return {
        Suppresses.NOTHING: None,
        Suppresses.CAMPAIGN: f"campaign:{campaign_id}",
        Suppresses.CALLS: f"channel:{Channel.CALL.value}",
        Suppresses.MESSAGES: f"channel:{Channel.SMS.value}",
        Suppresses.NUMBER: "all",
    }[meaning.suppresses]
