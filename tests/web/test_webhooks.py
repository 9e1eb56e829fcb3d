import pytest

from outbound.errors import StoreError

FORM = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "good"}


def send(caller, path="/tw/status/a.1.f", body="CallSid=CA1&CallStatus=ringing", **headers):
    return caller.send("POST", path, content=body, headers=FORM | headers)


def test_a_webhook_is_heard_and_answered_in_twiml(caller, service):
    answer = send(caller)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert service.heard == [
        ("status", "a.1.f", {"CallSid": "CA1", "CallStatus": "ringing"}, "/tw/status/a.1.f")
    ]


def test_an_inbound_message_has_no_token(caller, service):
    send(caller, "/tw/sms", "MessageSid=SM1&Body=%E9%80%80%E8%AE%A2")
    assert service.heard == [("sms", "", {"MessageSid": "SM1", "Body": "退订"}, "/tw/sms")]


def test_the_path_is_signed_as_it_was_asked_for(caller, service):
    send(caller, "/tw/fallback/a%2E1?bodySHA256=1")
    assert service.heard[0][3] == "/tw/fallback/a%2E1?bodySHA256=1"


@pytest.mark.parametrize("signature", ["", "bad"])
def test_a_bad_signature_is_refused(caller, service, signature):
    answer = send(caller, **{"x-twilio-signature": signature})
    assert answer.status_code == 403
    assert service.heard == []


@pytest.mark.parametrize(
    "body",
    ["From=x", "CallSid=CA1&CallSid=CA2", "CallSid=%ff", "&".join(f"a{n}=1" for n in range(300))],
)
def test_a_body_outside_the_schema_is_refused(caller, service, body):
    assert send(caller, body=body).status_code == 400
    assert service.heard == []


def test_a_long_body_is_not_read_to_its_end(caller, service):
    assert send(caller, body="CallSid=" + "x" * 33_000).status_code == 413
    assert service.heard == []


def test_only_a_form_is_a_webhook(caller):
    assert send(caller, **{"content-type": "application/json"}).status_code == 415


def test_a_locked_store_asks_the_carrier_to_come_again(caller, service):
    def locked(*_: object) -> str:
        raise StoreError("The store is locked.")

    service.hear = locked
    assert send(caller).status_code == 503


def test_a_webhook_cannot_be_read_with_get(caller):
    assert caller.get("/tw/sms").status_code == 405
