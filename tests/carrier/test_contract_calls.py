"""Calls, through the real SDK: what is created, heard, said, and told in listings."""

from datetime import timedelta

import pytest

from outbound.campaign.schema import Channel, Mode
from outbound.carrier.simulator.behaviour import Line, Mood, Pickup
from outbound.carrier.simulator.exchange import Rates
from outbound.carrier.twilio import twiml
from outbound.carrier.twilio.client import PAGE_SIZE, TwilioCarrier
from outbound.carrier.twilio.tokens import token
from outbound.dialing.heard import Presence
from outbound.dialing.port import Accepted, CallOrder, Declined, NotTaken, Progress
from outbound.errors import CarrierError
from outbound.settings import SIMULATED_ACCOUNT, SIMULATED_SECRET, Settings
from tests.carrier.conftest import ATTEMPT, NINE, OURS, OVERALL, STRANGER, THEIRS

SECONDS = timedelta(seconds=1)


def progress(world):
    return [told.progress for told in world.ear.of("status")]


def test_an_answered_call_asks_what_to_say_and_tells_each_step(world):
    world.ear.says["voice"] = twiml.say_and_hangup(["您好，再见。"], "zh")
    reply = world.call()
    assert isinstance(reply, Accepted)
    world.run()
    assert progress(world) == [Progress.RINGING, Progress.ANSWERED, Progress.COMPLETED]
    assert [told.sequence for told in world.ear.of("status")] == [1, 2, 3]
    (asked,) = world.ear.of("voice")
    assert (asked.attempt_id, asked.sid, asked.number) == (ATTEMPT, reply.sid, THEIRS)
    end = world.ear.of("status")[-1]
    assert end.duration == SECONDS
    assert end.at == NINE + 8 * SECONDS
    assert not world.ear.refused
    assert not world.network.reports


@pytest.mark.parametrize(
    ("line", "after", "ends"),
    [
        (Line.BUSY, 2, Progress.BUSY),
        (Line.SILENCE, 3600, Progress.NO_ANSWER),
        (Line.PERSON, 26, Progress.NO_ANSWER),  # would have picked up after we hung up
        (Line.DEAD, 1, Progress.FAILED),
    ],
)
def test_a_call_that_reaches_nobody_ends_by_its_kind(world, line, after, ends):
    world.people.pickups = [Pickup(line, after * SECONDS)]
    world.call()
    world.run()
    assert progress(world)[-1] is ends
    assert not world.ear.of("voice")
    assert world.ear.of("status")[-1].code == (13224 if line is Line.DEAD else None)


def test_a_voice_question_is_answered_with_the_keys_of_the_persons_opinion(world):
    said = ["您好。", OVERALL.ask.of("zh")]
    world.ear.says["voice"] = twiml.say_and_gather(said, "zh", world.url("gather", 1))
    world.ear.says["gather"] = twiml.say_and_hangup(["谢谢。"], "zh")
    world.call()
    world.run()
    (pressed,) = world.ear.of("gather")
    assert pressed.digits == world.people.answer(THEIRS, OVERALL, Mode.VOICE)
    assert pressed.turn == 1
    assert progress(world)[-1] is Progress.COMPLETED


def test_silence_is_told_too(world):
    world.ear.says["voice"] = twiml.say_and_gather(["What?"], "en", world.url("gather"))
    world.ear.says["gather"] = twiml.say_and_hangup([], "en")
    world.call()
    world.run()
    assert [told.digits for told in world.ear.of("gather")] == [""]


def test_who_does_not_want_to_take_part_leaves_the_recorded_voice(world):
    world.people.mood = Mood.REFUSES
    long = [OVERALL.ask.of("zh")] * 4
    world.ear.says["voice"] = twiml.say_and_gather(long, "zh", world.url("gather"))
    world.call()
    world.run()
    assert not world.ear.of("gather")
    assert world.ear.of("status")[-1].duration == 4 * SECONDS


def test_a_machine_is_told_while_we_already_speak(world):
    world.people.pickups = [Pickup(Line.MACHINE, 12 * SECONDS)]
    world.ear.says["voice"] = twiml.say_and_gather(
        [OVERALL.ask.of("zh")], "zh", world.url("gather")
    )
    reply = world.call(detect_machine=True)
    world.run(20 * SECONDS)
    (told,) = world.ear.of("machine")
    assert told.machine is True
    world.carrier.hang_up(reply.sid, answered=True)
    world.run()
    assert progress(world)[-1] is Progress.COMPLETED
    assert not world.ear.of("gather")


def leaves(world, words):
    """Our application: it talks at once, and diverted says the words, then hears that they are said."""
    talk = twiml.say_and_gather([OVERALL.ask.of("zh")], "zh", world.url("gather"))
    world.ear.says["voice"] = world.ear.says["gather"] = talk
    told = {1: twiml.say_and_redirect([words], "zh", world.url("voicemail", 2))}
    world.ear.says["voicemail"] = lambda heard: told.get(heard.turn, twiml.say_and_hangup([], "zh"))


