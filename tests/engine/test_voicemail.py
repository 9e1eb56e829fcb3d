"""Messages on answering machines: after the beep, whole, one a contact, and no agent is kept for them."""

import pytest

from db.tables import Attempt, ContactState, DeskState
from outbound.dialing.outcome import Outcome
from outbound.dialing.port import CallOrder
from outbound.engine.desk import acts
from outbound.engine.inbox import voicemail
from tests.world import World

WORDS = {"zh": "海港移动两天后再打给您。", "en": "Harbour will call again in two days."}
BEEP = "machine_end_beep"


@pytest.fixture
def menu(world: World) -> World:
    """A voice menu that leaves messages, about to call its first contact."""
    return begun(world, "pulse", "{pacing: agentless, attempts: 2")


@pytest.fixture
def talk(world: World) -> World:
    """Agents' calls that leave messages, one agent on the line with the first contact."""
    begun(world, "survey", "{attempts: 2")
    world.agent()
    world.ready()
    world.answer(world.attempt("S1"))
    assert world.desk_row().state is DeskState.TALKING
    return world


def begun(world: World, campaign: str, step: str) -> World:
    place = world.engine.workspace
    file = place.campaign_file(campaign)
    body = file.read_text(encoding="utf-8")
    assert step in body
    file.write_text(body.replace(step, "{machine: message, " + step[1:]), encoding="utf-8")
    for language, words in WORDS.items():
        script = place.scripts_dir / "satisfaction" / f"voice.{language}.txt.j2"
        whole = script.read_text(encoding="utf-8")
        block = f"{{% block voicemail %}}{words}{{% endblock %}}\n"
        script.write_text(whole + block, encoding="utf-8")
    world.launch(campaign)
    world.tick()
    world.at("09:00")
    world.tick()
    return world


def ask(world: World, attempt: Attempt, turn: int) -> str:
    """The carrier asks what to say to the machine."""
    given = world._call(attempt, "in-progress")
    return world.hear("voicemail", attempt, turn, **given)


def beeps(world: World, attempt: Attempt) -> Attempt:
    world.machine(attempt, BEEP)
    return world.attempt_by_id(attempt.id)


def orders(world: World, number: str) -> list[CallOrder]:
    return [o for o in world.carrier.orders if isinstance(o, CallOrder) and o.to == number]


# The voice menu


def test_after_the_beep_the_message_is_said_and_the_person_called_again_in_two_days(
    menu: World,
) -> None:
    attempt = menu.attempt("P1")
    (order,) = orders(menu, attempt.number)
    assert (order.detect_machine, order.await_beep) == (True, True)
    menu.answer(attempt)
    attempt = beeps(menu, attempt)
    ((sid, proof),) = menu.carrier.diverted
    assert (sid, proof.split(".")[:2]) == (attempt.sid, [attempt.id, str(voicemail.SPEAK)])
    said = ask(menu, attempt, voicemail.SPEAK)
    assert WORDS["zh"] in said
    assert f"/tw/voicemail/{attempt.id}.{voicemail.SAID}." in said
    assert "Hangup" in ask(menu, attempt, voicemail.SAID)
    menu.call_event(attempt, "completed")
    assert menu.attempt("P1").outcome is Outcome.VOICEMAIL_LEFT
    contact = menu.contact("P1")
    assert contact.state is ContactState.WAITING
    assert contact.reason == "voicemail-left: again after 2d"
    assert (contact.next_at - menu.now).days in (
        1,
        2,
    )  # the same hour of the day, closed days apart
    assert menu.carrier.hung_up == []


def test_a_second_machine_is_hung_up_on(menu: World) -> None:
    first = menu.attempt("P1")
    menu.answer(first)
    beeps(menu, first)
    ask(menu, first, voicemail.SPEAK)
    ask(menu, first, voicemail.SAID)
    menu.call_event(first, "completed")
    menu.later(days=2, hours=6)
    menu.tick()
    second = menu.attempt("P1")
    assert second.id != first.id
    assert [order.await_beep for order in orders(menu, first.number)] == [True, False]
    menu.answer(second)
    menu.machine(second)
    assert menu.carrier.hung_up == [(menu.attempt("P1").sid, True)]
    menu.call_event(second, "completed")
    assert menu.attempt("P1").outcome is Outcome.MACHINE
    assert len(menu.carrier.diverted) == 1


