"""The carrier's webhooks: stored first, applied once, whatever their order."""

import pytest
from sqlalchemy import text

from db.tables import Attempt, ContactState, DeskState, InboxRow
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Uncertain
from outbound.engine.inbox import events
from outbound.engine.inbox.heard_json import from_json
from outbound.errors import NotFoundError, RefusedError
from tests.engine.conftest import Begin
from tests.world import World


def called(world: World, subscriber: str = "P1") -> Attempt:
    """An attempt of the voice menu that the carrier has."""
    world.tick()
    return world.attempt(subscriber)


def test_a_callback_is_in_the_inbox_with_what_came_of_it(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    attempt = called(world)
    world.call_event(attempt, "ringing")
    [row] = world.everything(InboxRow)
    assert (row.endpoint, row.token, row.result) == ("status", attempt.id, "ringing")
    assert row.applied_at == world.now
    assert world.attempt("P1").state is State.RINGING


def test_the_same_callback_again_gets_the_same_answer_and_changes_nothing(begun_anywhere: Begin) -> None:  # fmt: skip
    world = begun_anywhere("pulse")
    attempt = called(world)
    first = world.answer(attempt)
    world.later(seconds=3)
    assert world.answer(attempt) == first
    assert len(world.everything(InboxRow)) == 1
    assert world.attempt("P1").asked == 1


def test_what_was_stored_before_a_crash_is_applied_by_the_next_tick(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.call_event(attempt, "ringing")
    with world.engine.store.write() as session:  # as it was between the two commits
        session.execute(text("update inbox set applied_at = null, result = '', reply = ''"))
        session.execute(text("update attempt set state = 'placed', rang_at = null"))
    assert world.tick().applied == 1
    assert world.attempt("P1").state is State.RINGING
    assert world.tick().applied == 0


def test_a_repeat_of_what_waits_unapplied_is_applied_and_answered(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    first = world.answer(attempt)
    with world.engine.store.write() as session:
        session.execute(text("update inbox set applied_at = null, result = '', reply = ''"))
    assert "Gather" in first
    assert "Gather" in world.answer(attempt)


def test_whoever_applies_it_second_changes_nothing_and_gives_the_same_answer(
    begun_anywhere: Begin,
) -> None:
    world = begun_anywhere("pulse")
    first = world.answer(called(world))
    [row] = world.everything(InboxRow)
    heard = from_json(row.payload["heard"])
    world.later(seconds=3)
    assert events.apply(world.engine, row.id, heard) == first
    assert world.everything(InboxRow)[0].applied_at == row.applied_at
    assert world.attempt("P1").asked == 1


def test_a_callback_that_cannot_be_applied_holds_up_no_other(begun: Begin) -> None:
    world = begun("pulse")
    attempt, other = called(world), world.attempt("P2")
    world.call_event(attempt, "ringing")
    world.call_event(other, "ringing")
    with world.engine.store.write() as session:
        session.execute(text("update inbox set applied_at = null, result = ''"))
        session.execute(text("update attempt set state = 'placed'"))
        session.execute(
            text("update inbox set payload = :none where token = :id"),
            {"none": '{"heard": {}, "params": {}}', "id": attempt.id},
        )
    world.tick()
    assert world.attempt("P2").state is State.RINGING
    assert "inbox" in world.alarms()
    assert world.tick().applied == 0  # kept, but not tried again and again


ORDERS = (
    ("initiated", "ringing", "in-progress", "completed"),
    ("completed", "in-progress", "ringing", "initiated"),
    ("in-progress", "ringing", "ringing", "completed", "in-progress", "initiated"),
)


def test_statuses_of_a_call_in_any_order_end_alike(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    for nth, order in enumerate(ORDERS, 1):
        attempt = world.attempt(f"P{nth}")
        for status in order:
            world.call_event(attempt, status)
        ended = world.attempt(f"P{nth}")
        assert (ended.state, ended.outcome, ended.holds) == (State.ENDED, Outcome.ABANDONED, None)
        assert None not in (ended.rang_at, ended.answered_at, ended.ended_at)
        assert world.contact(f"P{nth}").state is ContactState.WAITING


@pytest.mark.parametrize("status", ["busy", "no-answer"])
def test_a_second_end_is_kept_but_changes_nothing(begun: Begin, status: str) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.call_event(attempt, status)
    before = world.contact("P1")
    world.later(seconds=5)
    world.call_event(attempt, "failed", ErrorCode="13224")
    assert world.attempt("P1").outcome is Outcome(status)
    assert world.contact("P1") == before
    assert len(world.everything(InboxRow)) == 2


def test_a_failure_after_the_delivery_is_a_conflict_that_changes_nothing(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    attempt = world.attempt("T1")
    world.message_event(attempt, "delivered")
    world.message_event(attempt, "undelivered", ErrorCode="30003")
    assert world.attempt("T1").state is State.ANSWERED
    assert world.attempt("T1").code is None


def test_a_status_never_heard_of_is_alarmed_and_changes_nothing(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.call_event(attempt, "levitating")
    assert world.attempt("P1").state is State.PLACED
    assert "unheard-of" in world.alarms()


def test_a_callback_for_another_call_of_the_carrier_is_ignored(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    attempt.sid = "CA" + "f" * 32
    world.call_event(attempt, "busy")
    assert world.attempt("P1").state is State.PLACED
    assert "mixed-up" in world.alarms()


def test_a_callback_that_names_the_call_of_another_attempt_is_ignored(
    begun_anywhere: Begin,
) -> None:
    world = begun_anywhere("pulse")
    world.carrier.next_replies += [Uncertain("no answer in 10 s")] * 2
    world.tick()
    one, other = world.attempt("P1"), world.attempt("P2")
    world.call_event(one, "ringing", CallSid="CA" + "0" * 32)
    world.call_event(other, "ringing", CallSid="CA" + "0" * 32)
    assert world.everything(InboxRow)[-1].result == "ignored: bound to another call or message"
    assert (world.attempt("P2").state, world.attempt("P2").sid) == (State.UNKNOWN, None)
    world.call_event(other, "ringing")
    assert world.attempt("P2").state is State.RINGING


def test_a_callback_for_no_attempt_is_an_orphan_that_a_person_sees(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    attempt.id = "nobody"
    world.call_event(attempt, "ringing")
    assert "orphan" in world.alarms()
    assert world.everything(InboxRow)[0].result == "orphan"


def test_a_forged_callback_is_refused_and_not_stored(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.call_event(attempt, "ringing")
    proof = "whoever.0." + "0" * 32
    with pytest.raises(RefusedError):
        events.hear(world.engine, "status", proof, {}, "forged", f"/tw/status/{proof}")
    assert len(world.everything(InboxRow)) == 1


def test_an_endpoint_that_is_none_of_ours_is_not_found(begun: Begin) -> None:
    world = begun("pulse")
    with pytest.raises(NotFoundError):
        world.hear("fax", called(world))


def test_an_unknown_attempt_is_proved_by_its_first_callback(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    world.carrier.next_replies.append(Uncertain("no answer in 10 s"))
    attempt = called(world)
    assert world.contact("P1").state is ContactState.HELD
    world.later(seconds=20)
    world.call_event(attempt, "ringing")
    proved = world.attempt("P1")
    assert (proved.state, proved.sid) == (State.RINGING, f"CA{1:032x}")
    assert proved.placed_at == world.now  # so that caps and costs count it
    assert world.contact("P1").state is ContactState.TRYING
    world.call_event(attempt, "no-answer")
    assert world.contact("P1").state is ContactState.WAITING


# Machines, and agents who have moved on


def test_a_machine_is_hung_up_on_and_tried_again_tomorrow(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.answer(attempt)
    world.machine(attempt)
    assert world.carrier.hung_up == [(world.attempt("P1").sid, True)]
    world.call_event(attempt, "completed")
    assert world.attempt("P1").outcome is Outcome.MACHINE
    assert world.contact("P1").state is ContactState.WAITING


def test_a_person_who_answers_keys_is_no_machine(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.answer(attempt)
    world.key(attempt, "7")
    world.machine(attempt)
    assert world.carrier.hung_up == []
    world.call_event(attempt, "completed")
    assert world.attempt("P1").outcome is Outcome.PARTIAL


def test_a_machine_on_a_later_call_is_a_machine_whatever_was_answered_before(begun: Begin) -> None:
    world = begun("pulse")
    attempt = called(world)
    world.answer(attempt)
    world.key(attempt, "7")
    world.call_event(attempt, "completed")
    assert world.contact("P1").outcome is Outcome.PARTIAL
    world.later(days=1, hours=5)
    again = called(world)
    assert again.id != attempt.id
    world.answer(again)
    world.machine(again)
    world.call_event(again, "completed")
    assert world.attempt("P1").outcome is Outcome.MACHINE


def test_a_late_end_of_an_earlier_call_leaves_the_agents_present_one_alone(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.carrier.next_replies.append(Uncertain("reset"))
    world.ready()
    lost = world.attempt("S1")
    world.tick()
    present = world.attempt("S2")
    world.answer(present)
    assert world.desk_row().state is DeskState.TALKING
    world.call_event(lost, "no-answer")
    desk = world.desk_row()
    assert (desk.state, desk.attempt_id) == (DeskState.TALKING, present.id)


def test_a_lost_call_that_is_answered_never_joins_an_agents_other_talk(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.carrier.next_replies.append(Uncertain("reset"))
    world.ready()
    lost = world.attempt("S1")
    world.tick()
    present = world.attempt("S2")
    world.answer(present)
    said = world.answer(lost)
    assert "Conference" not in said
    assert "Hangup" in said
    assert world.desk_row().attempt_id == present.id
    world.call_event(lost, "completed")
    assert world.attempt("S1").outcome is Outcome.ABANDONED


def test_a_lost_call_that_is_answered_goes_to_an_agent_who_is_free(begun: Begin) -> None:
    world = begun("survey", at="11:58")
    world.agent()
    world.carrier.next_replies.append(Uncertain("reset"))
    world.ready()
    lost = world.attempt("S1")
    world.agent("mei", languages="zh")
    assert "desk-" in world.answer(lost)