def test_a_message_is_left_whole_after_the_beep(world):
    world.people.pickups = [Pickup(Line.MACHINE, 12 * SECONDS)]
    words = "海港移动想听听您的意见，两天后我们再打给您。再见。"
    leaves(world, words)
    reply = world.call(detect_machine=True, await_beep=True)
    world.run(21 * SECONDS)
    assert not world.ear.of("machine")  # it still greets
    world.run(2 * SECONDS)
    (told,) = world.ear.of("machine")
    assert (told.machine, told.greeting_over) == (True, True)
    world.carrier.divert(reply.sid, token(SIMULATED_SECRET, ATTEMPT, 1))
    world.run()
    assert [told.turn for told in world.ear.of("voicemail")] == [1, 2]
    assert world.network.left_on(THEIRS) == [words]
    assert progress(world)[-1] is Progress.COMPLETED
    assert not world.ear.refused
    assert not world.network.reports


def test_what_is_said_into_the_greeting_or_cut_off_is_not_left(world):
    world.people.pickups = [Pickup(Line.MACHINE, 12 * SECONDS)]
    leaves(world, "太早了。")
    reply = world.call(detect_machine=True, await_beep=True)
    world.run(15 * SECONDS)
    world.carrier.divert(reply.sid, token(SIMULATED_SECRET, ATTEMPT, 1))
    world.run()
    assert world.network.left_on(THEIRS) == []


def test_a_call_that_is_over_cannot_be_diverted(world):
    reply = world.call()
    world.run()
    with pytest.raises(CarrierError):
        world.carrier.divert(reply.sid, token(SIMULATED_SECRET, ATTEMPT, 1))
    with pytest.raises(CarrierError, match="no such call"):
        world.carrier.divert(f"CA{'0' * 32}", token(SIMULATED_SECRET, ATTEMPT, 1))


def test_a_person_is_no_machine_however_long_we_listen(world):
    world.ear.says["voice"] = twiml.conference("room", world.url("conference"))
    world.call(detect_machine=True, await_beep=True)
    world.run(20 * SECONDS)
    assert [(told.machine, told.greeting_over) for told in world.ear.of("machine")] == [(False, False)]  # fmt: skip


def test_a_person_is_told_from_a_machine(world):
    world.ear.says["voice"] = twiml.conference("room", world.url("conference"))
    world.call(detect_machine=True)
    world.run(20 * SECONDS)
    assert [told.machine for told in world.ear.of("machine")] == [False]


def test_a_conference_lasts_until_we_end_it(world):
    world.ear.says["voice"] = twiml.conference(ATTEMPT, world.url("conference"))
    reply = world.call()
    world.run(timedelta(minutes=3))
    assert progress(world)[-1] is Progress.ANSWERED
    world.carrier.hang_up(reply.sid, answered=True)
    world.run()
    assert [told.presence for told in world.ear.of("conference")] == [Presence.JOINED]
    assert world.ear.of("status")[-1].duration == timedelta(minutes=3) - 7 * SECONDS


def test_a_conference_ends_by_the_person_or_the_time_limit(world):
    world.ear.says["voice"] = twiml.conference(ATTEMPT, world.url("conference"))
    world.call()
    world.run(timedelta(minutes=1))
    world.network.hang_up(THEIRS)
    world.run(timedelta(minutes=1))
    assert progress(world)[-1] is Progress.COMPLETED
    world.call(limit=timedelta(minutes=2))
    world.run(timedelta(hours=1))
    assert world.ear.of("status")[-1].duration == timedelta(minutes=2)


def test_a_ringing_call_is_cancelled_and_an_answered_one_is_not(world):
    world.ear.says["voice"] = twiml.conference(ATTEMPT, world.url("conference"))
    first = world.call()
    world.run(3 * SECONDS)
    world.carrier.hang_up(first.sid, answered=False)
    world.run()
    assert progress(world)[-1] is Progress.CANCELED
    second = world.call()
    world.run(30 * SECONDS)
    world.carrier.hang_up(second.sid, answered=False)
    assert world.carrier.fetch(Channel.CALL, second.sid).progress is Progress.ANSWERED


def test_a_call_waits_in_the_carriers_queue_and_its_times_are_empty(make_world):
    world = make_world(rates=Rates(calls_per_second=0.1))
    replies = [world.call(token=f"a.{n}.{'0' * 32}") for n in range(3)]
    rows = world.carrier.list_to(Channel.CALL, THEIRS)
    assert [row.sid for row in rows] == [reply.sid for reply in reversed(replies)]
    assert {row.progress for row in rows} == {Progress.QUEUED}
    assert rows[0].created_at == NINE
    assert rows[0].duration is None
    world.run(15 * SECONDS)
    states = [world.carrier.fetch(Channel.CALL, reply.sid).progress for reply in replies]
    assert states[2] is Progress.QUEUED
    assert states[0] is not Progress.QUEUED


