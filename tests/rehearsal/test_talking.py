import json

import pytest

from outbound.campaign.schema import Mode
from outbound.errors import InputError, RefusedError
from outbound.rehearsal.nouns import Talk
from outbound.rehearsal.talking import begin, end, possible, step, whole
from tests.rehearsal.stages import said, stage

LINES = {
    Mode.AGENT: ("3", "/price", "price", "/grant pack", "overall=9", "/note shy", "yes"),
    Mode.VOICE: ("3", "", "*", "1"),
    Mode.SMS: ("3", "what?", "network"),
}


@pytest.mark.parametrize("mode", LINES)
def test_every_step_is_stored_and_read_back(mode: Mode) -> None:
    on = stage(mode)
    scene = begin(on)
    for line in LINES[mode]:
        talk = Talk.from_json(json.loads(scene.stored))
        assert json.dumps(talk.to_json(), ensure_ascii=False) == scene.stored
        scene = step(on, scene.stored, line)
    assert not scene.over


@pytest.mark.parametrize("mode", [Mode.AGENT, Mode.VOICE])
def test_what_cannot_be_taken_changes_nothing(mode: Mode) -> None:
    on = stage(mode)
    scene = said(on, "9")
    with pytest.raises(InputError):
        step(on, scene.stored, "/outcome nonsense")
    assert step(on, scene.stored, "1").lines


@pytest.mark.parametrize("mode", LINES)
def test_help_is_there_to_the_end(mode: Mode) -> None:
    on = stage(mode)
    scene = said(on, "/outcome refused" if mode is Mode.AGENT else "")
    assert possible(on, scene.stored)[-1][0] == "/end"


def test_when_it_is_over_nothing_more_is_said() -> None:
    on = stage(Mode.VOICE)
    scene = said(on, "/hang-up")
    with pytest.raises(RefusedError):
        step(on, scene.stored, "8")


def test_an_unfinished_talk_tells_what_it_has_come_to() -> None:
    on = stage(Mode.SMS)
    found = end(on, said(on, "9").stored)
    assert found["closed"] == "partial"
    assert found["not-reached"] == {"why": "not so: overall <= 6", "words": "not asked in sms"}


def test_a_whole_rehearsal_tells_what_was_not_possible() -> None:
    case = whole(stage(), ["eleven", "9"])
    assert case.turns[0].then[0].text.startswith("not possible: ")
    assert case.end["answers"] == {"overall": 9}


def test_controls_and_halves_of_characters_are_left_out() -> None:
    on = stage()
    scene = said(on, "\x009\ud800\t")
    assert end(on, scene.stored)["answers"] == {"overall": 9}
