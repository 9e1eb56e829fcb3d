import ssl
from datetime import timedelta
from decimal import Decimal

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as Urllib3SSLError

from outbound.carrier.twilio.replies import of_fault, of_response, price_of
from outbound.dialing.port import Accepted, Declined, NotTaken, Uncertain

BACKOFF = timedelta(seconds=4)
THROTTLED = '{"code": 20429, "message": "Too Many Requests"}'


def reply(status, text, **headers):
    return of_response(status, text, {k.replace("_", "-"): v for k, v in headers.items()}, BACKOFF)


def test_an_id_in_a_created_reply_is_acceptance():
    assert reply(201, '{"sid": "CA1"}') == Accepted("CA1")


@pytest.mark.parametrize("text", ["", '{"sid": "CA', "<html>", "[]", '{"sid": null}', '"CA1"'])
def test_a_created_reply_without_a_readable_id_is_uncertain(text):
    assert isinstance(reply(201, text), Uncertain)


def test_a_twilio_code_declines():
    assert reply(400, '{"code": 21211, "message": "Invalid To"}') == Declined(21211, "Invalid To")


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (400, "Bad Request"),
        (403, "<html>proxy</html>"),
        (429, "slow down"),
        (429, '{"code": 21611}'),
        (500, '{"code": 20500}'),
        (503, ""),
        (302, '{"code": 1}'),
    ],
)
def test_what_tells_nothing_of_the_requests_fate_is_uncertain(status, text):
    assert isinstance(reply(status, text), Uncertain)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, BACKOFF),
        ({"Retry_After": "7"}, timedelta(seconds=7)),
        ({"Retry_After": "soon"}, BACKOFF),
        ({"Retry_After": "999999999"}, timedelta(minutes=5)),
        (
            {
                "Retry_After": "Mon, 23 Nov 2026 01:00:30 GMT",
                "Date": "Mon, 23 Nov 2026 01:00:00 GMT",
            },
            timedelta(seconds=30),
        ),
    ],
)
def test_a_throttle_is_not_taken_and_names_the_wait(headers, wait):
    assert reply(429, THROTTLED, **headers) == NotTaken(wait, "too many requests")


def unreachable(reason):
    return requests.ConnectionError(MaxRetryError(None, "/", reason))


def test_a_connection_never_made_sent_nothing():
    line = HTTPConnection("localhost")
    refused = unreachable(NewConnectionError(line, "refused"))
    slow = requests.exceptions.ConnectTimeout(
        MaxRetryError(None, "/", ConnectTimeoutError(line, "slow"))
    )
    assert isinstance(of_fault(refused, BACKOFF), NotTaken)
    assert isinstance(of_fault(slow, BACKOFF), NotTaken)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("CERTIFICATE_VERIFY_FAILED", NotTaken), ("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", Uncertain)],
)
def test_only_a_failed_handshake_is_known_to_have_sent_nothing(reason, kind):
    inner = ssl.SSLError(1, f"[SSL: {reason}]")
    inner.reason = reason
    fault = requests.exceptions.SSLError(MaxRetryError(None, "/", Urllib3SSLError(inner)))
    assert isinstance(of_fault(fault, BACKOFF), kind)


@pytest.mark.parametrize(
    "fault",
    [
        requests.ReadTimeout(),
        requests.ConnectionError("Connection reset by peer"),
        requests.exceptions.ChunkedEncodingError(),
        requests.exceptions.ProxyError(MaxRetryError(None, "/", None)),
    ],
)
def test_a_connection_that_broke_later_is_uncertain(fault):
    assert isinstance(of_fault(fault, BACKOFF), Uncertain)


@pytest.mark.parametrize(
    ("told", "price"),
    [("-0.00750", "0.0075"), ("0", "0"), ("0.2", "0.2"), (None, None), ("", None), ("free", None), ("Infinity", None), ("-1e40", None)],
)  # fmt: skip
def test_a_price_is_told_as_a_negative_amount(told, price):
    assert price_of(told) == (None if price is None else Decimal(price))
