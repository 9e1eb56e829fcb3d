"""Callbacks doubled and shuffled tell the same; what differs never shares a key."""

import string

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from outbound.carrier.twilio.schemas import SCHEMAS, is_folded
from outbound.carrier.twilio.tokens import token
from outbound.carrier.twilio.webhooks import read
from outbound.dialing.heard import Endpoint
from outbound.settings import SIMULATED_ACCOUNT, SIMULATED_SECRET, Settings

SETTINGS = Settings(store_url="sqlite://")
TOKEN = token(SIMULATED_SECRET, "a" * 32)

statuses = st.fixed_dictionaries(
    {
        "AccountSid": st.just(SIMULATED_ACCOUNT),
        "CallSid": st.just("CA" + "1" * 32),
        "CallStatus": st.sampled_from(["ringing", "in-progress", "completed", "busy", "odd"]),
        "From": st.just("+862160010001"),
        "To": st.just("+8613800138000"),
    },
    optional={
        "SequenceNumber": st.integers(0, 9).map(str),
        "CallDuration": st.integers(0, 999).map(str),
        "FromCity": st.sampled_from(["", "Shanghai", "上海"]),
    },
)


def told(params):
    return read(SETTINGS, "status", TOKEN, params)


@given(st.lists(statuses, max_size=5), st.data())
def test_doubled_and_shuffled_callbacks_tell_the_same_events(events, data):
    arrived = data.draw(st.permutations(events * 2))
    shuffled = [data.draw(st.permutations(list(params.items()))) for params in arrived]
    once = {told(params).key: told(params) for params in events}
    again = {told(pairs).key: told(pairs) for pairs in shuffled}
    assert again == once


@given(statuses, statuses)
def test_two_events_share_a_key_only_if_they_are_the_same(one, other):
    assert (told(one).key == told(other).key) == (one == other)


@given(
    st.text(alphabet=string.ascii_letters + string.digits, max_size=12),
    st.sampled_from(["CalledCity", "CallerState", "CalledZip"]),
    st.text(alphabet=string.ascii_lowercase, max_size=8),
)
def test_whatever_is_folded_into_a_message_signs_alike_and_is_noticed(body, name, value):
    common = {
        "AccountSid": SIMULATED_ACCOUNT,
        "From": "+8613800138000",
        "MessageSid": "SM" + "1" * 32,
        "To": "+862160010001",
    }
    split = common | {"Body": body, name: value}
    folded = common | {"Body": body + name + value}
    sign = RequestValidator("secret").compute_signature
    assert sign("https://centre.example/tw/sms", split) == sign(
        "https://centre.example/tw/sms", folded
    )
    assert is_folded(SCHEMAS[Endpoint.SMS], folded)
