import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outbound.campaign.problems import CODES
from outbound.campaign.workspace import open_workspace
from outbound.check import check_workspace
from outbound.check.workspace import CENTRE_CHECKS, CHECKS, TEMPLATE_CHECKS
from tests.check.worlds import (
    CAMPAIGN,
    CENTRE,
    COLUMNS,
    NOW,
    RETENTION,
    SCRIPTS,
    make,
    places,
    problems,
)

ACCEPTANCE = {
    "unknown key": ("purpose: survey\naudiance:\n  where: true\n", 2, 1),
    "duplicate key": ("title: a\npurpose: survey\ntitle: b\n", 3, 1),
    "unknown column": (
        "title: a\npurpose: survey\naudience:\n  where: no_such_column_x > 3\n",
        4,
        10,
    ),
    "bad sql": (
        "title: a\npurpose: survey\naudience:\n  where: \"status = 'active' and and\"\n",
        4,
        33,
    ),
    "injection": (
        'title: a\npurpose: survey\naudience:\n  where: "1=1; drop table contact"\n',
        4,
        14,
    ),
    "subquery": (
        'title: a\npurpose: survey\naudience:\n  where: "1 < (select count(*) from contact)"\n',
        4,
        16,
    ),
    "bad hours": ('title: a\npurpose: survey\ncontact:\n  hours: "Mo-Fr 9-25"\n', 4, 17),
    "anchor": ("title: &a x\npurpose: survey\nowner: *a\n", 1, 8),
    "tag": ("title: !!python/object/apply:os.system ['true']\npurpose: survey\n", 1, 8),
    "no yaml": ("title: [unclosed\n", 1, 8),
}


@pytest.mark.parametrize(("text", "line", "column"), ACCEPTANCE.values(), ids=ACCEPTANCE)
def test_a_campaign_that_is_hardly_begun_is_checked_as_far_as_it_goes(tmp_path, text, line, column):
    found = problems(make(tmp_path / "w", text))
    assert (line, column) in [(p.line, p.column) for p in found if p.is_error]


def test_the_reference_workspace_has_no_errors_and_only_true_warnings():
    root = Path(__file__).parents[2]
    found = check_workspace(open_workspace(root), None, None, NOW)
    assert [str(p) for p in found if p.is_error] == []
    assert {p.code for p in found} <= {"no-base", "not-yet-acted-on"}


def test_without_a_base_its_columns_pass_and_that_is_said_once(tmp_path):
    text = CAMPAIGN.replace("status = 'active'", "churn = 1").replace("[-balance]", "[-spend]")
    found = problems(make(tmp_path / "w", text), columns=None)
    assert places(found) == [("outbound.yaml", "no-base", 10, 1)]
    assert not found[0].is_error


def test_without_a_base_the_columns_of_the_centre_file_have_types(tmp_path):
    text = CAMPAIGN.replace("days_since(activated_on) >= 90", "days_since(tier) >= 90")
    found = problems(make(tmp_path / "w", text), columns=None)
    assert ("campaigns/c.yaml", "type", 10, 43) in places(found)


def test_only_the_named_files_are_checked_and_the_centre_always(tmp_path):
    workspace = make(tmp_path / "w", "title: x\n", CENTRE.replace("CN", "BR"))
    whole = workspace.campaign_file("whole")
    whole.write_text(CAMPAIGN, encoding="utf-8")
    for path in (whole, Path("campaigns/whole.yaml")):
        found = check_workspace(workspace, [path], COLUMNS, NOW)
        assert {p.file for p in found} <= {"outbound.yaml"}
    found = check_workspace(workspace, [workspace.campaigns_dir], COLUMNS, NOW)
    assert {p.file for p in found} >= {"campaigns/c.yaml"}
    found = check_workspace(workspace, [workspace.centre_file], COLUMNS, NOW)
    assert [p.code for p in found] == ["no-rules"]


def test_a_named_file_that_does_not_exist_is_a_problem(tmp_path):
    workspace = make(tmp_path / "w")
    found = check_workspace(workspace, [Path("campaigns/nothing.yaml")], COLUMNS, NOW)
    assert places(found) == [("campaigns/nothing.yaml", "missing-file", 1, 1)]


def test_a_broken_centre_file_does_not_hide_a_campaigns_problems(tmp_path):
    text = CAMPAIGN.replace("owner: care", "ownr: care")
    found = problems(make(tmp_path / "w", text, CENTRE.replace("country: CN\n", "")))
    assert [p.code for p in found] == ["unknown-key", "missing-key"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{network: 1}", "{netwrk: 1}", ("unknown-department", 9, 65)),
        ("zone: null", "region: area", ("unknown-column", 11, 21)),
        (
            "{retention: agreed_calls, survey: agreed_calls}",
            "{survey: agreed}",
            ("unknown-column", 11, 43),
        ),
    ],
)
def test_the_centres_own_file_is_checked(tmp_path, old, new, expected):
    found = problems(make(tmp_path / "w", centre=CENTRE.replace(old, new)))
    assert ("outbound.yaml", *expected) in places(found)


def test_a_selling_number_asks_nothing_and_sells(tmp_path):
    shown = CENTRE.replace("+861000000001", "+8610085").replace("+861000000002", "+8610085")
    asking = problems(make(tmp_path / "asking", CAMPAIGN, shown))
    assert {problem.code for problem in asking} == {"barred-sender"}
    assert "The sender +8610085 may not be used for asking (CN-1-senders)." in asking[0].message
    assert problems(make(tmp_path / "selling", RETENTION, shown)) == []


