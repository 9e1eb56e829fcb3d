"""What a base tells beyond its columns: the values that exist, the longest, the numbers that are shared."""

import pytest

from outbound.check.profile import KnownProfile
from tests.check.worlds import CAMPAIGN, make, places, problems

CELLS = KnownProfile(
    all_values={"region": frozenset({"north", "south"}), "tier": frozenset({"gold", "basic"})}
)


def allocated(cell: str) -> str:
    return CAMPAIGN.replace("completes: 40,", f"completes: 40, allocation: {{{cell}: 40}},")


@pytest.mark.parametrize("cell", ["north/gold", "south/basic", "north/-"])
def test_a_cell_of_values_that_exist_is_one(tmp_path, cell):
    assert problems(make(tmp_path / "w", allocated(cell)), profile=CELLS) == []


def test_a_cell_of_a_value_that_nobody_has_is_told_with_the_nearest(tmp_path):
    [found] = problems(make(tmp_path / "w", allocated("nort/gold")), profile=CELLS)
    assert (found.code, found.line, found.column) == ("unknown-cell", 16, 40)
    assert "north" in found.hint


def test_without_a_base_any_value_passes(tmp_path):
    assert problems(make(tmp_path / "w", allocated("nort/gold"))) == []


def test_numbers_that_are_shared_are_told_once_at_the_base(tmp_path):
    found = problems(make(tmp_path / "w"), profile=KnownProfile(shared_numbers=1))
    assert places(found) == [("outbound.yaml", "shared-numbers", 10, 1)]
    assert found[0].message.startswith("1 number stands")


MESSAGE = (
    "{% block closing %}Goodbye, {{ subscriber.name }}, " + "and thank you. " * 8 + "{% endblock %}"
)


def test_a_message_is_measured_with_the_longest_value_of_the_base(tmp_path):
    workspace = make(tmp_path / "w", **{"survey/sms.en.txt.j2": MESSAGE})
    assert problems(workspace) == []
    long = KnownProfile(longest_values={"name": "Maximiliana Featherstonehaugh-Cholmondeley"})
    found = problems(workspace, profile=long)
    assert places(found) == [("scripts/survey/sms.en.txt.j2", "sms-length", 1, 1)]
    assert "2 messages" in found[0].message


def test_one_value_beyond_gsm_makes_the_whole_message_dearer(tmp_path):
    workspace = make(tmp_path / "w", **{"survey/sms.en.txt.j2": MESSAGE})
    found = problems(workspace, profile=KnownProfile(longest_values={"name": "王芳"}))
    assert [p.code for p in found] == ["sms-length"]
    assert "Without 王 芳 one would hold 160." in found[0].hint
