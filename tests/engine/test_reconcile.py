"""Evidence from the carrier's own listing: what it proves, and what it leaves open."""

from dataclasses import replace
from datetime import timedelta

from db.tables import Attempt, ContactState
from outbound.campaign.schema import Channel
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Listing, Progress, Uncertain
from tests.engine.conftest import Begin
from tests.world import World

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


def test_an_id_that_the_carrier_does_not_know_gives_way_to_the_one_it_lists(begun: Begin) -> None:
    world = begun("pulse")
    attempt = lost(world, "P1")
    world.call_event(attempt, "ringing", CallSid="CA" + "0" * 32)
    assert world.attempt("P1").sid == "CA" + "0" * 32
    world.later(minutes=10)
    world.tick()
    assert world.attempt("P1").state is State.RINGING  # nothing is listed: nothing is known
    listed(world, attempt, Progress.NO_ANSWER)
    world.later(hours=1)
    world.tick()
    found = world.attempt("P1")
    assert (found.sid, found.state, found.outcome) == (SID, State.ENDED, Outcome.NO_ANSWER)
    assert "mixed-up" in world.alarms()


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