def test_dates_are_over_the_day_after_the_last_in_the_centres_zone(tmp_path):
    workspace = make(tmp_path / "w")
    last_minute = datetime(2026, 12, 20, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert problems(workspace, now=last_minute) == []
    over = problems(workspace, now=datetime(2026, 12, 20, 16, tzinfo=UTC))
    assert [(p.code, p.severity, p.line) for p in over] == [("dates-over", "warning", 7)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("survey/agent.zh.md.j2", "{{ subscriber.nam }}\n", ("script-variable", 1, 4)),
        ("survey/agent.zh.md.j2", "a\n  {{ ask('overal') }}\n", ("script-variable", 2, 10)),
        ("survey/agent.zh.md.j2", "a\n{% if %}\n", ("script", 2, 1)),
        ("survey/agent.zh.md.j2", "{% set x = 1 %}\n", ("script", 1, 1)),
        ("survey/sms.en.txt.j2", "{{ nobody }}\n", ("script-variable", 1, 4)),
        ("survey/vip/agent.en.md.j2", '{% extends "survey/agent.fr.md.j2" %}\n', ("script", 1, 12)),
    ],
)
def test_a_fault_in_a_script_is_told_in_the_script(tmp_path, name, text, expected):
    found = problems(make(tmp_path / "w", **{name: text}))
    assert (f"scripts/{name}", *expected) in places(found)


def test_a_script_may_use_answers_columns_of_any_language_and_the_usual_names(tmp_path):
    text = "{{ subscriber.客户等级 }} {{ answers.overall }} {{ agent.name }} {{ day_part }}\n"
    assert problems(make(tmp_path / "w", **{"survey/agent.zh.md.j2": text})) == []


def test_without_a_base_a_script_may_use_any_column(tmp_path):
    text = "{{ subscriber.churn }} {{ nobody }}\n"
    found = problems(make(tmp_path / "w", **{"survey/agent.zh.md.j2": text}), columns=None)
    assert [p.code for p in found] == ["no-base", "script-variable"]


def test_a_script_without_a_language_serves_all(tmp_path):
    texts = {name: "" for name in SCRIPTS if "/sms." in name} | {"survey/sms.txt.j2": "Hello\n"}
    assert problems(make(tmp_path / "w", **texts)) == []


def test_a_language_without_its_script_is_a_warning_where_another_serves(tmp_path):
    found = problems(make(tmp_path / "w", **{"survey/sms.en.txt.j2": ""}))
    assert {(p.code, p.severity) for p in found} == {("missing-language", "warning")}


def test_a_mode_without_any_script_is_an_error(tmp_path):
    texts = {name: "" for name in SCRIPTS if "/sms." in name}
    found = problems(make(tmp_path / "w", **texts))
    assert {(p.code, p.severity) for p in found} == {("missing-script", "error")}
    assert ("campaigns/c.yaml", "missing-script", 24, 9) in places(found)


def test_an_agentless_call_needs_the_spoken_script(tmp_path):
    text = CAMPAIGN.replace("{attempts: 2,", "{pacing: agentless, attempts: 2,")
    found = problems(make(tmp_path / "w", text))
    assert any("voice" in p.message for p in found)


def test_problems_come_in_the_order_of_files_and_places(tmp_path):
    text = CAMPAIGN.replace("owner: care", "ownr: care").replace("status =", "stats =")
    found = problems(make(tmp_path / "w", text, CENTRE.replace("CN", "BR")))
    assert found == sorted(found, key=lambda p: (p.file, p.line, p.column))
    assert [p.file for p in found][-1] == "outbound.yaml"


def test_every_code_is_used_and_every_code_used_has_a_meaning():
    root = Path(__file__).parents[2] / "outbound"
    files = [
        file
        for part in ("campaign", "check", "expression", "rehearsal")
        for file in (root / part).glob("*.py")
    ]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    composed = {"unknown-department", "unknown-process", "unknown-sender"}  # see check.names
    assert [code for code in CODES if text.count(f'"{code}"') < 2 and code not in composed] == []


def test_a_template_is_checked_for_what_it_holds_and_told_once(tmp_path: Path) -> None:
    place = make(tmp_path, f"extends: templates/base\n{CAMPAIGN}")
    place.templates_dir.mkdir()
    template = place.templates_dir / "base.yaml"
    template.write_text("audience:\n  unless:\n    poor: ballance < 3\nowner: cares\n")
    assert [(p.file, p.code, p.line, p.column) for p in problems(place)] == [
        ("campaigns/templates/base.yaml", "unknown-column", 3, 11),
        ("campaigns/templates/base.yaml", "unknown-department", 4, 8),
    ]
    place.campaign_file("c").unlink()
    assert [p.code for p in problems(place)] == ["unknown-column", "unknown-department"]


def test_every_check_stands_in_its_list():
    folder = Path(__file__).parents[2] / "outbound" / "check"
    listed = {check.__name__ for check in (*CHECKS, *CENTRE_CHECKS)}
    found = {
        node.name
        for file in folder.glob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and [argument.arg for argument in node.args.args] == ["subject"]
        and ast.unparse(node.returns or ast.Constant(None)) == "Iterator[Problem]"
    }
    assert found == listed
    assert {check.__name__ for check in TEMPLATE_CHECKS} <= listed
