"""An answering machine in a rehearsal: what is left on it, by the menu and by an agent's call alike."""

import pytest

from outbound.campaign.schema import Mode
from outbound.errors import RefusedError
from outbound.rehearsal.nouns import Line, Manner
from outbound.rehearsal.stage import Stage
from outbound.rehearsal.talking import begin, end, possible, step
from tests.rehearsal.stages import CAMPAIGN, TALK, campaign, notes, said, stage

BLOCK = "{% block voicemail %}{{ centre }} called {{ subscriber.name }}.{% endblock %}"
CALLS = (Mode.AGENT, Mode.VOICE)


def leaving(mode: Mode, machine: str = "message", block: str = BLOCK) -> Stage:
    """The small campaign with that word for machines in both its call steps."""
    steps = [
        {"call": {**one["call"], "machine": machine}} if "call" in one else one
        for one in CAMPAIGN["contact"]["channels"]
    ]
    made = campaign(contact={**CAMPAIGN["contact"], "channels": steps})
    return stage(mode, made, {"small/voice.txt.j2": TALK + block})


@pytest.mark.parametrize("mode", CALLS)
def test_the_message_is_heard_and_the_call_is_over(mode: Mode) -> None:
    on = leaving(mode)
    scene = said(on, "/machine")
    assert scene.lines == (Line(Manner.SAY, "Harbour called Ann.", "voicemail"),)
    assert scene.over
    found = end(on, scene.stored)
    assert (found["closed"], found["outcome"]) == ("voicemail-left", "voicemail-left")


@pytest.mark.parametrize("mode", CALLS)
@pytest.mark.parametrize("given", [{"machine": "hang-up"}, {"block": ""}])
def test_without_a_message_the_machine_is_hung_up_on(mode: Mode, given: dict[str, str]) -> None:
    on = leaving(mode, **given)
    scene = said(on, "/machine")
    assert notes(scene.lines) == ["the machine is hung up on"]
    assert end(on, scene.stored)["outcome"] == "machine"


def test_who_has_answered_is_no_machine() -> None:
    on = leaving(Mode.VOICE)
    with pytest.raises(RefusedError, match="no machine"):
        step(on, said(on, "9").stored, "/machine")


def test_where_nobody_listens_no_machine_is_told() -> None:
    on = leaving(Mode.VOICE, "ignore")
    with pytest.raises(RefusedError, match="Nobody listens"):
        step(on, begin(on).stored, "/machine")


@pytest.mark.parametrize("mode", CALLS)
def test_it_is_among_what_may_be_typed(mode: Mode) -> None:
    on = leaving(mode)
    assert "/machine" in [typed for typed, _ in possible(on, begin(on).stored)]
