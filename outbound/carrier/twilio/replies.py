"""What the reply to a create means: taken, refused, not taken, or not known. Nothing is guessed.

Twilio takes no idempotency key, so only two kinds of failure are known to have left nothing behind:
its own word that the request was not processed, and a connection that was never made.
"""

import json
import re
import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final, Protocol

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as Urllib3SSLError

from outbound.carrier.twilio.words import THROTTLED
from outbound.dialing.port import Accepted, Declined, NotTaken, Reply, Uncertain

LONGEST_WAIT: Final = timedelta(minutes=5)

NO_PRICE: Final = Decimal(10) ** 8
"""Nothing costs so much: it is no price, and the store could not keep it."""

_DATE: Final = re.compile(
    r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|\+0000)"
)

_HANDSHAKE_REASONS: Final = frozenset(
    {
        "CERTIFICATE_VERIFY_FAILED",
        "WRONG_VERSION_NUMBER",
        "UNSUPPORTED_PROTOCOL",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "NO_PROTOCOLS_AVAILABLE",
    }
)
"""OpenSSL's words for a handshake that failed: no request has gone out yet."""


class Reading(Protocol):
    """A reply as it was read: what is asked here of the SDK's."""

    @property
    def headers(self) -> Any:
        """The headers by name, None where there were none."""
        ...


def of_response(status: int, text: str, headers: Mapping[str, str], backoff: timedelta) -> Reply:
    """What a reply says. `backoff` is the wait after a throttle that names none."""
    body = _object(text)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        sid = body.get("sid")
        if isinstance(sid, str) and sid:
            return Accepted(sid)
        return Uncertain(f"HTTP {status} without an id that can be read")
    code = body.get("code")
    if not isinstance(code, int) or not 400 <= status < 500:
        return Uncertain(f"HTTP {status} that says nothing of the request's fate")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        if code == THROTTLED:
            return NotTaken(_retry_after(headers) or backoff, "too many requests")
        return Uncertain(f"HTTP 429 with code {code}")
    return Declined(code, str(body.get("message", "")))


def of_fault(fault: Exception, backoff: timedelta) -> Reply:
    """What a transport's failure says: only a connection never made is known to have sent nothing."""
    if _never_connected(fault):
        return NotTaken(backoff, "the carrier could not be reached")
    return Uncertain(f"no reply: {type(fault).__name__}")


def told_at(reply: Reading | None) -> datetime | None:
    """The carrier's clock as it replied, from its Date header; None where there is none.

    A server in between may have put its own before it: the carrier's comes last.
    """
    dates = _DATE.findall((reply.headers or {}).get("Date", "")) if reply is not None else []
    try:
        return parsedate_to_datetime(dates[-1]) if dates else None
    except ValueError:
        return None


def price_of(text: str | None) -> Decimal | None:
    """What the carrier takes, which it tells as a negative amount; None while it does not say so legibly."""
    try:
        price = Decimal(text or "nan")
    except InvalidOperation:
        return None
    return abs(price) if price.is_finite() and abs(price) < NO_PRICE else None


def _never_connected(fault: Exception) -> bool:
    if not isinstance(fault, requests.ConnectionError) or not fault.args:
        return False
    cause = fault.args[0]
    if not isinstance(cause, MaxRetryError) or isinstance(fault, requests.exceptions.ProxyError):
        return False
    reason = cause.reason
    if isinstance(reason, Urllib3SSLError):
        inner = reason.args[0] if reason.args else None
        return isinstance(inner, ssl.SSLError) and inner.reason in _HANDSHAKE_REASONS
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _object(text: str) -> Mapping[str, object]:
    """The body's JSON object; empty if it is cut, or something else."""
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wait that a Retry-After header asks for, in seconds or until a moment of the server's clock."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isdigit():
        wait = timedelta(seconds=min(int(value), int(LONGEST_WAIT.total_seconds())))
    else:
        try:
            wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
        except (ValueError, TypeError):
            return None
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)
