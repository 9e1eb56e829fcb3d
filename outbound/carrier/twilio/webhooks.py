"""The door for the carrier's webhooks: signature, closed schema, our token; then our own words.

The signature covers the *configured* public URL, never a Host or forwarding header, and is always
HMAC-SHA1 with one of our auth tokens: the header that would choose another algorithm is not signed.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final
from urllib.parse import urlparse

from twilio.request_validator import RequestValidator, add_port, remove_port

from outbound.carrier.twilio import words
from outbound.carrier.twilio.schemas import SCHEMAS, Schema, is_folded, is_glued
from outbound.carrier.twilio.tokens import open_token
from outbound.dialing.heard import Endpoint, Heard
from outbound.dialing.port import Progress
from outbound.errors import InputError, NotFoundError, RefusedError
from outbound.settings import Settings

SIGNATURE_HEADER = "X-Twilio-Signature"

ZERO: Final = "\u2400"
"""Stands for the character of number zero, which not every database can keep."""

_BY_WORD = {kind.value: kind for kind in Endpoint}

Params = Mapping[str, str] | Iterable[tuple[str, str]]


def receive(
    settings: Settings,
    endpoint: str,
    token: str,
    params: Params,
    signature: str,
    url_path: str,
) -> Heard:
    """One webhook, checked and translated.

    `endpoint` is the word after /tw/, `token` the one after it (empty for `sms`), `url_path` path and
    query as requested. Raises NotFoundError for an unknown endpoint, RefusedError for a bad signature,
    token or account, InputError for parameters outside the endpoint's schema.
    """
    pairs = one_each(params, url_path)
    if not _is_text((url_path, signature, *pairs, *pairs.values())):
        raise InputError("The callback bears what is no text.")
    verify(settings, url_path, pairs, signature)
    return read(settings, endpoint, token, pairs)


def storable(params: Mapping[str, str]) -> dict[str, str]:
    """The parameters as every database can keep them: the zero character by the sign that stands for it."""
    return {name: value.replace("\x00", ZERO) for name, value in params.items()}


def verify(settings: Settings, url_path: str, params: Params, signature: str | None) -> None:
    """Raise RefusedError unless the carrier signed these parameters for this path of ours."""
    if not signature:
        raise RefusedError(f"The callback bears no {SIGNATURE_HEADER}.", where=url_path)
    pairs = one_each(params, url_path)
    given = signature.encode()
    ours = dict.fromkeys((settings.public_url, settings.answers_fallback))
    urls = [url for base in ours for url in _as_signed(base + url_path.partition("#")[0])]
    for auth_token in settings.auth_tokens:
        for candidate in urls:
            made = _validator(auth_token).compute_signature(candidate, pairs)
            if hmac.compare_digest(made.encode(), given):
                return
    raise RefusedError(
        f"The callback's {SIGNATURE_HEADER} does not match.",
        where=url_path,
        hint="If the carrier is genuine, compare OUTBOUND_PUBLIC_URL and the auth token with its settings.",
    )


def read(settings: Settings, endpoint: str, token: str, params: Params) -> Heard:
    """Verified parameters in our words; raises as `receive` does."""
    where = f"/tw/{endpoint}"
    kind = _BY_WORD.get(endpoint)
    if kind is None:
        raise NotFoundError(f"No callback is called {endpoint[:40]!r}.", where=where)
    given = one_each(params, where)
    schema = SCHEMAS[kind]
    _check(schema, given, where)
    if given["AccountSid"] != settings.account_sid:
        raise RefusedError("The callback is for another account.", where=where)
    attempt_id, turn = (
        (None, 0) if kind is Endpoint.SMS else open_token(settings.token_secret, token)
    )
    key = _key(kind, token, given)
    given = storable(given)
    inbound = kind is Endpoint.SMS or given.get("Direction") == "inbound"
    ours, theirs = ("To", "From") if inbound else ("From", "To")
    return Heard(
        endpoint=kind,
        key=key,
        sid=given.get("MessageSid") or given.get("CallSid", ""),
        attempt_id=attempt_id,
        turn=turn,
        progress=_progress(kind, given),
        at=_moment(given),
        sequence=_whole(given, "SequenceNumber"),
        code=_code(given),
        duration=_duration(given),
        digits=given.get("Digits", "") if kind is Endpoint.GATHER else None,
        body=given.get("Body") or given.get("SpeechResult", ""),
        number=given.get(theirs, ""),
        sender=given.get(ours, ""),
        machine=_machine(given),
        greeting_over=given.get("AnsweredBy", "") in words.GREETING_OVER,
        presence=words.presence(given["StatusCallbackEvent"])
        if kind is Endpoint.CONFERENCE
        else None,
        suspect=is_folded(schema, given),
    )


def _is_text(values: Iterable[str]) -> bool:
    """Whether all can be written: half a character cannot."""
    try:
        return bool("".join(values).encode() or True)
    except UnicodeEncodeError:
        return False


def one_each(params: Params, where: str = "") -> dict[str, str]:
    """The parameters by name; raises InputError if a name is given twice."""
    if isinstance(params, dict):
        return params
    pairs = list(params.items() if isinstance(params, Mapping) else params)
    given = dict(pairs)
    if len(given) != len(pairs):
        raise InputError("A parameter of the callback is given twice.", where=where)
    return given


def _check(schema: Schema, given: Mapping[str, str], where: str) -> None:
    """Raise InputError unless all that must come has come, known, and in its pattern."""
    if missing := schema.needs - given.keys():
        raise InputError(f"The callback lacks {', '.join(sorted(missing))}.", where=where)
    for name, value in given.items():
        pattern = schema.known.get(name)
        if pattern is None:
            raise InputError(f"The callback bears an unknown parameter {name[:40]!r}.", where=where)
        if not pattern.fullmatch(value):
            raise InputError(f"The callback's {name} is not of its form.", where=where)
    if is_glued(schema, given):
        raise InputError("Two parameters of the callback are folded into one.", where=where)


@lru_cache(maxsize=8)
def _validator(auth_token: str) -> RequestValidator:
    return RequestValidator(auth_token)


@lru_cache(maxsize=512)
def _as_signed(url: str) -> tuple[str, ...]:
    """The URL as Twilio may have signed it: as it is, and with or without its port."""
    parts = urlparse(url)
    return tuple(dict.fromkeys((url, remove_port(parts), add_port(parts))))


def _key(kind: Endpoint, token: str, given: Mapping[str, str]) -> str:
    """What makes two deliveries the same event: an incoming message's id, else all that was signed."""
    if kind is Endpoint.SMS:
        return given["MessageSid"]
    told = json.dumps([kind.value, token, sorted(given.items())], ensure_ascii=False)
    return sha256(told.encode()).hexdigest()