def test_too_many_open_calls_are_throttled(make_world):
    world = make_world(rates=Rates(open_calls=1))
    assert isinstance(world.call(), Accepted)
    assert isinstance(world.call(), NotTaken)
    assert len(world.network.created) == 1


def test_a_listing_comes_in_as_many_pages_as_it_takes(world):
    sids = {world.call().sid for _ in range(2 * PAGE_SIZE + 1)}
    rows = world.carrier.list_to(Channel.CALL, THEIRS)
    assert {row.sid for row in rows} == sids
    assert len(rows) == len(sids)
    assert {(row.to, row.sender, row.inbound) for row in rows} == {(THEIRS, OURS, False)}


def test_only_synthetic_numbers_can_be_reached(world):
    reply = world.call(to=STRANGER)
    assert isinstance(reply, Declined)
    assert reply.code == 21211
    assert "synthetic" in reply.message
    assert not world.network.created


def test_the_real_carrier_never_sees_a_synthetic_subscriber():
    real = TwilioCarrier(
        Settings(store_url="", carrier_url=None, account_sid=SIMULATED_ACCOUNT, api_key="SK")
    )
    order = CallOrder(THEIRS, OURS, "t", 20 * SECONDS, 60 * SECONDS, False, synthetic=True)
    with pytest.raises(CarrierError, match="synthetic"):
        real.call(order)


def test_the_order_is_sent_as_our_promises_demand(world):
    world.call(ring=15 * SECONDS, detect_machine=True)
    (created,) = world.network.created
    form = {name: " ".join(values) for name, values in created.form.items()}
    assert form["Timeout"] == "15"
    assert form["TimeLimit"] == "600"
    assert form["AsyncAmd"] == "true"
    assert form["StatusCallbackEvent"] == "ringing answered completed"
    assert form["Url"].endswith("#rc=5&rp=all")
    assert "Twiml" not in form


def test_bad_credentials_are_told_plainly(world):
    settings = Settings(store_url="", carrier_url=world.settings.carrier_url, api_secret="wrong")
    stranger = TwilioCarrier(settings)
    world.stack.callback(stranger.close)
    order = CallOrder(THEIRS, OURS, "t", 20 * SECONDS, 60 * SECONDS, False, synthetic=True)
    assert stranger.call(order) == Declined(20003, "Authenticate")
    with pytest.raises(CarrierError, match="401"):
        stranger.list_to(Channel.CALL, THEIRS)


def test_what_the_carrier_does_not_know_is_none(world):
    assert world.carrier.fetch(Channel.CALL, "CA" + "0" * 32) is None
    with pytest.raises(CarrierError, match="no such call"):
        world.carrier.hang_up("CA" + "0" * 32, answered=True)


@pytest.mark.parametrize(
    "document",
    [
        "<Response><Say>x",
        "<Response><Sing/></Response>",
        "<Response><Gather><Hangup/></Gather></Response>",
        "<Answer/>",
        '<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',
    ],
)
def test_a_document_that_cannot_be_played_is_reported_and_the_fallback_asked(world, document):
    world.ear.says["voice"] = document
    world.ear.says["fallback"] = twiml.say_and_hangup(["对不起。"], "zh")
    world.call()
    world.run()
    (report,) = world.network.reports
    assert report.code in {12100, 12200}
    (asked,) = world.ear.of("fallback")
    assert asked.code == report.code
    assert progress(world)[-1] is Progress.COMPLETED


def test_an_application_that_fails_ends_the_call(world):
    world.ear.status = 500
    world.call()
    world.run()
    assert {report.code for report in world.network.reports} == {11200}
    assert progress(world)[-1] is Progress.COMPLETED
    assert len(world.ear.of("voice")) == 6  # the first and five retries, as the fragment asks


def test_going_round_in_a_circle_is_ended(world):
    world.ear.says["voice"] = twiml.redirect(world.url("voice"))
    world.call()
    world.run()
    assert world.network.reports[-1].code == 12205


def test_every_other_verb_is_understood(world):
    world.ear.says["voice"] = (
        "<Response><Say>x</Say><Play>http://x/a.mp3</Play><Pause length='3'/>"
        f"<Record action='{world.url('gather')}' maxLength='4' timeout='2'/></Response>"
    )
    world.ear.says["gather"] = "<Response><Dial>+15005550006</Dial><Reject/></Response>"
    world.call()
    world.run()
    assert world.ear.refused == []  # a recording's own parameters are not in the gather's schema
