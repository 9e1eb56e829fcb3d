"""Whatever comes to the carrier's door is refused or recorded: it never crashes anything, and no message is lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.tables import Attempt, InboxRow, Message, SuppressionEvent
from outbound.carrier.twilio.schemas import SCHEMAS
from outbound.carrier.twilio.tokens import token
from outbound.clock import VirtualClock
from outbound.dialing.attempt import RANK
from outbound.dialing.heard import Endpoint
from outbound.engine.inbox import events
from outbound.errors import OutboundError
from tests.world import START, SURVEY, World

FEW = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

ANY = st.text(st.characters(codec=None), max_size=40)
ODD = st.sampled_from(
    ["", "\x00", "S\x00T\x00O\x00P", "\ud800", "＋８６", "٣٤٥", "999999999", "-1", "NaN", "\u202e", "a" * 4001, "'; drop table attempt; --",
     "Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 -2300", "Mon, 01 Jan 0001 00:00:00 +2359", "Mon, 23 Nov 2026 01:30:00 -0000",
     "Mon, 23 Nov 2026 01:30:00 +9999", "BodyYESDigits5", "<Say>hello</Say>", "{{ 7 * 7 }}", "=cmd()"]
)  # fmt: skip
NAMES = sorted({name for schema in SCHEMAS.values() for name in schema.known})


@pytest.fixture
def texted(make_world: Callable[..., World], store_url: str) -> World:
    """A world on either database in which somebody was just asked by text, and somebody is on the telephone."""
    world = make_world(store_url)
    world.launch("texts", "pulse")
    world.tick()
    world.at("09:00")
    world.tick()
    return world


def proper(world: World, endpoint: Endpoint, attempt: Attempt) -> dict[str, str]:
    """What the carrier would send, as far as it must."""
    account = world.engine.settings.account_sid
    call = {
        "AccountSid": account, "CallSid": attempt.sid or "", "CallStatus": "in-progress",
        "From": attempt.sender, "To": attempt.number,
    }  # fmt: skip
    return {
        Endpoint.SMS: {
            "AccountSid": account, "MessageSid": f"SM{world.heard:032x}", "Body": "9",
            "From": world.contact("T1").number, "To": SURVEY,
        },
        Endpoint.MESSAGE: {
            "AccountSid": account, "MessageSid": attempt.sid or "", "MessageStatus": "sent",
        },
        Endpoint.MACHINE: {"AccountSid": account, "CallSid": attempt.sid or "", "AnsweredBy": "human"},
        Endpoint.CONFERENCE: {
            "AccountSid": account, "ConferenceSid": "CF" + "1" * 32, "StatusCallbackEvent": "participant-join",
        },
    }.get(endpoint, call)  # fmt: skip


def signed(world: World, path: str, params: dict[str, str]) -> str:
    try:
        return world.signed(path, params)
    except UnicodeEncodeError:
        return "nothing signs this"


def send(world: World, endpoint: str, proof: str, params: dict[str, str], signature: str | None = None) -> str | None:  # fmt: skip
    """The answer, or None where it was refused; anything else than these two is a crash."""
    path = f"/tw/{endpoint}/{proof}" if proof else f"/tw/{endpoint}"
    given = signed(world, path, params) if signature is None else signature
    try:
        return events.hear(world.engine, endpoint, proof, params, given, path)
    except OutboundError:
        return None


def ranks(world: World) -> dict[str, int]:
    return {a.id: RANK[a.state] for a in world.everything(Attempt)}


@given(
    endpoint=st.sampled_from(Endpoint), who=st.sampled_from(["T1", "P1"]), turn=st.integers(0, 3),
    changes=st.dictionaries(st.sampled_from(NAMES) | ANY, ODD | ANY, max_size=5),
)  # fmt: skip
@FEW
def test_anything_that_the_carrier_signs_is_refused_or_recorded(
    texted: World, endpoint: Endpoint, who: str, turn: int, changes: dict[str, str]
) -> None:
    world = texted
    world.heard += 1
    attempt = world.attempts(who)[0]
    before, states = len(world.everything(InboxRow)), ranks(world)
    params = proper(world, endpoint, attempt) | changes
    proof = "" if endpoint is Endpoint.SMS else token(world.engine.settings.token_secret, attempt.id, turn)  # fmt: skip
    reply = send(world, endpoint.value, proof, params)
    rows = world.everything(InboxRow)
    if reply is None:
        assert len(rows) == before
        assert ranks(world) == states
    else:
        assert ElementTree.fromstring(reply).tag == "Response"
        assert len(rows) - before in (0, 1)  # a repeat is known
    assert all(row.applied_at is not None for row in rows)
    assert "failed" not in " ".join(row.result for row in rows)
    assert all(rank >= states.get(one, 0) for one, rank in ranks(world).items())
    for one in world.everything(Attempt):
        for moment in (one.placed_at, one.rang_at, one.answered_at, one.ended_at):
            assert moment is None or one.reserved_at <= moment <= world.now


@given(body=st.text(st.characters(codec="utf-8"), max_size=400) | ODD)
@example(body="\x00")
@example(body="S\x00T\x00O\x00P\x00")
@example(body="退\x00订")
@example(body="\u2028\u0085\x0b")
@FEW
def test_no_message_that_a_person_writes_is_lost(texted: World, body: str) -> None:
    world = texted
    world.heard += 1
    sid = f"SM{0xBAD000 + world.heard:032x}"
    params = proper(world, Endpoint.SMS, world.attempts("T1")[0]) | {"Body": body, "MessageSid": sid}  # fmt: skip
    reply = send(world, "sms", "", params)
    found = [m for m in world.everything(Message) if m.sid == sid]
    if reply is None:  # nothing that a telephone can send: too long, or half a character
        assert len(body) > 4000 or re.search("[\ud800-\udfff]", body)
        assert found == []
    else:
        [message] = found
        assert message.body == body.replace("\x00", "␀")


@pytest.mark.parametrize("body", ["S\x00T\x00O\x00P\x00", "\x00STOP", "退\x00订"])
def test_a_stop_is_a_stop_though_zeros_are_in_it(texted: World, body: str) -> None:
    """Some networks hand on two-byte characters as pairs of bytes."""
    texted.text(texted.contact("T1").number, body)
    assert [event.scope for event in texted.everything(SuppressionEvent)] == ["all"]


@given(
    endpoint=st.sampled_from([e.value for e in Endpoint]) | ANY, proof=ANY, signature=ANY,
    params=st.dictionaries(st.sampled_from(NAMES) | ANY, ODD | ANY, max_size=6),
)  # fmt: skip
@FEW
def test_anything_that_the_carrier_did_not_sign_is_refused(
    texted: World, endpoint: str, proof: str, signature: str, params: dict[str, str]
) -> None:
    world, before = texted, len(texted.everything(InboxRow))
    assert send(world, endpoint, proof, params, signature) is None
    assert len(world.everything(InboxRow)) == before


MOMENTS = (
    "Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 +0000",
    "Fri, 31 Dec 9999 23:59:59 -2300", "Sat, 01 Jan 0001 00:00:00 +2300",
    "Mon, 23 Nov 2026 01:30:00 -0000", "Wed, 23 Nov 2050 01:30:00 +0000",
)  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_that_cannot_be_is_not_believed(texted: World, moment: str) -> None:
    """A clock at the carrier, or in between, has jumped: what it tells counts, its hour does not."""
    world = texted
    attempt = world.attempts("P1")[0]
    world.later(seconds=20)
    world.call_event(attempt, "busy", Timestamp=moment)
    found = world.attempt_by_id(attempt.id)
    assert found.outcome is not None
    assert attempt.reserved_at <= found.ended_at <= world.now
    assert world.now < world.contact("P1").next_at < world.now + timedelta(hours=24)


@pytest.mark.parametrize("year", [1971, 2020, 2050, 9998])
def test_our_own_clock_may_be_anywhere(make_world: Callable[..., World], sqlite_url: str, year: int) -> None:  # fmt: skip
    """Nothing is placed on a day that is none of the campaign's; what comes is heard all the same."""
    world = make_world(sqlite_url, VirtualClock(START))
    world.launch("texts")
    world.tick()
    world.at("09:00")
    world.tick()
    sent = len(world.carrier.orders)
    jumped = VirtualClock(datetime(year, 6, 1, 4, tzinfo=UTC))
    elsewhere = World(replace(world.engine, clock=jumped), world.carrier)
    elsewhere.tick()
    elsewhere.text(world.contact("T2").number, "STOP")
    elsewhere.tick()
    assert len(world.carrier.orders) == sent
    assert [event.scope for event in world.everything(SuppressionEvent)] == ["all"]
