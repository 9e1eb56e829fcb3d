"""Evidence from the carrier's own listing: what it proves, and what it leaves open."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from db.tables import Attempt, ContactState, Message, SuppressionEvent
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Listing, NotTaken, Progress, Uncertain
from outbound.engine.attempts.asked import Round, note_asked
from outbound.engine.attempts.place import record
from outbound.engine.inbox import evidence
from outbound.engine.inbox.daily import compare
from outbound.engine.inbox.unfound import release, unfound
from outbound.errors import NotFoundError, RefusedError, UsageError
from tests.engine.conftest import Begin
from tests.world import MONDAY, SURVEY, World

SID = "CA" + "9" * 32


def lost(world: World, subscriber: str) -> Attempt:
    """An attempt whose create was never answered."""
    world.carrier.next_replies.append(Uncertain("no answer in 10 s"))
    world.tick()
    attempt = world.attempt(subscriber)
    assert attempt.state is State.UNKNOWN
    return attempt


def listed(world: World, attempt: Attempt, progress: Progress, **changed: object) -> Listing:
    """The carrier lists it; the next tick asks."""
    made = Listing(
        SID if attempt.channel is Channel.CALL else SID.replace("CA", "SM"), attempt.channel, attempt.number,
        attempt.sender, progress, None, attempt.reserved_at + timedelta(seconds=2), None, attempt.body,
    )  # fmt: skip
    row = replace(made, **changed)
    world.carrier.listings[row.sid] = row
    return row


def minute(world: World) -> None:
    world.later(minutes=1, seconds=1)
    world.tick()


def test_one_fitting_row_binds_its_id_and_its_state(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    attempt = lost(world, "P1")
    listed(world, attempt, Progress.NO_ANSWER)
    minute(world)
    found = world.attempt("P1")
    assert (found.sid, found.state, found.outcome) == (SID, State.ENDED, Outcome.NO_ANSWER)
    assert found.placed_at == attempt.reserved_at + timedelta(seconds=2)
    assert world.contact("P1").state is ContactState.WAITING
    assert world.contact("P1").spent == 1


def test_a_row_still_in_the_queue_proves_it_placed(begun: Begin) -> None:
    world = begun("pulse")
    listed(world, lost(world, "P1"), Progress.QUEUED)
    minute(world)
    assert world.attempt("P1").state is State.PLACED
    assert world.contact("P1").state is ContactState.TRYING


def test_two_fitting_rows_leave_it_unknown_and_call_a_person(begun: Begin) -> None:
    world = begun("pulse")
    attempt = lost(world, "P1")
    listed(world, attempt, Progress.NO_ANSWER)
    listed(world, attempt, Progress.BUSY, sid="CA" + "8" * 32)
    minute(world)
    assert world.attempt("P1").state is State.UNKNOWN
    assert "ambiguous" in world.alarms()


def test_rows_of_others_do_not_fit(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    early, late = (
        attempt.reserved_at - timedelta(minutes=1),
        attempt.reserved_at + timedelta(hours=1),
    )
    for nth, changed in enumerate(
        (
            {"created_at": early}, {"created_at": late}, {"inbound": True}, {"sender": "+862199999999"},
            {"body": "another text"},
        )
    ):  # fmt: skip
        listed(world, attempt, Progress.ANSWERED, sid=f"SM{nth:032x}", **changed)
    minute(world)
    assert world.attempt("T1").state is State.UNKNOWN


def test_a_row_bound_to_another_attempt_does_not_fit(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    other = world.attempt("T2")
    listed(world, attempt, Progress.ANSWERED, sid=other.sid)
    minute(world)
    assert world.attempt("T1").state is State.UNKNOWN


def test_empty_listings_never_release_it(begun: Begin) -> None:
    world = begun("texts")
    lost(world, "T1")
    for _ in range(30):
        minute(world)
    assert world.attempt("T1").state is State.UNKNOWN
    assert world.contact("T1").state is ContactState.HELD


def test_the_carrier_is_asked_at_most_once_a_minute(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    listed(world, attempt, Progress.ANSWERED)
    world.later(seconds=30)
    world.tick()
    assert world.attempt("T1").state is State.UNKNOWN


def test_a_carrier_that_cannot_be_asked_is_an_alarm_not_an_error(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    listed(world, attempt, Progress.ANSWERED)
    world.carrier.away = True
    minute(world)
    assert "reconcile" in world.alarms()
    world.carrier.away = False
    minute(world)
    assert world.attempt("T1").state is State.ANSWERED


def test_a_call_that_fell_silent_is_asked_about(begun: Begin) -> None:
    """Its end was lost: an agent waits for it, so minutes matter."""
    world = begun("survey")
    world.agent()
    world.ready()
    attempt = world.attempt("S1")
    listed(world, attempt, Progress.NO_ANSWER, sid=attempt.sid)
    for _ in range(3):
        minute(world)
    assert world.attempt("S1").outcome is Outcome.NO_ANSWER
    assert world.desk_row().attempt_id != attempt.id


def test_a_long_talk_is_not_silent(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    attempt = world.attempt("S1")
    world.answer(attempt)
    listed(world, attempt, Progress.COMPLETED, sid=attempt.sid)
    for _ in range(20):
        minute(world)
    assert world.attempt("S1").state is State.CONNECTED


def test_a_text_of_which_nothing_was_heard_is_asked_about_after_an_hour(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    attempt = world.attempt("T1")
    listed(world, attempt, Progress.FAILED, sid=attempt.sid, code=30005)
    world.later(minutes=50)
    world.tick()
    assert world.attempt("T1").outcome is None
    world.later(minutes=15)
    world.tick()
    assert world.attempt("T1").outcome is Outcome.INVALID_NUMBER


def test_a_lost_reply_is_not_asked_about_for_ever(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.text(world.contact("T1").number, "9")
    reply = world.attempt("T1")
    world.message_event(reply, "sent")  # and then nothing: some routes say no more
    world.later(days=2)
    world.tick()
    world.tick()
    assert world.attempt("T1").state in (State.ENDED, State.WITHDRAWN)


def missing(world: World, subscriber: str = "T1") -> Attempt:
    """An attempt that the carrier has never heard of, for long enough."""
    attempt = lost(world, subscriber)
    for _ in range(16):
        minute(world)
    [found] = [one for one in unfound(world.engine) if one.attempt_id == attempt.id]
    assert found.releasable
    return attempt


def test_what_no_listing_has_is_a_persons_matter_after_a_quarter_of_an_hour(begun_anywhere: Begin) -> None:  # fmt: skip
    world = begun_anywhere("texts")
    attempt = lost(world, "T1")
    for _ in range(14):
        minute(world)
    assert [one.releasable for one in unfound(world.engine)] == [False]
    minute(world)
    assert [one.releasable for one in unfound(world.engine)] == [True]
    assert world.alarms().count("not-found") == 1
    assert world.attempt("T1").state is State.UNKNOWN
    assert (
        world.contact("T1").first_attempt_at == attempt.handed_at
    )  # it counts until somebody releases it


def test_a_listing_that_lags_by_ten_minutes_still_proves_it(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    for _ in range(10):
        minute(world)
    listed(world, attempt, Progress.ANSWERED)
    minute(world)
    assert world.attempt("T1").state is State.ANSWERED


def test_even_what_was_not_found_is_asked_about_now_and_then(begun: Begin) -> None:
    world = begun("texts")
    attempt = missing(world)
    listed(world, attempt, Progress.ANSWERED)
    for _ in range(11):
        minute(world)
    assert world.attempt("T1").state is State.ANSWERED
    assert unfound(world.engine) == ()


def test_a_person_releases_it_with_a_reason_and_it_is_decided_again(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    attempt = missing(world)
    orders = len(world.carrier.orders)
    release(world.engine, attempt.id, "wang", "asked at the carrier's desk")
    contact = world.contact("T1")
    assert (world.attempt("T1").state, contact.state) == (State.WITHDRAWN, ContactState.WAITING)
    assert (contact.first_attempt_at, contact.spent) == (None, 0)
    assert ("released", "not found") in world.ledger("T1")
    world.tick()
    assert world.carrier.numbers[orders:] == [contact.number]


def test_nothing_is_released_that_may_still_be_proved(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    minute(world)
    with pytest.raises(RefusedError, match="may still have it"):
        release(world.engine, attempt.id, "wang", "impatient")
    with pytest.raises(RefusedError, match="fate is known"):
        release(world.engine, world.attempt("T2").id, "wang", "by mistake")
    with pytest.raises(UsageError, match="reason"):
        release(world.engine, attempt.id, "wang", " ")
    with pytest.raises(NotFoundError):
        release(world.engine, "nothing", "wang", "by mistake")


def test_a_call_that_rings_after_its_release_is_ended_and_a_person_told(begun: Begin) -> None:
    world = begun("pulse")
    attempt = missing(world, "P1")
    release(world.engine, attempt.id, "wang", "not there")
    world.call_event(attempt, "ringing")
    assert world.carrier.hung_up == [(world.attempt_by_id(attempt.id).sid, False)]
    assert "withdrawn" in world.alarms()
    assert world.attempt_by_id(attempt.id).state is State.WITHDRAWN
    assert world.contact("P1").first_attempt_at is not None  # it reached them, so it counts


def test_whoever_picks_up_after_a_release_hears_one_sentence(begun: Begin) -> None:
    world = begun("pulse")
    attempt = missing(world, "P1")
    release(world.engine, attempt.id, "wang", "not there")
    said = world.answer(attempt)
    assert "<Hangup" in said
    assert "<Gather" not in said
    assert world.carrier.hung_up == []


def test_the_listing_too_can_prove_that_a_release_was_wrong(begun: Begin) -> None:
    world = begun("pulse")
    attempt = missing(world, "P1")
    row = listed(world, attempt, Progress.RINGING)
    release(world.engine, attempt.id, "wang", "not there")
    evidence.bind(world.engine, attempt.id, row)
    assert world.carrier.hung_up == [(row.sid, False)]
    assert "withdrawn" in world.alarms()


def test_a_process_that_wakes_late_does_not_disturb_a_new_attempt(begun: Begin) -> None:
    """Its create is not made; what it then writes down is about an attempt that was given up."""
    world = begun("texts")
    attempt = missing(world)
    release(world.engine, attempt.id, "wang", "not there")
    world.tick()
    later = world.attempt("T1")
    record(world.engine, {attempt.id: NotTaken(timedelta(0), "held up")})
    contact = world.contact("T1")
    assert (contact.state, contact.next_at) == (ContactState.TRYING, None)
    assert later.id != attempt.id


def test_the_row_is_fetched_once_more_because_a_listing_may_be_old(begun: Begin) -> None:
    world = begun("pulse")
    attempt = lost(world, "P1")
    row = listed(world, attempt, Progress.QUEUED)
    world.carrier.fetched[row.sid] = replace(row, progress=Progress.BUSY)
    minute(world)
    assert world.attempt("P1").outcome is Outcome.BUSY


# ── silence, and the carrier's queue ──────────────────────────────────────────────────


def placed_call(world: World) -> Attempt:
    world.tick()
    attempt = world.attempt("P1")
    assert attempt.state is State.PLACED
    return attempt


def test_a_call_that_waits_in_the_carriers_queue_is_ended_after_half_a_minute(begun_anywhere: Begin) -> None:  # fmt: skip
    world = begun_anywhere("pulse")
    attempt = placed_call(world)
    listed(world, attempt, Progress.QUEUED, sid=attempt.sid)
    world.later(seconds=29)
    world.tick()
    assert world.carrier.hung_up == []
    world.later(seconds=1)
    world.tick()
    assert world.carrier.hung_up == [(attempt.sid, False)]
    assert "queue" in world.alarms()
    world.call_event(attempt, "canceled")
    contact = world.contact("P1")
    assert (contact.state, contact.spent) == (ContactState.WAITING, 0)
    calls = len(world.carrier.orders)
    world.tick()
    assert len(world.carrier.orders) == calls  # the queue is long: no more for a minute


def test_a_call_that_has_left_the_queue_is_not_ended(begun: Begin) -> None:
    world = begun("pulse")
    attempt = placed_call(world)
    listed(world, attempt, Progress.RINGING, sid=attempt.sid)
    world.later(seconds=31)
    world.tick()
    assert world.carrier.hung_up == []
    assert world.attempt("P1").state is State.RINGING


def test_what_still_waits_when_the_hours_end_is_ended_at_once(begun: Begin) -> None:
    world = begun("pulse", at="19:58")
    attempt = placed_call(world)
    listed(world, attempt, Progress.QUEUED, sid=attempt.sid)
    world.at("21:30")  # the clock jumped
    world.tick()
    assert (attempt.sid, False) in world.carrier.hung_up


def test_a_ring_that_is_over_is_asked_about(begun: Begin) -> None:
    world = begun("pulse")
    attempt = placed_call(world)
    world.call_event(attempt, "ringing")
    listed(world, attempt, Progress.NO_ANSWER, sid=attempt.sid)
    ring = world.engine.running.named("pulse").step(0).call.ring
    world.later(seconds=ring.total_seconds() + 55)
    world.tick()
    assert world.attempt("P1").outcome is None
    world.later(seconds=66)
    world.tick()
    assert world.attempt("P1").outcome is Outcome.NO_ANSWER


# ── what people wrote ─────────────────────────────────────────────────────────────────


def wrote(world: World, body: str, minutes: float = 0, **changed: object) -> Listing:
    """The carrier lists what somebody wrote; its webhook is lost."""
    at = world.now - timedelta(minutes=minutes)
    sid = f"SM{0xABC + len(world.carrier.listings):032x}"
    row = Listing(
        sid, Channel.SMS, SURVEY, world.contact("T1").number, Progress.ANSWERED, None, at, None, body,
        inbound=True, begun_at=at,
    )  # fmt: skip
    world.carrier.listings[sid] = replace(row, **changed)
    return world.carrier.listings[sid]


def test_a_lost_stop_is_heard_within_five_minutes(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.tick()
    wrote(world, "STOP")
    world.later(minutes=5)
    world.tick()
    assert world.contact("T1").outcome is Outcome.OPTED_OUT
    with world.engine.store.read() as session:
        [event] = session.exec(select(SuppressionEvent))
    assert (event.number, event.source) == (world.contact("T1").number, "sms")


def test_a_lost_answer_is_heard_once_though_its_webhook_comes_later(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    world.tick()
    row = wrote(world, "9")
    for _ in range(3):
        world.later(minutes=5)
        world.tick()
    world.text(row.sender, "9", sid=row.sid)
    assert world.answers("T1") == {"overall": 9}
    assert len(world.everything(Message)) == 1


def test_what_its_webhook_told_is_not_told_again_by_the_listing(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    row = wrote(world, "9")
    world.text(row.sender, "9", sid=row.sid)
    world.later(minutes=5)
    world.tick()
    assert len(world.everything(Message)) == 1


def test_lost_messages_are_heard_in_the_order_in_which_they_were_written(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.later(minutes=5)
    wrote(world, "10", minutes=1)
    wrote(world, "9", minutes=3)
    world.tick()
    assert world.answers("T1") == {"overall": 9, "recommend": 10}


def test_a_message_that_the_listing_shows_late_is_not_missed(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    for _ in range(3):
        world.later(minutes=5)
        world.tick()
    wrote(world, "退订", minutes=14)
    world.later(minutes=5)
    world.tick()
    assert world.contact("T1").outcome is Outcome.OPTED_OUT


def test_an_odd_row_stops_nothing(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    wrote(world, "9", sender="somebody")
    wrote(world, "9")
    world.later(minutes=5)
    world.tick()
    assert world.answers("T1") == {"overall": 9}
    assert "inbox" in world.alarms()


def test_whatever_failed_can_have_the_carrier_asked_at_once(begun: Begin) -> None:
    world = begun("texts")
    attempt = lost(world, "T1")
    listed(world, attempt, Progress.ANSWERED)
    wrote(world, "9")
    world.later(seconds=1)
    with world.engine.store.write() as session:
        note_asked(session, Round.WANTED, world.now)
    world.later(seconds=1)
    world.tick()
    assert world.attempts("T1")[0].state is State.CONNECTED
    assert world.answers("T1") == {"overall": 9}


# ── a whole day ───────────────────────────────────────────────────────────────────────


def on_the_carriers_list(world: World, attempt: Attempt, progress: Progress, **changed: object) -> None:  # fmt: skip
    given = {"sid": attempt.sid, "begun_at": attempt.placed_at} | changed
    listed(world, attempt, progress, **given)


def test_a_day_is_compared_row_by_row(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts", "pulse")
    world.tick()
    texts = [world.attempt(s) for s in ("T1", "T2", "T3")]
    for attempt in (
        *texts[:2],
        *(world.attempt(s) for s in ("P1", "P2", "P3") if world.attempts(s)),
    ):
        on_the_carriers_list(world, attempt, Progress.COMPLETED if attempt.channel is Channel.CALL else Progress.ANSWERED)  # fmt: skip
    on_the_carriers_list(world, texts[0], Progress.ANSWERED, sid="SM" + "7" * 32)
    on_the_carriers_list(world, texts[0], Progress.ANSWERED, sid="SM" + "8" * 32, sender="+8610000")
    wrote(world, "9")
    found = compare(world.engine, MONDAY)
    assert (found.messages, found.incoming, found.recovered) == (3, 1, 1)
    assert found.calls == found.settled > 0
    assert {(one.sid, one.attempt_id, one.says) for one in found.differences} == {
        ("SM" + "7" * 32, "", "the store has no such attempt"),
        (texts[2].sid, texts[2].id, "the carrier does not know it"),
    }
    assert compare(world.engine, MONDAY).recovered == 0


def test_a_withdrawn_attempt_that_reached_somebody_is_a_difference(begun: Begin) -> None:
    world = begun("pulse")
    attempt = placed_call(world)
    world.call_event(attempt, "canceled")
    on_the_carriers_list(world, attempt, Progress.COMPLETED)
    said = {one.attempt_id: one.says for one in compare(world.engine, MONDAY).differences}
    assert said[attempt.id] == "it was withdrawn here, and reached somebody"


def test_each_night_compares_the_day_before_once(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    attempt = world.attempt("T1")
    on_the_carriers_list(world, attempt, Progress.ANSWERED, sid="SM" + "7" * 32)
    world.at("01:59", MONDAY + timedelta(days=1))
    world.tick()
    assert "difference" not in world.alarms()
    world.at("02:00", MONDAY + timedelta(days=1))
    world.tick()
    told = world.alarms().count("difference")
    assert told == 4  # one unknown here, three unknown there
    world.later(hours=3)
    world.tick()
    assert world.alarms().count("difference") == told


def test_what_the_night_could_not_ask_it_asks_later(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.carrier.away = True
    world.at("03:00", MONDAY + timedelta(days=1))
    world.tick()
    world.carrier.away = False
    world.later(minutes=1)
    world.tick()
    assert "difference" in world.alarms()
