from datetime import UTC, datetime, timedelta

import pytest
from twilio.request_validator import RequestValidator

from outbound.carrier.twilio.tokens import token
from outbound.carrier.twilio.webhooks import read, receive, verify
from outbound.dialing.heard import Endpoint, Presence
from outbound.dialing.port import Progress
from outbound.errors import InputError, NotFoundError, RefusedError
from outbound.settings import SIMULATED_ACCOUNT, SIMULATED_SECRET, Settings

SETTINGS = Settings(store_url="sqlite://", public_url="https://centre.example")
ATTEMPT = "0123456789abcdef0123456789abcdef"
TOKEN = token(SIMULATED_SECRET, ATTEMPT, 2)
CALL = "CA" + "1" * 32
MESSAGE = "SM" + "2" * 32
OURS, THEIRS = "+862160010001", "+8613800138000"

CALLED = {
    "AccountSid": SIMULATED_ACCOUNT,
    "CallSid": CALL,
    "CallStatus": "in-progress",
    "From": OURS,
    "To": THEIRS,
    "Direction": "outbound-api",
    "ApiVersion": "2010-04-01",
}
TEXTED = {
    "AccountSid": SIMULATED_ACCOUNT,
    "MessageSid": MESSAGE,
    "From": THEIRS,
    "To": OURS,
    "Body": "8",
    "NumMedia": "0",
    "NumSegments": "1",
}
CONFERRED = {
    "AccountSid": SIMULATED_ACCOUNT,
    "ConferenceSid": "CF" + "3" * 32,
    "StatusCallbackEvent": "participant-join",
    "CallSid": CALL,
    "FriendlyName": ATTEMPT,
    "Timestamp": "Mon, 23 Nov 2026 01:30:00 +0000",
    "SequenceNumber": "2",
}


def signed(path, params, secret=SIMULATED_SECRET, settings=SETTINGS):
    return RequestValidator(secret).compute_signature(settings.public_url + path, params)


def heard(endpoint, params, **changes):
    return read(SETTINGS, endpoint, "" if endpoint == "sms" else TOKEN, params | changes)


# ── signatures ─────────────────────────────────────────────────────────────────────────────────


