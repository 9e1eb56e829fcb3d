"""The recorded rehearsals of the reference workspace: each campaign has some, and all of them still go so."""

import pytest

from outbound.campaign.schema import Mode
from outbound.rehearsal.case_file import folder_of, read_case
from outbound.rehearsal.checking import rehearsal_problems
from tests.workspace.reference import CAMPAIGNS, LANGUAGES, WORKSPACE

NAMES = sorted(CAMPAIGNS)


def test_every_case_replays_without_a_difference() -> None:
    assert [str(problem) for problem in rehearsal_problems(WORKSPACE)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_campaign_is_rehearsed_in_both_languages(name: str) -> None:
    files = sorted(folder_of(WORKSPACE, name).glob("*.yaml"))
    found = [read_case(file, file.name)[0] for file in files]
    assert {case.text.language for case in found if case is not None} == set(LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_no_case_holds_a_real_number(name: str) -> None:
    for file in folder_of(WORKSPACE, name).glob("*.yaml"):
        assert "phone:" not in file.read_text(encoding="utf-8")


def test_every_mode_is_rehearsed() -> None:
    files = [f for name in NAMES for f in folder_of(WORKSPACE, name).glob("*.yaml")]
    modes = {case.text.mode for f in files if (case := read_case(f, f.name)[0]) is not None}
    assert modes == {Mode.AGENT, Mode.VOICE, Mode.SMS}