def test_a_message_that_was_cut_off_is_not_left_nor_left_again(menu: World) -> None:
    attempt = menu.attempt("P1")
    menu.answer(attempt)
    beeps(menu, attempt)
    ask(menu, attempt, voicemail.SPEAK)
    menu.call_event(attempt, "completed")
    assert menu.attempt("P1").outcome is Outcome.MACHINE
    menu.later(days=1, hours=5)
    menu.tick()
    assert [order.await_beep for order in orders(menu, attempt.number)] == [True, False]


def test_a_person_who_keyed_an_answer_is_never_spoken_to_as_a_machine(menu: World) -> None:
    attempt = menu.attempt("P1")
    menu.answer(attempt)
    menu.key(attempt, "7")
    beeps(menu, attempt)
    assert (menu.carrier.diverted, menu.carrier.hung_up) == ([], [])


@pytest.mark.parametrize("word", ["fax", "machine_start"])
def test_what_does_not_listen_is_hung_up_on(menu: World, word: str) -> None:
    attempt = menu.attempt("P1")
    menu.answer(attempt)
    menu.machine(attempt, word)
    assert (menu.carrier.diverted, len(menu.carrier.hung_up)) == ([], 1)


def test_nothing_is_left_once_the_hours_are_over(menu: World) -> None:
    attempt = menu.attempt("P1")
    menu.answer(attempt)
    beeps(menu, attempt)
    menu.at("12:30")
    said = ask(menu, attempt, voicemail.SPEAK)
    assert (WORDS["zh"] in said, "Hangup" in said) == (False, True)
    menu.call_event(attempt, "completed")
    assert menu.attempt("P1").outcome is Outcome.MACHINE


def test_a_repeated_beep_changes_nothing(menu: World) -> None:
    attempt = menu.attempt("P1")
    menu.answer(attempt)
    beeps(menu, attempt)
    ask(menu, attempt, voicemail.SPEAK)
    menu.machine(attempt, "machine_end_other")
    assert (len(menu.carrier.diverted), menu.carrier.hung_up) == (1, [])


# Agents' calls


def test_the_beep_frees_the_agent_and_the_message_is_left_without_them(talk: World) -> None:
    attempt = talk.attempt("S1")
    assert [order.await_beep for order in orders(talk, attempt.number)] == [True]
    attempt = beeps(talk, attempt)
    row = talk.desk_row()
    assert (row.state, row.attempt_id, attempt.agent_id) == (DeskState.READY, None, None)
    assert WORDS["zh"] in ask(talk, attempt, voicemail.SPEAK)
    talk.tick()
    assert talk.desk_row().attempt_id == talk.attempt("S2").id  # the next contact, meanwhile
    ask(talk, attempt, voicemail.SAID)
    talk.call_event(attempt, "completed")
    assert talk.attempt("S1").outcome is Outcome.VOICEMAIL_LEFT
    assert talk.desk_row().attempt_id == talk.attempt("S2").id


def test_an_agent_who_hears_the_greeting_leaves_the_call_to_wait_for_its_beep(talk: World) -> None:
    attempt = talk.attempt("S1")
    acts.finish(talk.engine, "lin", attempt.id, "machine", "", None)
    assert talk.carrier.hung_up == []
    assert talk.desk_row().attempt_id is None
    assert talk.attempt("S1").outcome is None
    assert "Pause" in ask(talk, attempt, voicemail.WAIT)
    beeps(talk, attempt)
    assert [p.split(".")[1] for _, p in talk.carrier.diverted] == ["0", "1"]
    ask(talk, attempt, voicemail.SPEAK)
    ask(talk, attempt, voicemail.SAID)
    assert talk.attempt("S1").outcome is Outcome.VOICEMAIL_LEFT


def test_a_call_whose_beep_never_comes_was_a_machine(talk: World) -> None:
    attempt = talk.attempt("S1")
    acts.finish(talk.engine, "lin", attempt.id, "machine", "", None)
    talk.call_event(attempt, "completed")
    assert talk.attempt("S1").outcome is Outcome.MACHINE


def test_a_customer_whose_answers_are_recorded_stays_with_the_agent(talk: World) -> None:
    attempt = talk.attempt("S1")
    acts.answer(talk.engine, "lin", attempt.id, "overall", "9")
    beeps(talk, attempt)
    assert talk.carrier.diverted == []
    assert talk.desk_row().attempt_id == attempt.id
