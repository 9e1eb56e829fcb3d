"""What an outcome leads to: again, the next step, held, or over."""

from datetime import date, timedelta

import pytest

from db.tables import ContactState, SuppressionEvent
from outbound.campaign.schema import Channel
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import Declined
from tests.engine.conftest import Begin
from tests.world import World

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


def call(world: World, status: str, **params: str) -> None:
    """The agent's next call of S1 ends so."""
    if world.desk_row() is None:
        world.agent()
    if world.desk_row() is None or world.desk_row().attempt_id is None:
        world.ready()
    world.call_event(world.attempt("S1"), status, **params)


def test_busy_is_tried_again_after_twenty_minutes_of_open_time(begun_anywhere: Begin) -> None:
    world = begun_anywhere("survey")
    call(world, "busy")
    contact = world.contact("S1")
    assert contact.reason == "busy: again after 20m"
    assert timedelta(minutes=20) <= contact.next_at - world.now <= timedelta(minutes=22)
    assert (contact.spent, contact.step) == (1, 0)


def test_closed_hours_do_not_count_for_minutes(begun: Begin) -> None:
    world = begun("survey", at="11:50")
    call(world, "busy")
    opens = world.at("14:00")
    assert timedelta(minutes=10) <= world.contact("S1").next_at - opens <= timedelta(minutes=12)


def test_when_all_calls_are_spent_the_text_follows(begun: Begin) -> None:
    world = begun("survey")
    call(world, "busy")
    world.later(minutes=25)
    with_all_others_done(world)
    call(world, "busy")
    contact = world.contact("S1")
    assert (contact.state, contact.step, contact.spent) == (ContactState.WAITING, 1, 0)
    assert contact.reason == "busy: on to sms, 2h later"
    world.later(hours=6)
    world.tick()
    assert world.attempt("S1").channel is Channel.SMS


def with_all_others_done(world: World) -> None:
    with world.engine.store.write() as session:
        for n in range(2, 7):
            contact = world.contact(f"S{n}")
            contact.state, contact.next_at = ContactState.CLOSED, None
            session.merge(contact)


def test_the_last_step_ends_the_contact(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.message_event(world.attempt("T1"), "delivered")
    world.later(days=1, minutes=1)
    world.tick()
    contact = world.contact("T1")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.DELIVERED)
    assert contact.reason == "all attempts are spent"


def test_a_reply_window_ends_when_it_ends_however_late_somebody_looks(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    closes_at = world.attempt("T1").closes_at
    world.message_event(world.attempt("T1"), "delivered")
    world.later(days=1, hours=7)
    world.tick()
    assert world.attempt("T1").ended_at == closes_at


def test_a_notice_is_done_when_it_is_delivered(begun: Begin) -> None:
    world = begun("notice", at="09:30")
    world.tick()
    world.message_event(world.attempt("N1"), "sent")
    assert world.contact("N1").state is ContactState.TRYING
    world.message_event(world.attempt("N1"), "delivered")
    contact = world.contact("N1")
    assert (contact.state, contact.outcome, contact.reason) == (
        ContactState.CLOSED,
        Outcome.DELIVERED,
        "delivered",
    )


@pytest.mark.parametrize(
    ("code", "outcome", "state"),
    [
        ("30003", Outcome.UNDELIVERED, ContactState.WAITING),
        ("30005", Outcome.INVALID_NUMBER, ContactState.CLOSED),
        ("21610", Outcome.OPTED_OUT, ContactState.CLOSED),
        ("30007", Outcome.CARRIER_BLOCKED, ContactState.CLOSED),
        ("", Outcome.UNDELIVERED, ContactState.WAITING),
        ("12345", Outcome.UNDELIVERED, ContactState.HELD),
    ],
)
def test_a_text_that_fails_ends_by_its_code(
    begun: Begin, code: str, outcome: Outcome, state: ContactState
) -> None:
    world = begun("texts")
    world.tick()
    world.message_event(world.attempt("T1"), "undelivered", ErrorCode=code)
    contact = world.contact("T1")
    assert (world.attempt("T1").outcome, contact.state) == (outcome, state)


def test_a_text_that_was_not_delivered_is_sent_again_and_spends_nothing(begun: Begin) -> None:
    world = begun("texts")
    world.tick()
    world.message_event(world.attempt("T1"), "undelivered", ErrorCode="30003")
    assert world.contact("T1").spent == 0
    world.later(hours=7)
    world.tick()
    again = world.attempt("T1")
    assert (again.slot, again.outcome) == (1, None)
    world.text(again.number, "9")
    assert world.answers("T1") == {"overall": 9}


def test_a_number_out_of_service_is_tried_on_no_channel(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    world.call_event(world.attempt("P1"), "failed", ErrorCode="13224")
    contact = world.contact("P1")
    assert (contact.state, contact.spent) == (ContactState.CLOSED, 0)
    assert [event.number for event in world.everything(SuppressionEvent)] == [contact.number]


def test_a_carriers_refusal_for_a_cause_holds_the_contact(begun: Begin) -> None:
    world = begun("texts")
    world.carrier.next_replies.append(Declined(99999, "never heard of"))
    world.tick()
    contact = world.contact("T1")
    assert (contact.state, contact.spent) == (ContactState.HELD, 0)
    assert "cause" in contact.reason
    world.later(days=3)
    world.tick()
    assert world.carrier.numbers.count(contact.number) == 1


def test_what_was_cancelled_before_it_rang_spends_nothing(begun: Begin) -> None:
    world = begun("survey")
    call(world, "canceled")
    contact = world.contact("S1")
    assert (contact.state, contact.spent) == (ContactState.WAITING, 0)
    assert world.attempts("S1")[0].outcome is None


def test_a_partial_talk_is_resumed_by_text_where_it_stopped(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    attempt = world.attempt("P1")
    world.answer(attempt)
    world.key(attempt, "8")
    world.call_event(attempt, "completed")
    world.at("16:00", TUESDAY)
    world.tick()
    again = world.attempt("P1")
    assert again.slot == 1
    world.call_event(again, "no-answer")
    assert world.contact("P1").step == 1
    world.at("19:00", WEDNESDAY)
    world.tick()
    assert world.carrier.texts[-1].startswith("海港：还剩几个。 会推荐吗")
    world.text(again.number, "9")
    assert world.contact("P1").outcome is Outcome.COMPLETED
