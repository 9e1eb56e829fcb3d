"""Sends webhooks as Twilio does: signed, form-encoded, repeated as the URL's fragment asks."""

import base64
import hmac
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha1
from typing import Final, Protocol
from urllib.parse import parse_qsl, urlencode

import urllib3

from outbound.carrier.simulator.schedule import Answer
from outbound.clock import monotonic

CONNECT_LIMIT, WHOLE_LIMIT = 5.0, 15.0
"""Seconds to connect, and for all tries together: Twilio's ceiling whatever the fragment says."""
MOST_RETRIES: Final = 5

SIGNATURE: Final = "X-Twilio-Signature"
_FORM: Final = "application/x-www-form-urlencoded; charset=UTF-8"


class Response(Protocol):
    """What a sender brings back: httpx, requests and the test client all do."""

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        ...

    @property
    def text(self) -> str:
        """The body."""
        ...


Sender = Callable[[str, Mapping[str, str], Mapping[str, str]], Response]
"""Posts a form (url, parameters, headers); raises ConnectionError if it cannot connect, TimeoutError
if it connects and gets no reply in time."""


def signature(secret: str, url: str, params: Mapping[str, str]) -> str:
    """Twilio's: HMAC-SHA1 over the URL and each name and value, by name. Written anew here, so that the
    adapter is tested against something else than itself."""
    told = url + "".join(name + params[name] for name in sorted(params))
    return base64.b64encode(hmac.new(secret.encode(), told.encode(), sha1).digest()).decode()


def post(
    sender: Sender, secret: str, url: str, params: Mapping[str, str], signed_for: str = ""
) -> Answer:
    """Send one webhook until it is answered or no retry is left; status 0 if it never was.

    `signed_for` is the address that the signature covers where it is not the one it is sent to.
    """
    target, _, fragment = url.partition("#")
    retries, kinds = _policy(fragment)
    headers = {
        "Content-Type": _FORM,
        "User-Agent": "TwilioProxy/1.1",
        SIGNATURE: signature(secret, signed_for or target, params),
    }
    began = monotonic()
    answer, failure = _once(sender, target, params, headers)
    while retries and failure and ({"all", failure} & kinds):
        if monotonic() - began >= WHOLE_LIMIT:
            break
        retries -= 1
        answer, failure = _once(sender, target, params, headers)
    return answer


@lru_cache(maxsize=256)
def _policy(fragment: str) -> tuple[int, frozenset[str]]:
    """How often to try again, and after what: by default once, when connecting failed."""
    given = dict(parse_qsl(fragment))
    count = given.get("rc", "1")
    retries = min(int(count), MOST_RETRIES) if count.isdigit() else 1
    return retries, frozenset(given.get("rp", "ct").split(","))


def _once(
    sender: Sender, url: str, params: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[Answer, str]:
    """One try: the answer, and the kind of failure by Twilio's word for it, empty for none."""
    try:
        response = sender(url, params, headers)
    except TimeoutError:
        return Answer(0), "rt"
    except OSError:
        return Answer(0), "ct"
    status = response.status_code
    kind = "5xx" if status >= 500 else "4xx" if status >= 400 else ""
    return Answer(status, response.text), kind


class _Read:
    """A response whose body has been read."""

    def __init__(self, status_code: int, text: str) -> None:
        self.status_code = status_code
        self.text = text


class PooledSender:
    """A `Sender` that keeps its connections open; it follows no redirect and repeats nothing itself."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(
            maxsize=16,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_LIMIT, read=WHOLE_LIMIT),
        )

    def __call__(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> Response:
        """Post the form and read the reply."""
        body = urlencode(params)
        try:
            reply = self._pool.request("POST", url, body=body, headers=headers, redirect=False)
        except (urllib3.exceptions.ReadTimeoutError, urllib3.exceptions.ProtocolError) as fault:
            raise TimeoutError(str(fault)) from fault
        except urllib3.exceptions.HTTPError as fault:
            raise ConnectionError(str(fault)) from fault
        return _Read(reply.status, reply.data.decode("utf-8", "replace"))

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()