def _progress(kind: Endpoint, given: Mapping[str, str]) -> Progress | None:
    if kind is Endpoint.MESSAGE:
        return words.message_progress(given["MessageStatus"])
    return words.call_progress(given["CallStatus"]) if "CallStatus" in given else None


def _machine(given: Mapping[str, str]) -> bool | None:
    return words.ANSWERED_BY_MACHINE.get(given.get("AnsweredBy", ""))


def _code(given: Mapping[str, str]) -> int | None:
    code = _whole(given, "ErrorCode")
    sip = _whole(given, "SipResponseCode")
    return words.SIP_AS_CODE.get(sip) if code is None and sip is not None else code


def _duration(given: Mapping[str, str]) -> timedelta | None:
    seconds = _whole(given, "CallDuration")
    return None if seconds is None else timedelta(seconds=seconds)


def _moment(given: Mapping[str, str]) -> datetime | None:
    """The carrier's moment in UTC; None where it tells none that a calendar has."""
    if "Timestamp" not in given:
        return None
    try:
        told = parsedate_to_datetime(given["Timestamp"])
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
    except ValueError:
        raise InputError("The callback's Timestamp is no moment.", where="Timestamp") from None


def _whole(given: Mapping[str, str], name: str) -> int | None:
    return int(given[name]) if given.get(name) else None
