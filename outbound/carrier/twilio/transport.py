"""The SDK's HTTP client, made safe: a time limit, no retries, no numbers in logs, the last reply kept."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

from outbound import failpoints

TIMEOUT: Final = 10.0
"""Seconds to connect, and to wait for each part of a reply; the SDK would wait for ever."""

CONNECTIONS: Final = 32

_SILENCE = logging.getLogger("outbound.carrier.silence")
_SILENCE.disabled = True


class CarefulHttpClient(TwilioHttpClient):  # type: ignore[misc] # the SDK's types are not followed
    """Keeps connections open between requests and remembers, per thread, the reply just read.

    The SDK hides a reply's headers once it raises, and gives no reply at all once a body cannot be
    read; what a create's reply means depends on both.
    """

    def __init__(self, *, loopback: bool, timeout: float = TIMEOUT) -> None:
        super().__init__(timeout=timeout, logger=_SILENCE)
        self._seen = threading.local()
        # The SDK's logger writes query parameters, and so numbers; urllib3 writes whole paths.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        assert isinstance(self.session, requests.Session)
        self.session.mount("http://", HTTPAdapter(pool_maxsize=CONNECTIONS))
        self.session.mount("https://", HTTPAdapter(pool_maxsize=CONNECTIONS))
        # Proxies and netrc files are for the outside world; looking for them costs time.
        self.session.trust_env = not loopback

    def request(self, *args: Any, **kwargs: Any) -> Response:
        """As the SDK's, and remembered for `last`; forgotten first, so that no old reply is taken for it."""
        self._seen.reply = None
        failpoints.reach("before request")
        reply = super().request(*args, **kwargs)
        failpoints.reach("after request")
        self._seen.reply = reply
        return reply

    def close(self) -> None:
        """Close all connections."""
        self.session.close()

    @property
    def last(self) -> Response | None:
        """The reply to this thread's latest request; None if it brought none."""
        return getattr(self._seen, "reply", None)


Answer = Callable[[str, str, Mapping[str, object]], tuple[int, str]]
"""Takes a request (method, URL, parameters) and gives its reply: status and body."""


class InProcessHttpClient(HttpClient):  # type: ignore[misc] # the SDK's types are not followed
    """Hands each request to a function of this process; it can open no connection at all."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(logger=_SILENCE, is_async=False)
        self._answer = answer
        self.last: Response | None = None

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        **_: Any,
    ) -> Response:
        """The reply, remembered for `last`."""
        self.last = None
        failpoints.reach("before request")
        self.last = Response(*self._answer(method, uri, data or params or {}))
        failpoints.reach("after request")
        return self.last

    def close(self) -> None:
        """There is nothing to close."""
