import pytest

from outbound.carrier.simulator.posting import post, signature


class Reply:
    def __init__(self, status_code, text="ok"):
        self.status_code = status_code
        self.text = text


def sender(*replies):
    """Answers with one after the other; an exception is raised. Keeps what was sent."""
    sent, waiting = [], list(replies)

    def send(url, params, headers):
        sent.append((url, dict(params), dict(headers)))
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(reply, Exception):
            raise reply
        return Reply(reply)

    send.sent = sent
    return send


def test_the_signature_is_twilios():
    params = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature("12345", url, params) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_the_fragment_is_neither_sent_nor_signed():
    send = sender(200)
    post(send, "s", "http://a/b#rc=5&rp=all", {"x": "1"})
    ((url, _, headers),) = send.sent
    assert url == "http://a/b"
    assert headers["X-Twilio-Signature"] == signature("s", "http://a/b", {"x": "1"})


@pytest.mark.parametrize(
    ("fragment", "replies", "tries", "status"),
    [
        ("", [ConnectionError(), 200], 2, 200),
        ("", [ConnectionError()], 2, 0),
        ("", [500, 200], 1, 500),
        ("", [TimeoutError(), 200], 1, 0),
        ("#rc=5&rp=all", [500, 404, TimeoutError(), 200], 4, 200),
        ("#rc=5&rp=all", [503], 6, 503),
        ("#rc=9&rp=5xx", [503], 6, 503),
        ("#rc=2&rp=5xx,rt", [404], 1, 404),
        ("#rc=0", [ConnectionError()], 1, 0),
    ],
)
def test_retries_follow_the_fragment(fragment, replies, tries, status):
    send = sender(*replies)
    assert post(send, "s", f"http://a/b{fragment}", {}).status == status
    assert len(send.sent) == tries
