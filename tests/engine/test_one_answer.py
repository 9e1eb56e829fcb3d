"""One answer in one mode ends whatever else is under way with the person in the campaign, both ways."""

import pytest

from db.tables import Answer, Attempt, Contact, ContactState, Wave
from outbound.dialing.attempt import State
from outbound.dialing.outcome import Outcome
from outbound.engine.attempts.reserve import reserve
from outbound.engine.desk import acts
from tests.engine.conftest import Begin
from tests.world import World

OTHER = "+8613900139001"


def listed_again(world: World, subscriber: str, step: int, number: str = OTHER) -> int:
    """A later wave's contact with the same person, on another number, at that step; its id."""
    with world.engine.store.write() as session:
        first = world.contact(subscriber)
        wave = session.get_one(Wave, first.wave_id).model_dump() | {
            "id": "later",
            "moment": world.now,
        }
        session.add(Wave(**wave))
        session.flush()
        again = first.model_dump() | {
            "id": None, "wave_id": "later", "number": number, "step": step, "state": ContactState.WAITING,
            "next_at": world.now, "slot": 0, "spent": 0,
        }  # fmt: skip
        contact = Contact(**again)
        session.add(contact)
        session.flush()
        return contact.id or 0


def contact_of(world: World, contact_id: int) -> Contact:
    return world.contact_by_id(contact_id)


def attempt_of(world: World, contact_id: int) -> Attempt:
    found = [a for a in world.everything(Attempt) if a.contact_id == contact_id]
    return found[-1]


def texted(world: World) -> tuple[Attempt, int]:
    """P1 got a message some time ago, and is about to be called for a later wave."""
    with world.engine.store.write() as session:
        contact = world.contact("P1")
        contact.step = 1
        session.merge(contact)
    world.tick()
    text = next(a for a in world.everything(Attempt) if a.subscriber_id == "P1")
    world.message_event(text, "delivered")
    world.later(minutes=31)  # until then the message counts as a talk
    return text, listed_again(world, "P1", 0)


def answer_by_text(world: World, text: Attempt) -> None:
    for body in ("9", "9"):
        world.text(text.number, body)


def test_an_answer_by_text_withdraws_the_call_that_is_reserved(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    text, later = texted(world)
    reserve(world.engine, [later], world.now)
    answer_by_text(world, text)
    call, contact = attempt_of(world, later), contact_of(world, later)
    assert (call.state, call.outcome, call.holds) == (State.WITHDRAWN, None, None)
    assert (contact.state, contact.reason) == (ContactState.CLOSED, "answered meanwhile, by sms")
    world.later(hours=1)
    world.tick()
    assert OTHER not in world.carrier.numbers


def test_an_answer_by_text_ends_the_call_that_rings(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    text, later = texted(world)
    world.tick()
    call = attempt_of(world, later)
    world.call_event(call, "ringing")
    world.text(text.number, "9")
    assert world.carrier.hung_up == []  # one question is still open
    world.text(text.number, "9")
    assert world.carrier.hung_up == [(call.sid, False)]
    world.call_event(call, "canceled")
    assert attempt_of(world, later).outcome is Outcome.NO_ANSWER
    assert contact_of(world, later).state is ContactState.CLOSED


def test_a_carrier_that_is_away_does_not_undo_the_answer(begun: Begin) -> None:
    world = begun("pulse")
    text, later = texted(world)
    world.tick()
    world.call_event(attempt_of(world, later), "ringing")
    world.carrier.away = True
    answer_by_text(world, text)
    assert world.answers("P1") == {"overall": 9, "recommend": 9}
    assert contact_of(world, later).state is ContactState.CLOSED


def test_a_call_that_is_answered_all_the_same_thanks_and_ends(begun: Begin) -> None:
    world = begun("pulse")
    text, later = texted(world)
    world.tick()
    call = attempt_of(world, later)
    answer_by_text(world, text)
    said = world.answer(call)
    assert "谢谢" in said
    assert "Hangup" in said
    assert "Gather" not in said
    world.call_event(call, "completed")
    assert (attempt_of(world, later).outcome, contact_of(world, later).state) == (
        Outcome.COMPLETED, ContactState.CLOSED,
    )  # fmt: skip


def test_a_talk_that_has_begun_thanks_at_its_next_turn(begun: Begin) -> None:
    world = begun("pulse")
    text, later = texted(world)
    world.tick()
    call = attempt_of(world, later)
    assert "Gather" in world.answer(call)
    answer_by_text(world, text)
    said = world.key(call, "7")
    assert "谢谢" in said
    assert "Gather" not in said


def test_an_answer_by_voice_ends_the_wait_for_one_by_text(begun_anywhere: Begin) -> None:
    world = begun_anywhere("pulse")
    text, later = texted(world)
    world.tick()
    call = attempt_of(world, later)
    world.answer(call)
    for digit in ("9", "9"):
        world.key(call, digit)
    first = world.contact_by_id(text.contact_id)
    assert (first.state, first.reason) == (ContactState.CLOSED, "answered meanwhile, by voice")
    world.later(seconds=1)
    world.tick()
    assert world.attempt_by_id(text.id).outcome is Outcome.DELIVERED
    world.text(text.number, "1")  # too late, and not scored
    assert {answer.mode.value for answer in world.everything(Answer)} == {"voice"}
    assert world.carrier.texts[1:] == []


@pytest.mark.parametrize("outcome", ["refused", "refused-hard", "ineligible"])
def test_who_says_no_is_asked_by_the_campaign_in_no_other_way(begun: Begin, outcome: str) -> None:
    world = begun("survey")
    later = listed_again(world, "S1", 1)
    world.agent()
    world.ready()
    call = world.attempt("S1")
    world.answer(call)
    acts.finish(world.engine, "lin", call.id, outcome, "", None)
    assert contact_of(world, later).state is ContactState.CLOSED
    assert contact_of(world, later).reason == "answered meanwhile, by agent"


def test_an_agents_last_answer_stops_the_text_before_the_outcome_is_named(begun: Begin) -> None:
    world = begun("survey")
    later = listed_again(world, "S1", 1)
    world.agent()
    world.ready()
    call = world.attempt("S1")
    world.answer(call)
    for question in ("overall", "recommend"):
        assert contact_of(world, later).state is ContactState.WAITING
        acts.answer(world.engine, "lin", call.id, question, "9")
    assert contact_of(world, later).state is ContactState.CLOSED


def test_a_wrong_number_says_nothing_for_the_person(begun: Begin) -> None:
    world = begun("survey")
    later = listed_again(world, "S1", 1)
    world.agent()
    world.ready()
    call = world.attempt("S1")
    world.answer(call)
    acts.finish(world.engine, "lin", call.id, "wrong-person", "", None)
    assert contact_of(world, later).state is ContactState.WAITING


def test_other_people_go_on(begun: Begin) -> None:
    world = begun("pulse")
    world.tick()
    call = world.attempt("P1")
    world.answer(call)
    for digit in ("9", "9"):
        world.key(call, digit)
    assert world.contact("P2").state is ContactState.TRYING
