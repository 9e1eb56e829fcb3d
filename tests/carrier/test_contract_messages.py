"""Messages, through the real SDK, in both directions; STOP and all that can go wrong on the way."""

from datetime import timedelta

import pytest

from outbound.campaign.schema import Channel, Mode
from outbound.carrier.simulator.exchange import Rates
from outbound.carrier.simulator.records import CURRENCY, SEGMENT
from outbound.carrier.twilio import twiml
from outbound.dialing.port import Accepted, Declined, NotTaken, Progress
from tests.carrier.conftest import NINE, OURS, OVERALL, STRANGER, THEIRS


def progress(world):
    return [told.progress for told in world.ear.of("message")]


def test_a_message_is_sent_delivered_and_answered(world):
    reply = world.message()
    assert isinstance(reply, Accepted)
    world.run()
    assert progress(world) == [Progress.RINGING, Progress.ANSWERED]
    (answer,) = world.ear.of("sms")
    assert answer.body == world.people.answer(THEIRS, OVERALL, Mode.SMS)
    assert (answer.number, answer.sender) == (THEIRS, OURS)
    assert not world.ear.refused
    assert not world.network.reports


def test_its_price_is_told_once_it_is_sent(world):
    reply = world.message(body="你" * 71)
    assert world.carrier.fetch(Channel.SMS, reply.sid).price is None
    world.run()
    listed = world.carrier.fetch(Channel.SMS, reply.sid)
    assert (listed.price, listed.currency) == (2 * SEGMENT, CURRENCY)


def test_asked_again_the_person_answers_again(world):
    world.message()
    world.run()
    world.message()
    world.run()
    assert [told.body for told in world.ear.of("sms")] == [
        world.people.answer(THEIRS, OVERALL, Mode.SMS, nth) for nth in (0, 1)
    ]
    assert len({told.key for told in world.ear.of("sms")}) == 2


def test_a_message_that_asks_nothing_is_not_answered(world):
    world.message(body="您的余额不足三天。")
    world.run()
    assert not world.ear.of("sms")


def test_a_message_that_does_not_arrive_brings_its_code(world):
    world.people.delivered = 30003
    reply = world.message()
    world.run()
    assert world.ear.of("message")[-1].progress is Progress.FAILED
    assert world.ear.of("message")[-1].code == 30003
    listed = world.carrier.fetch(Channel.SMS, reply.sid)
    assert (listed.progress, listed.code) == (Progress.FAILED, 30003)


@pytest.mark.parametrize(
    ("word", "blocks"), [("STOP", True), (" stop ", True), ("stop please", False), ("退订", False)]
)
def test_only_twilios_own_words_alone_block_at_the_carrier(world, word, blocks):
    world.network.text(THEIRS, OURS, word)
    world.run()
    assert [told.body for told in world.ear.of("sms")] == [word]
    reply = world.message()
    if blocks:
        assert reply == Declined(21610, "Attempt to send to unsubscribed recipient")
        rows = world.carrier.list_to(Channel.SMS, THEIRS)
        assert [row.body for row in rows if "unsubscribed" in row.body]  # its own confirmation
    else:
        assert isinstance(reply, Accepted)


def test_a_block_holds_for_one_sender_until_start(world):
    world.network.text(THEIRS, OURS, "STOP")
    assert isinstance(world.message(sender="+862160010002"), Accepted)
    assert isinstance(world.message(), Declined)
    world.network.text(THEIRS, OURS, "START")
    assert isinstance(world.message(), Accepted)


def test_somebody_opts_out_in_their_own_words(world):
    world.people.wants_out = "别再发了"
    world.message()
    world.run()
    assert [told.body for told in world.ear.of("sms")] == ["别再发了"]


def test_incoming_messages_are_listed_for_our_number(world):
    world.network.text(THEIRS, OURS, "8")
    (row,) = world.carrier.list_to(Channel.SMS, OURS)
    assert (row.inbound, row.sender, row.body) == (True, THEIRS, "8")


def test_answering_a_message_with_a_message_is_reported(world):
    world.ear.says["sms"] = "<Response><Message>thanks</Message></Response>"
    world.network.text(THEIRS, OURS, "8")
    world.run()
    assert world.network.reports
    world.ear.says["sms"] = twiml.nothing()


def test_validity_is_bounded_and_never_less_than_a_minute(world):
    assert isinstance(world.message(validity=timedelta(seconds=59)), NotTaken)
    world.message(validity=timedelta(days=2))
    world.message(validity=timedelta(minutes=1))
    periods = [created.form["ValidityPeriod"] for created in world.network.created]
    assert periods == [("36000",), ("60",)]


def test_what_waits_longer_than_its_validity_expires_unsent(make_world):
    world = make_world(rates=Rates(segments_per_second=1 / 90))
    first, second = world.message(), world.message(validity=timedelta(seconds=60))
    world.run()
    assert world.carrier.fetch(Channel.SMS, first.sid).progress is Progress.ANSWERED
    assert world.carrier.fetch(Channel.SMS, second.sid).code == 30036


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": STRANGER}, 21211),
        ({"to": "13800138000"}, 21211),
        ({"sender": "me"}, 21212),
        ({"body": " "}, 21602),
        ({"body": "x" * 1601}, 21617),
    ],
)
def test_what_cannot_be_sent_is_declined_with_twilios_code(world, changes, code):
    reply = world.message(**changes)
    assert isinstance(reply, Declined)
    assert reply.code == code
    assert not world.network.created


def test_times_are_empty_until_sent(world):
    reply = world.message()
    row = world.carrier.fetch(Channel.SMS, reply.sid)
    assert (row.progress, row.created_at, row.body) == (
        Progress.QUEUED,
        NINE,
        OVERALL.ask.of("zh"),
    )
