"""A conversation by text: answers, opt-outs at any point, what comes too late, what may be forged."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.tables import (
    Answer,
    Attempt,
    ContactState,
    FollowUp,
    Kind,
    Message,
    ResponseState,
    SuppressionEvent,
)
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import NotTaken, Uncertain
from outbound.engine.attempts import reserve, suppression_list
from tests.engine.conftest import Begin
from tests.world import SERVICE, World


def asked(world: World, subscriber: str = "T1") -> str:
    """The number of somebody who has just been asked by text; the message is delivered."""
    world.tick()
    world.message_event(world.attempt(subscriber), "delivered")
    return world.contact(subscriber).number


def meant(world: World) -> list[str]:
    return [message.meant for message in world.everything(Message)]


def suppressed(world: World, number: str) -> list[str]:
    with world.engine.store.read() as session:
        mine = select(SuppressionEvent).where(SuppressionEvent.number == number)
        return [f"{row.event} {row.scope}" for row in session.exec(mine)]


def test_the_first_text_opens_and_asks(begun: Begin) -> None:
    world = begun("texts")
    asked(world)
    assert world.carrier.texts[0] == "海港：几个问题。 总体打几分？（回复1-10的数字）"


def test_a_survey_is_answered_text_by_text(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    number = asked(world)
    world.text(number, "9")
    assert world.carrier.texts[-1] == "会推荐吗？0到10分。（回复0-10的数字）"
    world.text(number, "１０分")
    assert world.carrier.texts[-1] == "谢谢。"
    assert world.answers("T1") == {"overall": 9, "recommend": 10}
    assert world.response("T1").state is ResponseState.COMPLETE
    contact = world.contact("T1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.COMPLETED)
    first = world.attempts("T1")[0]
    assert (first.state, first.outcome) == (State.ENDED, Outcome.COMPLETED)
    assert meant(world) == ["answer", "answer"]


def test_a_low_score_asks_why_and_opens_a_follow_up(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "2")
    assert "哪里不好" in world.carrier.texts[-1]
    world.text(number, "1")
    world.text(number, "3")
    assert world.answers("T1") == {"overall": 2, "why": "network", "recommend": 3}
    [follow_up] = world.everything(FollowUp)
    assert (follow_up.kind, follow_up.department) == ("recover", "care")
    assert follow_up.due_at == world.now + timedelta(hours=24)


def test_what_is_not_understood_is_asked_once_more_then_left(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "maybe")
    assert world.carrier.texts[-1].startswith("没看懂。 总体打几分？")
    world.text(number, "who knows")
    assert "会推荐吗" in world.carrier.texts[-1]
    world.text(number, "7")
    assert world.response("T1").state is not ResponseState.COMPLETE


def test_the_next_question_is_asked_outside_the_hours_too(begun: Begin) -> None:
    """The person keeps the conversation up; only a new contact waits for the hours."""
    world = begun("texts", at="11:55")
    number = asked(world)
    world.at("12:30")
    world.text(number, "8")
    assert "会推荐吗" in world.carrier.texts[-1]


@pytest.mark.parametrize("body", ["STOP", "退订", "td", "please stop texting me", "别再发了"])
def test_an_opt_out_ends_everything_at_any_point(begun: Begin, body: str) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "8")
    world.text(number, body)
    contact = world.contact("T1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.OPTED_OUT)
    assert set(suppressed(world, number)) == {"suppressed all"}
    assert world.attempts("T1")[0].outcome is Outcome.OPTED_OUT
    sent = len(world.carrier.orders)
    world.later(days=1)
    world.tick()
    assert world.carrier.numbers[sent:].count(number) == 0


def test_the_carrier_confirms_its_own_keywords_and_we_the_rest(begun: Begin) -> None:
    world = begun("texts")
    first, second = asked(world), world.contact("T2").number
    sent = len(world.carrier.orders)
    world.text(first, "stop")
    assert len(world.carrier.orders) == sent
    world.text(second, "退订")
    assert world.carrier.texts[sent:] == ["已为您登记，今后不再联系您。"]


def test_an_opt_out_is_confirmed_once_however_often_it_is_said(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    number = asked(world)
    for body in ("退订", "退订", "别再发了", "请把我的号码删掉"):
        world.text(number, body)
    confirmations = [a for a in world.attempts("T1") if a.kind is Kind.CONFIRMATION]
    assert len(confirmations) == 1
    assert meant(world) == ["opt-out"] * 4  # each is kept


def test_one_opt_out_is_one_event(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "退订")
    assert suppressed(world, number) == ["suppressed all"]


def test_who_asks_for_texts_instead_of_calls_is_texted_on(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "don't call me, text only")
    assert suppressed(world, number) == ["suppressed channel:call"]
    assert world.contact("T1").state is ContactState.TRYING
    world.text(number, "8")
    assert world.answers("T1") == {"overall": 8}


def test_who_wants_no_more_selling_may_still_be_asked(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "不要再推销了")
    assert set(suppressed(world, number)) == {
        "suppressed purpose:marketing",
        "suppressed purpose:retention",
    }
    assert world.contact("T1").state is ContactState.TRYING


def test_an_opt_out_of_somebody_we_never_wrote_to_counts_too(begun: Begin) -> None:
    world = begun("texts")
    world.text("+8613900139000", "退订", SERVICE)
    assert suppressed(world, "+8613900139000") == ["suppressed all"]
    assert meant(world) == ["opt-out"]


def test_an_opt_out_withdraws_what_is_reserved_anywhere(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    contact = world.contact("S1")
    world.agent()
    reserve.reserve(world.engine, [contact.id], world.now)
    world.text(contact.number, "STOP")
    attempt = world.attempt("S1")
    assert (attempt.state, attempt.outcome, attempt.holds) == (State.WITHDRAWN, None, None)
    assert world.contact("S1").state is ContactState.CLOSED


def test_a_narrower_no_withdraws_what_it_covers(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    contact = world.contact("S1")
    world.agent()
    reserve.reserve(world.engine, [contact.id], world.now)
    world.text(contact.number, "no more surveys")
    assert "suppressed purpose:survey" in suppressed(world, contact.number)
    assert (world.attempt("S1").state, world.attempt("S1").holds) == (State.WITHDRAWN, None)


def test_an_opt_out_cancels_what_rings(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    attempt = world.attempt("S1")
    world.call_event(attempt, "ringing")
    world.text(attempt.number, "STOP")
    assert world.carrier.hung_up == [(attempt.sid, False)]
    world.call_event(attempt, "canceled")
    assert world.attempt("S1").outcome is Outcome.NO_ANSWER  # it rang
    assert world.contact("S1").state is ContactState.CLOSED
    world.at("16:00")
    world.ready()
    assert world.carrier.numbers.count(attempt.number) == 1


def test_a_suppression_by_command_cancels_what_rings(begun: Begin) -> None:
    world = begun("survey")
    world.agent()
    world.ready()
    attempt = world.attempt("S1")
    suppression_list.add(world.engine, attempt.number, "all", "asked at the counter")
    assert world.carrier.hung_up == [(attempt.sid, False)]


def test_a_late_answer_is_kept_and_not_scored(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.later(days=1, minutes=1)
    world.tick()
    assert world.attempts("T1")[0].outcome is Outcome.DELIVERED
    world.text(number, "9")
    assert meant(world) == ["late"]
    assert world.answers("T1") == {}


def test_who_was_suppressed_meanwhile_is_not_even_asked_the_next_question(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    suppression_list.add(world.engine, number, "all", "asked at the counter")
    sent = len(world.carrier.orders)
    world.text(number, "9")
    assert len(world.carrier.orders) == sent
    assert meant(world) == ["late"]


def test_a_text_from_nobody_is_kept(begun: Begin) -> None:
    world = begun("texts")
    world.text("+8613900139000", "hello?")
    assert meant(world) == ["unmatched"]


def test_a_reply_to_a_notice_is_kept_for_a_person(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    world.tick()
    world.message_event(world.attempt("N1"), "delivered")
    world.text(world.contact("N1").number, "my app does not work", SERVICE)
    assert meant(world) == ["late"]


def test_a_text_that_may_be_two_parameters_is_shown_to_a_person(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "YESDigits5")
    assert meant(world) == ["suspect"]
    assert "suspect" in world.alarms()
    assert world.answers("T1") == {}


def test_the_same_message_twice_counts_once(begun_anywhere: Begin) -> None:
    world = begun_anywhere("texts")
    number = asked(world)
    for _ in range(3):
        world.text(number, "9", sid="SM" + "d" * 32)
    assert world.answers("T1") == {"overall": 9}
    assert len(world.everything(Message)) == 1


def test_an_answer_before_the_delivery_report_is_taken(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    attempt = world.attempt("T1")
    world.text(attempt.number, "9")
    world.message_event(attempt, "sent")
    world.message_event(attempt, "delivered")
    assert world.answers("T1") == {"overall": 9}
    assert world.attempts("T1")[0].state is State.CONNECTED


def test_an_answer_proves_a_text_that_was_lost(begun: Begin) -> None:
    """The create timed out, yet somebody answers it: so it went out."""
    world = begun("texts")
    world.carrier.next_replies.append(Uncertain("no answer in 10 s"))
    world.tick()
    contact = world.contact("T1")
    assert contact.state is ContactState.HELD
    world.text(contact.number, "9")
    assert world.answers("T1") == {"overall": 9}
    assert world.contact("T1").state is ContactState.TRYING


def test_the_reply_window_ends_the_attempt_with_what_was_said(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "9")
    world.later(days=1, minutes=1)
    world.tick()
    assert world.attempts("T1")[0].outcome is Outcome.PARTIAL
    assert world.response("T1").state is ResponseState.PARTIAL


def test_a_low_score_opens_its_follow_up_also_where_the_rest_is_never_answered(
    begun: Begin,
) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "2")
    world.later(days=1, minutes=1)
    world.tick()
    assert [follow_up.kind for follow_up in world.everything(FollowUp)] == ["recover"]


def test_who_wants_to_be_left_alone_is_left_alone_whatever_the_score(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "2")
    world.text(number, "退订")
    assert world.everything(FollowUp) == []


def test_a_question_that_the_carrier_did_not_take_is_asked_a_little_later(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.carrier.next_replies.append(NotTaken(timedelta(seconds=30), "too many requests"))
    world.text(number, "9")
    sent = len(world.carrier.orders)
    world.later(seconds=10)
    world.tick()
    assert len(world.carrier.orders) == sent
    world.later(seconds=25)
    world.tick()
    assert world.carrier.orders[-1].to == number
    assert "会推荐吗" in world.carrier.texts[-1]
    world.tick()
    assert world.carrier.texts.count(world.carrier.texts[-1]) == 2  # tried, then sent


def test_answers_name_the_attempt_and_the_mode(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "9")
    [answer] = world.everything(Answer)
    first = world.attempts("T1")[0]
    assert (answer.attempt_id, answer.mode.value, answer.raw) == (first.id, "sms", "9")


def test_only_reaching_out_spends_attempts(begun: Begin) -> None:
    world = begun("texts")
    number = asked(world)
    world.text(number, "9")
    world.text(number, "9")
    kinds = [attempt.kind for attempt in world.attempts("T1")]
    assert kinds == [Kind.CONTACT, Kind.REPLY, Kind.REPLY]
    assert all(isinstance(a, Attempt) and a.slot == 0 for a in world.attempts("T1"))
