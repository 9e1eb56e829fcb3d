"""The closed schema of each webhook: which parameters must come, which may, and what each may hold.

A signature does not separate names from values, so `Body=YES, Digits=5` signs like `Body=YESDigits5`.
Only a closed list of names, one value each, with a pattern for every value, makes a request mean one
thing. What Twilio adds in future is refused until it stands here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from outbound.dialing.heard import Endpoint

Pattern = re.Pattern[str]

FREE: Final = re.compile(r".{0,4000}", re.DOTALL)
"""Text that people or networks write; the only place where a parameter can hide."""

_CALL = re.compile(r"CA[0-9a-f]{32}")
_MESSAGE = re.compile(r"(SM|MM)[0-9a-f]{32}")
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
_CONFERENCE = re.compile(r"CF[0-9a-f]{32}")
_SERVICE = re.compile(r"(MG[0-9a-f]{32})?")
_RECORDING = re.compile(r"RE[0-9a-f]{32}")
_NUMBER = re.compile(r"\+?\d{3,15}", re.ASCII)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_CODE = re.compile(r"(\d{1,6})?", re.ASCII)
_DECIMAL = re.compile(r"(\d(\.\d{1,20})?)?", re.ASCII)
_KEYS = re.compile(r"[0-9*#A-D]{0,64}")
_KEY = re.compile(r"[0-9*#]?")
_FLAG = re.compile(r"true|false")
_VERSION = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)
_URL = re.compile(r"(https?://[\x21-\x7e]{1,2000})?")

_PLACES = {
    f"{who}{what}": FREE
    for who in ("From", "To", "Caller", "Called")
    for what in ("City", "State", "Zip", "Country")
}

_CALL_NEEDS = {
    "AccountSid": _ACCOUNT,
    "CallSid": _CALL,
    "CallStatus": _WORD,
    "From": _NUMBER,
    "To": _NUMBER,
}
_CALL_MAY = _PLACES | {
    "AnsweredBy": _WORD,
    "ApiVersion": _VERSION,
    "Called": _NUMBER,
    "Caller": _NUMBER,
    "CallerName": FREE,
    "Direction": _WORD,
    "ForwardedFrom": _NUMBER,
    "MachineDetectionDuration": _COUNT,
    "ParentCallSid": _CALL,
    "QueueTime": _COUNT,
    "StirVerstat": _WORD,
}
_GATHER_MAY = {
    "Confidence": _DECIMAL,
    "Digits": _KEYS,
    "FinishedOnKey": _KEY,
    "Language": _WORD,
    "SpeechResult": FREE,
    "msg": re.compile(r"Gather End"),
}
_RECORDING_MAY = {
    "RecordingUrl": _URL,
    "RecordingSid": _RECORDING,
    "RecordingDuration": _COUNT,
}
_EVENT_MAY = {
    "CallbackSource": _WORD,
    "SequenceNumber": _COUNT,
    "Timestamp": _MOMENT,
}
_ERROR_MAY = {"ErrorCode": _CODE, "ErrorMessage": FREE}
_MESSAGE_MAY = _PLACES | {
    "ApiVersion": _VERSION,
    "MessagingServiceSid": _SERVICE,
    "NumMedia": _COUNT,
    "NumSegments": _COUNT,
    "SmsMessageSid": _MESSAGE,
    "SmsSid": _MESSAGE,
    "SmsStatus": _WORD,
}


@dataclass(frozen=True, eq=False)
class Schema:
    """One endpoint's parameters: those that must come, and all that are known."""

    needs: frozenset[str]
    known: Mapping[str, Pattern]


def _schema(needs: Mapping[str, Pattern], *may: Mapping[str, Pattern]) -> Schema:
    known = dict(needs)
    for part in may:
        known.update(part)
    return Schema(frozenset(needs), known)