def test_twilios_own_example_is_accepted():
    settings = Settings(store_url="", public_url="https://mycompany.com", auth_tokens=("12345",))
    params = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    verify(settings, "/myapp.php?foo=1&bar=2", params, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")


def test_either_auth_token_is_accepted_while_one_is_rotated():
    settings = Settings(store_url="", public_url=SETTINGS.public_url, auth_tokens=("new", "old"))
    for secret in ("new", "old"):
        verify(settings, "/tw/sms", TEXTED, signed("/tw/sms", TEXTED, secret))
    with pytest.raises(RefusedError):
        verify(settings, "/tw/sms", TEXTED, signed("/tw/sms", TEXTED, "older"))


def test_the_fragment_is_not_signed():
    verify(SETTINGS, "/tw/sms#rc=5", TEXTED, signed("/tw/sms", TEXTED))


def test_a_default_port_makes_no_difference():
    sent_with_port = RequestValidator(SIMULATED_SECRET).compute_signature(
        "https://centre.example:443/tw/sms", TEXTED
    )
    verify(SETTINGS, "/tw/sms", TEXTED, sent_with_port)


@pytest.mark.parametrize("signature", ["", None, "x", "é", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
def test_a_missing_or_wrong_signature_is_refused(signature):
    with pytest.raises(RefusedError):
        verify(SETTINGS, "/tw/sms", TEXTED, signature)


def test_changed_parameters_and_other_paths_are_refused():
    signature = signed("/tw/sms", TEXTED)
    with pytest.raises(RefusedError):
        verify(SETTINGS, "/tw/sms", TEXTED | {"Body": "9"}, signature)
    with pytest.raises(RefusedError):
        verify(SETTINGS, "/tw/sms2", TEXTED, signature)


# ── what is told ───────────────────────────────────────────────────────────────────────────────


def test_a_status_tells_progress_number_time_and_talk():
    told = heard(
        "status",
        CALLED,
        CallStatus="completed",
        CallDuration="64",
        Duration="2",
        SequenceNumber="3",
        Timestamp="Mon, 23 Nov 2026 01:30:00 +0000",
        CallbackSource="call-progress-events",
        SipResponseCode="200",
    )
    assert (told.endpoint, told.attempt_id, told.turn, told.sid) == (
        Endpoint.STATUS,
        ATTEMPT,
        2,
        CALL,
    )
    assert told.progress is Progress.COMPLETED
    assert told.duration == timedelta(seconds=64)
    assert told.at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert (told.number, told.sender, told.sequence) == (THEIRS, OURS, 3)
    assert told.code is None


def test_a_network_without_the_number_is_told_as_a_code():
    assert heard("status", CALLED, CallStatus="failed", SipResponseCode="404").code == 13224


def test_keys_silence_and_speech():
    assert heard("gather", CALLED, Digits="8").digits == "8"
    assert heard("gather", CALLED, Digits="").digits == ""
    assert heard("gather", CALLED).digits == ""
    assert heard("gather", CALLED, SpeechResult="eight", Confidence="0.9").body == "eight"
    assert heard("voice", CALLED).digits is None


def test_a_machine():
    told = {"AccountSid": SIMULATED_ACCOUNT, "CallSid": CALL, "MachineDetectionDuration": "3900"}
    assert heard("machine", told, AnsweredBy="machine_start").machine is True
    assert heard("machine", told, AnsweredBy="human").machine is False
    assert heard("machine", told, AnsweredBy="robot").machine is None


def test_an_incoming_message_has_no_token_and_turns_the_numbers_round():
    told = heard("sms", TEXTED)
    assert (told.attempt_id, told.number, told.sender, told.body) == (None, THEIRS, OURS, "8")
    assert told.key == MESSAGE


def test_a_message_that_failed_brings_its_code():
    params = {"AccountSid": SIMULATED_ACCOUNT, "MessageSid": MESSAGE, "To": THEIRS, "From": OURS}
    told = heard("message", params, MessageStatus="undelivered", ErrorCode="30003")
    assert (told.progress, told.code) == (Progress.FAILED, 30003)


def test_a_conference():
    assert heard("conference", CONFERRED).presence is Presence.JOINED
    muted = heard("conference", CONFERRED, StatusCallbackEvent="participant-mute")
    assert muted.presence is Presence.OTHER


def test_an_unknown_status_is_told_as_such():
    assert heard("status", CALLED, CallStatus="teleported").progress is Progress.UNHEARD_OF


# ── what is refused ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        {"Surprise": "1"},
        {"Digits": "5"},  # known elsewhere, not here
        {"CallSid": "CA1"},
        {"To": "anyone"},
        {"CallDuration": "-1"},
        {"Timestamp": "yesterday"},
        {"Timestamp": "Mon, 99 Nov 2026 01:30:00 +0000"},
    ],
)
def test_parameters_outside_the_schema_are_refused(change):
    with pytest.raises(InputError):
        heard("status", CALLED, **change)


def test_two_parameters_glued_into_a_word_are_refused():
    """The words of a kind that may be new to us, such as a direction, must not hide another parameter."""
    glued = {n: v for n, v in CALLED.items() if n != "Duration"} | {"Direction": "outbound-apiDuration1"}  # fmt: skip
    with pytest.raises(InputError, match="folded"):
        heard("status", glued)


@pytest.mark.parametrize("name", ["CallSid", "CallStatus", "From", "To", "AccountSid"])
def test_what_must_come_is_missed(name):
    with pytest.raises(InputError, match=name):
        heard("status", {k: v for k, v in CALLED.items() if k != name})


def test_a_name_given_twice_is_refused():
    pairs = [*CALLED.items(), ("CallStatus", "busy")]
    with pytest.raises(InputError, match="twice"):
        receive(SETTINGS, "status", TOKEN, pairs, "any", f"/tw/status/{TOKEN}")


def test_another_account_is_refused():
    with pytest.raises(RefusedError, match="another account"):
        heard("status", CALLED, AccountSid="AC" + "9" * 32)


def test_a_foreign_token_and_an_unknown_endpoint_are_refused():
    with pytest.raises(RefusedError):
        read(SETTINGS, "status", token("other", ATTEMPT), CALLED)
    with pytest.raises(NotFoundError):
        read(SETTINGS, "fax", TOKEN, CALLED)


# ── folded parameters ──────────────────────────────────────────────────────────────────────────


def test_two_parameters_folded_into_a_text_sign_alike_and_are_suspect():
    path = f"/tw/gather/{TOKEN}"
    split = CALLED | {"SpeechResult": "yes", "StirVerstat": "Passed"}
    folded = CALLED | {"SpeechResult": "yesStirVerstatPassed"}
    # between them `To` sorts behind both, so the two requests have one signature
    assert signed(path, split) == signed(path, folded)
    told = receive(SETTINGS, "gather", TOKEN, folded, signed(path, split), path)
    assert told.suspect
    assert not receive(SETTINGS, "gather", TOKEN, split, signed(path, split), path).suspect


@pytest.mark.parametrize(
    ("body", "suspect"),
    [
        ("8", False),
        ("YESDigits5", True),  # as signed for another endpoint
        ("YESDigits5FinishedOnKey#", True),
        ("my Digits are 5", False),
        ("I paid From my card", False),
        ("9CalledCityParis", True),
        ("9FromCityParis", False),  # From stands between: would sign unlike
        ("Reason: too expensive", False),
        ("退订", False),
    ],
)
def test_only_texts_that_could_hide_a_parameter_are_suspect(body, suspect):
    assert heard("sms", TEXTED, Body=body).suspect is suspect
