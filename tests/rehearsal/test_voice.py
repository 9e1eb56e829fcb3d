import pytest

from outbound.campaign.schema import Mode
from outbound.errors import InputError
from outbound.rehearsal.nouns import Manner
from outbound.rehearsal.talking import begin, end, step
from tests.rehearsal.stages import asked, notes, said, stage, texts


def test_the_call_opens_with_the_keys_explained() -> None:
    opening, question = begin(stage(Mode.VOICE)).lines
    assert (opening.manner, opening.text) == (Manner.SAY, "Hello Ann.")
    assert question.of == "overall"
    assert "0 means 10" in question.text


def test_zero_is_ten() -> None:
    assert texts(said(stage(Mode.VOICE), "0"), Manner.STORE) == ["10"]


def test_silence_asks_again() -> None:
    scene = said(stage(Mode.VOICE), "")
    assert texts(scene)[0] == "Pardon?"
    assert asked(scene) == "overall"


def test_six_silences_and_nobody_is_there() -> None:
    assert said(stage(Mode.VOICE), *[""] * 6).over


def test_a_star_repeats_the_question() -> None:
    scene = said(stage(Mode.VOICE), "*")
    assert "Pardon?" not in texts(scene)
    assert asked(scene) == "overall"


def test_hash_skips() -> None:
    assert asked(said(stage(Mode.VOICE), "#")) == "again"


def test_a_key_before_the_end_of_the_prompt_is_an_answer() -> None:
    scene = said(stage(Mode.VOICE), "!8")
    assert notes(scene.lines) == ["the prompt stops at the first key"]
    assert texts(scene, Manner.STORE) == ["8"]


def test_a_double_press_is_asked_again_never_guessed() -> None:
    scene = said(stage(Mode.VOICE), "88")
    assert texts(scene, Manner.STORE) == []
    assert asked(scene) == "overall"


def test_more_keys_than_the_menu_waits_for_are_not_heard() -> None:
    scene = said(stage(Mode.VOICE), "10999")
    assert notes(scene.lines) == ["the menu takes 2 keys; the rest is not heard"]
    assert texts(scene, Manner.STORE) == ["10"]


@pytest.mark.parametrize("typed", ["eight", "8 9", "!", "/nonsense", "８"])
def test_what_no_telephone_can_send_is_refused(typed: str) -> None:
    scene = begin(stage(Mode.VOICE))
    with pytest.raises(InputError):
        step(stage(Mode.VOICE), scene.stored, typed)


def test_a_text_question_is_not_asked_by_keys() -> None:
    on = stage(Mode.VOICE)
    scene = said(on, "9", "1")
    assert scene.over
    assert end(on, scene.stored)["not-reached"] == {
        "why": "not so: overall <= 6",
        "words": "not asked in voice",
    }


def test_a_low_score_opens_its_follow_up_also_where_the_customer_hangs_up() -> None:
    on = stage(Mode.VOICE)
    found = end(on, said(on, "2", "/hang-up").stored)
    assert found["closed"] == "partial"
    assert [order["kind"] for order in found["follow-ups"]] == ["recover"]


def test_hanging_up_at_once_is_a_refusal() -> None:
    on = stage(Mode.VOICE)
    assert end(on, said(on, "/hang-up").stored)["closed"] == "refused"
