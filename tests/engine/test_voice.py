"""The voice menu: from the answer to the goodbye, and when it may not speak."""

import re

import pytest

from db.tables import Answer, ContactState, FollowUp, ResponseState
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Detail, Outcome
from tests.engine.conftest import Begin
from tests.world import World


def picked_up(world: World, subscriber: str = "P1") -> str:
    world.tick()
    return world.answer(world.attempt(subscriber))


def test_the_menu_opens_and_asks_the_first_question(begun: Begin) -> None:
    world = begun("pulse")
    said = picked_up(world)
    assert "海港：几个问题。" in said
    assert "总体打几分" in said
    assert "/tw/gather/" in said


def test_answered_in_full_it_says_goodbye_and_is_completed(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    picked_up(world)
    attempt = world.attempt("P1")
    assert "会推荐吗" in world.key(attempt, "9")
    said = world.key(attempt, "0")
    assert "谢谢" in said
    assert "Hangup" in said
    assert world.response("P1").state is ResponseState.COMPLETE
    world.call_event(attempt, "completed")
    assert world.attempt("P1").outcome is Outcome.COMPLETED
    assert world.contact("P1").state is ContactState.CLOSED
    assert world.answers("P1") == {"overall": 9, "recommend": 0}


def test_every_question_has_its_own_action_so_equal_answers_differ(begun: Begin) -> None:
    world = begun("pulse")
    turns = [re.search(r"/tw/gather/\w+\.(\d+)\.", picked_up(world)).group(1)]
    attempt = world.attempt("P1")
    turns.append(re.search(r"/tw/gather/\w+\.(\d+)\.", world.key(attempt, "8")).group(1))
    assert len(set(turns)) == 2


def test_an_answer_to_an_earlier_question_is_late(begun: Begin) -> None:
    world = begun("pulse")
    picked_up(world)
    attempt = world.attempt("P1")
    world.key(attempt, "8", turn=1)
    world.key(attempt, "3", turn=1)
    assert world.answers("P1") == {"overall": 8}


def test_silence_is_asked_again_then_passed_over(begun: Begin) -> None:
    world = begun("pulse")
    picked_up(world)
    attempt = world.attempt("P1")
    assert "总体打几分" in world.key(attempt, "")
    for _ in range(8):
        said = world.key(attempt, "")
        if "Gather" not in said:
            break
    assert "Hangup" in said
    world.call_event(attempt, "completed")
    assert world.attempt("P1").outcome is Outcome.REFUSED


@pytest.mark.parametrize(("after", "detail"), [(1, Detail.BEFORE_OPENING), (3, None)])
def test_who_hangs_up_before_hearing_who_calls_has_not_refused_yet(
    begun: Begin, after: int, detail: Detail | None
) -> None:
    world = begun("pulse")
    picked_up(world)  # the opening has eight characters
    world.later(seconds=after)
    world.call_event(world.attempt("P1"), "completed")
    ended = world.attempt("P1")
    assert (ended.outcome, ended.detail) == (Outcome.REFUSED, detail)
    assert world.contact("P1").confirmed is (detail is None)


def test_who_hears_the_next_turn_has_heard_the_opening(begun: Begin) -> None:
    world = begun("pulse")
    picked_up(world)
    world.key(world.attempt("P1"), "")  # silence: the question is asked again
    world.call_event(world.attempt("P1"), "completed")
    assert world.attempt("P1").detail is None


def test_hanging_up_half_way_is_partial_and_resumed_tomorrow(begun: Begin) -> None:
    world = begun("pulse")
    picked_up(world)
    attempt = world.attempt("P1")
    world.key(attempt, "8")
    world.call_event(attempt, "completed")
    contact = world.contact("P1")
    assert (contact.outcome, contact.state) == (Outcome.PARTIAL, ContactState.WAITING)
    world.later(days=1, hours=5)
    said = picked_up(world)
    assert "还剩几个" in said
    assert "会推荐吗" in said
    world.key(world.attempt("P1"), "7")
    assert world.answers("P1") == {"overall": 8, "recommend": 7}
    assert {a.attempt_id for a in world.everything(Answer)} == {a.id for a in world.attempts("P1")}


def test_a_low_score_opens_its_follow_up_also_where_the_customer_hangs_up(begun: Begin) -> None:
    world = begun("pulse")
    picked_up(world)
    world.key(world.attempt("P1"), "2")
    assert world.everything(FollowUp) == []
    world.call_event(world.attempt("P1"), "completed")
    [follow_up] = world.everything(FollowUp)
    assert (follow_up.kind, follow_up.reason) == ("recover", "overall <= 3 (overall: 2)")


def test_who_opted_out_while_it_rang_hears_one_sentence(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    attempt = world.attempt("P1")
    world.call_event(attempt, "ringing")
    world.text(attempt.number, "STOP")
    said = world.answer(attempt)
    assert "不好意思" in said
    assert "Hangup" in said
    assert "Gather" not in said


def test_a_call_that_the_carrier_held_until_after_hours_says_sorry(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    attempt = world.attempt("P1")
    world.at("20:01")
    assert "Gather" not in world.answer(attempt)


def test_an_ended_attempt_does_not_speak(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    attempt = world.attempt("P1")
    world.call_event(attempt, "no-answer")
    assert "Gather" not in world.answer(attempt)
    assert world.attempt("P1").state is State.ENDED


def test_the_menu_speaks_the_customers_language(begun: Begin) -> None:
    world = begun("pulse")
    assert "Harbour: a few questions." in picked_up(world, "P3")


def test_no_more_calls_of_the_menu_than_there_are_lines(begun: Begin) -> None:
    world = begun("pulse")
    object.__setattr__(world.engine.settings, "lines", 2)
    world.tick()
    assert len(world.carrier.orders) == 2
    world.tick()
    assert len(world.carrier.orders) == 2
    world.call_event(world.attempt("P1"), "no-answer")
    world.tick()
    assert len(world.carrier.orders) == 3
