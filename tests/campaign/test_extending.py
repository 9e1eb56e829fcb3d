"""A campaign that extends a template or another campaign: merged, positioned, shown."""

from pathlib import Path

import pytest

from outbound.campaign.effective import effective, effective_text
from outbound.campaign.extending import extend
from outbound.campaign.loader import campaign_problems, files_of, load_campaign, template_problems
from outbound.campaign.problems import Problem
from outbound.campaign.schema import MAX_FILES
from outbound.campaign.source import read_yaml
from outbound.campaign.workspace import Workspace
from outbound.errors import NotFoundError, ProblemsError

TEMPLATE = """\
purpose: survey
title: {zh: 调查, en: Survey}
contact:
  hours: "Mo-Fr 09:00-18:00"
  channels: [{call: {from: survey, ring: 25s}}]
  retry: {busy: 20m, no-answer: 4h}
script: satisfaction
"""
OWN = """\
extends: templates/survey
title: {en: Winter}
schedule: {from: 2026-11-23, until: 2026-12-20, build: "0 8 * * MON"}
contact:
  retry: {busy: null, machine: 1d}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "campaigns" / "templates").mkdir(parents=True)
    (tmp_path / "campaigns" / "templates" / "survey.yaml").write_text(TEMPLATE)
    (tmp_path / "campaigns" / "winter.yaml").write_text(OWN)
    return Workspace(tmp_path)


def write(workspace: Workspace, name: str, text: str) -> Path:
    file = workspace.campaigns_dir / f"{name}.yaml"
    file.write_text(text)
    return file


def found(workspace: Workspace, file: Path) -> list[tuple[str, int, int, str]]:
    problems = campaign_problems(workspace, file)[2]
    return [(p.file.removeprefix("campaigns/"), p.line, p.column, p.code) for p in problems]


def merged(inherited: str, own: str) -> object:
    return extend(read_yaml(inherited, "a"), read_yaml(own, "b")).data


def test_a_campaign_takes_what_it_does_not_say_from_its_template(workspace):
    campaign = load_campaign(workspace, "winter")
    assert campaign.title.by_language == {"zh": "调查", "en": "Winter"}
    assert campaign.script == "satisfaction"
    assert set(campaign.contact.retry) == {"no-answer", "machine"}


def test_what_is_extended_is_not_part_of_what_is_signed(workspace):
    assert "extends" not in load_campaign(workspace, "winter").model_dump(by_alias=True)


@pytest.mark.parametrize(
    ("inherited", "own", "expected"),
    [
        ("a: {b: 1, c: 2}", "a: {c: 3, d: 4}", {"a": {"b": 1, "c": 3, "d": 4}}),
        ("a: [1, 2]", "a: [3]", {"a": [3]}),
        ("a: {b: 1}", "a: x", {"a": "x"}),
        ("a: x", "a: {b: 1}", {"a": {"b": 1}}),
        ("a: {b: 1, c: 2}\nd: 1", "a: {b: null}\nd:", {"a": {"c": 2}}),
        ("a: 1", "b: null", {"a": 1, "b": None}),
        ("a: {b: {c: {d: 1}}}", "a: {b: {c: {e: 2}}}", {"a": {"b": {"c": {"d": 1, "e": 2}}}}),
        ("extends: z\na: 1", "extends: y", {"a": 1, "extends": "y"}),
        ("a: 1", "{}", {"a": 1}),
    ],
)
def test_mappings_merge_all_else_is_replaced_and_null_removes(inherited, own, expected):
    assert merged(inherited, own) == expected


def test_marks_know_the_file_in_which_they_stand():
    source = extend(read_yaml("a: {b: 1.50, c: [1, 2]}\n", "a"), read_yaml("\na: {c: [x]}", "b"))
    assert source.position(("a", "b")) == (1, 8, "a")
    assert source.position(("a", "c", 0)) == (2, 9, "b")
    assert source.position(("a", "c", 1)) == (2, 5, "b")  # it has no second item any more
    assert source.key_position(("a",)) == (2, 1, "b")
    assert source.written(("a", "b")) == "1.50"


def test_a_character_of_an_inherited_expression_is_found_in_its_own_file():
    source = extend(
        read_yaml("# long\n\nwhere: >-\n  a = 1\n  and b\n", "a"), read_yaml("x: 1", "b")
    )
    assert source.locate(("where",), 10) == (5, 7, "a")


def test_an_inherited_value_at_fault_is_told_where_it_stands(workspace):
    write(workspace, "templates/survey", TEMPLATE.replace("ring: 25s", "ring: soon"))
    assert found(workspace, workspace.campaign_file("winter")) == [
        ("templates/survey.yaml", 5, 42, "bad-value")
    ]


def test_a_key_removed_that_is_needed_is_missed_where_it_was_removed(workspace):
    write(workspace, "winter", OWN + "script: null\n")
    assert found(workspace, workspace.campaign_file("winter")) == [
        ("winter.yaml", 6, 1, "missing-key")
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("templates/survy", "Did you mean templates/survey?"),
        ("wintr", "Did you mean winter?"),
        ("../outbound", "Known: templates/survey, winter."),
        ("/etc/passwd", "Known: templates/survey, winter."),
        ("templates/../winter", "Did you mean templates/survey?"),
        ("templates/survey.yaml", "Did you mean templates/survey?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(workspace, name, hint):
    file = write(workspace, "spring", f"title: x\nextends: {name}\n")
    problem = campaign_problems(workspace, file)[2][0]
    assert (problem.line, problem.column, problem.code) == (2, 10, "unknown-extends")
    assert problem.hint == hint


def test_nothing_is_missing_from_a_file_whose_inheritance_is_unknown(workspace):
    file = write(workspace, "spring", "extends: nowhere\npriorty: 4\n")
    assert [code for *_, code in found(workspace, file)] == ["unknown-extends", "unknown-key"]


@pytest.mark.parametrize("value", ["[winter]", "{a: b}"])
def test_only_a_name_can_be_extended(workspace, value):
    file = write(workspace, "spring", f"extends: {value}\n")
    assert found(workspace, file) == [("spring.yaml", 1, 10, "wrong-type")]


def test_files_that_extend_each_other_are_a_circle(workspace):
    write(workspace, "a", "extends: b\n")
    write(workspace, "b", "title: x\nextends: a\n")
    problem = campaign_problems(workspace, workspace.campaign_file("a"))[2][0]
    assert problem == Problem(
        "campaigns/b.yaml",
        2,
        10,
        "extends-circle",
        "error",
        "A circle: a extends b extends a.",
        "Let one of them extend nothing.",
    )


def test_a_file_that_extends_itself_is_a_circle(workspace):
    file = write(workspace, "a", "extends: a\n")
    assert found(workspace, file)[0] == ("a.yaml", 1, 10, "extends-circle")


def test_a_row_has_at_most_eight_files(workspace):
    write(workspace, "c8", "extends: winter\n")
    for number in range(7, 0, -1):
        write(workspace, f"c{number}", f"extends: c{number + 1}\n")
    assert len(files_of(workspace, "c3")) == MAX_FILES
    assert campaign_problems(workspace, workspace.campaign_file("c3"))[2] == []
    assert found(workspace, workspace.campaign_file("c2"))[0] == (
        "winter.yaml",
        1,
        10,
        "extends-too-long",
    )


def test_a_template_that_is_not_yaml_is_told_by_its_own_name(workspace):
    write(workspace, "templates/survey", "a: [1\n")
    assert found(workspace, workspace.campaign_file("winter")) == [
        ("templates/survey.yaml", 1, 4, "syntax")
    ]


def test_a_template_that_is_a_list_is_told_by_its_own_name(workspace):
    write(workspace, "templates/survey", "- a\n")
    assert found(workspace, workspace.campaign_file("winter")) == [
        ("templates/survey.yaml", 1, 1, "wrong-type")
    ]


def test_a_template_need_not_be_a_whole_campaign_but_what_it_says_must_be_right(workspace):
    file = write(
        workspace,
        "templates/survey",
        "contact: {chanels: []}\npriority: 101\nsurvey: {questions: [{id: a}]}\n",
    )
    _, problems = template_problems(workspace, file)
    assert sorted((p.line, p.column, p.code) for p in problems) == [
        (1, 11, "unknown-key"),
        (2, 11, "bad-value"),
        (3, 22, "missing-key"),  # a list is replaced whole: nobody can add it
        (3, 22, "missing-key"),
    ]


def test_the_files_of_a_campaign_are_its_own_and_those_that_it_extends(workspace):
    names = [workspace.name_of(file) for file in files_of(workspace, "winter")]
    assert names == ["campaigns/winter.yaml", "campaigns/templates/survey.yaml"]
    with pytest.raises(NotFoundError):
        files_of(workspace, "wintr")


def test_the_effective_file_says_what_is_inherited_and_can_be_read_back(workspace):
    text = effective(workspace, "winter")
    assert text.startswith("# from campaigns/templates/survey.yaml\npurpose: survey\n")
    assert "# in part from campaigns/templates/survey.yaml\ntitle: {zh: 调查, en: Winter}" in text
    assert "\n\nschedule:" in text
    write(workspace, "copy", text)
    own = load_campaign(workspace, "winter").model_dump(exclude={"id"})
    assert load_campaign(workspace, "copy").model_dump(exclude={"id"}) == own


def test_there_is_no_effective_file_where_one_cannot_be_read(workspace):
    write(workspace, "templates/survey", "a: [1\n")
    with pytest.raises(ProblemsError):
        effective(workspace, "winter")


@pytest.mark.parametrize(
    "text",
    [
        "a: '010'\nb: 010\nc: 'true'\nd: 1e3\ne: '1e3'\nf: 1.50\ng: ''\nh: null\ni: [null, ~]\n",
        "a: '# no comment'\nb: 'x: y'\nc: '- d'\nd: '&e'\ne: \"tab\\there\"\nf: '客户, 等级'\n",
        "a: |\n  one\n   two\n\n  three\nb: >-\n  folded\n  text\n",
        "a: {b: {}, c: [], d: [[1, [2]], {e: f}]}\n",
        "'1': a\n'null': b\n'a: b': c\n'': d\n",
    ],
)
def test_what_is_shown_reads_back_as_what_was_written(text):
    source = read_yaml(text, "f")
    assert read_yaml(effective_text(source), "g").data == source.data