SCHEMAS: Final[Mapping[Endpoint, Schema]] = {
    Endpoint.VOICE: _schema(_CALL_NEEDS, _CALL_MAY),
    Endpoint.VOICEMAIL: _schema(_CALL_NEEDS, _CALL_MAY, _GATHER_MAY),
    # The action of any verb: Gather's, and of a Record or a Dial what came of it.
    Endpoint.GATHER: _schema(
        _CALL_NEEDS, _CALL_MAY, _GATHER_MAY, _RECORDING_MAY, {"DialCallStatus": _WORD}
    ),
    Endpoint.FALLBACK: _schema(_CALL_NEEDS, _CALL_MAY, _GATHER_MAY, _ERROR_MAY, {"ErrorUrl": _URL}),
    Endpoint.STATUS: _schema(
        _CALL_NEEDS,
        _CALL_MAY,
        _EVENT_MAY,
        _ERROR_MAY,
        _RECORDING_MAY,
        {"CallDuration": _COUNT, "Duration": _COUNT, "SipResponseCode": _COUNT},
    ),
    Endpoint.MACHINE: _schema(
        {"AccountSid": _ACCOUNT, "CallSid": _CALL, "AnsweredBy": _WORD},
        {"MachineDetectionDuration": _COUNT},
    ),
    Endpoint.CONFERENCE: _schema(
        {"AccountSid": _ACCOUNT, "ConferenceSid": _CONFERENCE, "StatusCallbackEvent": _WORD},
        _EVENT_MAY,
        _RECORDING_MAY,
        {
            "CallSid": _CALL,
            "CallSidEndingConference": _CALL,
            "CallSidToCoach": _CALL,
            "Coaching": _FLAG,
            "Duration": _COUNT,
            "EndConferenceOnExit": _FLAG,
            "FriendlyName": FREE,
            "Hold": _FLAG,
            "Muted": _FLAG,
            "ParticipantCallStatus": _WORD,
            "ParticipantLabel": FREE,
            "ParticipantLabelEndingConference": FREE,
            "Reason": FREE,
            "ReasonConferenceEnded": _WORD,
            "ReasonParticipantLeft": _WORD,
            "RecordingFileSize": _COUNT,
            "StartConferenceOnEnter": _FLAG,
        },
    ),
    Endpoint.SMS: _schema(
        {
            "AccountSid": _ACCOUNT,
            "Body": FREE,
            "From": _NUMBER,
            "MessageSid": _MESSAGE,
            "To": _NUMBER,
        },
        _MESSAGE_MAY,
        _ERROR_MAY,
        {"OptOutType": _WORD, "ErrorUrl": _URL},
    ),
    Endpoint.MESSAGE: _schema(
        {"AccountSid": _ACCOUNT, "MessageSid": _MESSAGE, "MessageStatus": _WORD},
        _MESSAGE_MAY,
        _ERROR_MAY,
        {"From": _NUMBER, "To": _NUMBER, "RawDlrDoneDate": _COUNT},
    ),
}


_NARROW: Final[Mapping[str, Pattern]] = {
    name: pattern
    for schema in SCHEMAS.values()
    for name, pattern in schema.known.items()
    if pattern is not FREE
}
"""Every name of any endpoint whose value has a form of its own, so that prose never looks like it."""


def is_folded(schema: Schema, params: Mapping[str, str]) -> bool:
    """Whether a free text may hide another parameter, with which it would have signed the same.

    For this endpoint that is so if an absent name that sorts right behind the text's stands in it,
    followed by any value that it may have. Names of other endpoints count too, with a real value:
    the same words may have been signed for one of them.
    """
    for name, near in _absent_behind(schema, tuple(sorted(params))):
        text = params[name]
        if schema.known[name] is not FREE or not text:
            continue
        if any(n in text and _hides(text, n, p, near) for n, p in near.items()):
            return True
        far = {n: p for n, p in _NARROW.items() if n in text and n not in params}
        if any(_hides(text, n, p, far, least=1) for n, p in far.items()):
            return True
    return False


def is_glued(schema: Schema, params: Mapping[str, str]) -> bool:
    """Whether a value that nobody writes freely, such as a word, ends in another parameter and its value."""
    return any(
        n in params[name]
        and schema.known[name] is not FREE
        and _hides(params[name], n, pattern, near)
        for name, near in _absent_behind(schema, tuple(sorted(params)))
        for n, pattern in near.items()
    )


@lru_cache(maxsize=1024)
def _absent_behind(
    schema: Schema, names: tuple[str, ...]
) -> tuple[tuple[str, Mapping[str, Pattern]], ...]:
    """Each of these parameters with those that did not come and would sort right behind it."""
    return tuple(
        (name, {n: p for n, p in schema.known.items() if name < n < following})
        for name, following in zip(names, [*names[1:], "\uffff"], strict=True)
    )


def _hides(text: str, name: str, pattern: Pattern, others: Iterable[str], least: int = 0) -> bool:
    """Whether `text` holds `name` and then, up to its end or another name, a fitting value."""
    for found in re.finditer(re.escape(name), text):
        rest = text[found.end() :]
        ends = [place for other in others if (place := rest.find(other)) >= 0]
        values = (rest[:end] for end in (len(rest), *ends))
        if any(len(value) >= least and pattern.fullmatch(value) for value in values):
            return True
    return False
