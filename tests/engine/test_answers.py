"""Answers over several attempts: resumed, or begun anew without losing what was said."""

from datetime import date

from db.tables import Answer
from tests.engine.conftest import Begin
from tests.world import World

WEDNESDAY = date(2026, 11, 25)


def answered_on_the_phone_then_texted(world: World) -> str:
    """P1 answers one question on the phone, is not reached again, and gets the text."""
    world.tick()
    attempt = world.attempt("P1")
    world.answer(attempt)
    world.key(attempt, "8")
    world.call_event(attempt, "completed")
    world.later(days=1, hours=5)
    world.tick()
    world.call_event(world.attempt("P1"), "no-answer")
    world.at("19:00", WEDNESDAY)
    world.tick()
    return world.contact("P1").number


def test_a_survey_that_does_not_resume_asks_from_the_start_and_keeps_both_answers(
    small_world: World,
) -> None:
    world = small_world
    file = world.engine.workspace.campaign_file("pulse")
    file.write_text(file.read_text(encoding="utf-8").replace("resume: true", "resume: false"), encoding="utf-8")  # fmt: skip
    world.launch("pulse")
    world.tick()
    world.at("09:00")
    number = answered_on_the_phone_then_texted(world)
    assert "总体打几分" in world.carrier.texts[-1]
    world.text(number, "5")
    kept = sorted((a.revision, a.number, a.current) for a in world.everything(Answer))
    assert kept == [(1, 8.0, False), (2, 5.0, True)]
    assert world.answers("P1") == {"overall": 5}


def test_each_answer_keeps_its_mode_and_attempt(begun: Begin) -> None:
    world = begun("pulse")
    number = answered_on_the_phone_then_texted(world)
    world.text(number, "9")
    attempts = world.attempts("P1")
    kept = {a.question: (a.mode.value, a.attempt_id) for a in world.everything(Answer)}
    assert kept["overall"] == ("voice", attempts[0].id)
    assert kept["recommend"] == ("sms", next(a.id for a in attempts if a.mode.value == "sms"))
