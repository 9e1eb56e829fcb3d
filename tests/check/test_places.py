"""The very character: inside expressions, hours, cron lines and templates, however they are quoted."""

from pathlib import Path

import pytest

from tests.check.worlds import CAMPAIGN, COLUMNS, make, places, problems

WHERE = "status = 'active' and days_since(activated_on) >= 90"
HOURS = '"Mo-Fr 09:00-12:00,14:00-20:00; PH off"'
CRON = '"0 8 * * MON"'


def written(style: str, text: str, indent: str) -> str:
    """The text in one of YAML's ways to write it."""
    match style:
        case "plain":
            return text
        case "single":
            return "'" + text.replace("'", "''") + "'"
        case "double":
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case _:
            lines = text.replace(" and ", "\nand ")
            return style + "".join(f"\n{indent}{line}" for line in lines.split("\n"))


def character(root: Path, text: str, code: str) -> str:
    """What stands in the file from the place of the one problem of that code on."""
    workspace = make(root, text)
    [(file, _, line, column)] = [p for p in places(problems(workspace)) if p[1] == code]
    return (workspace.path / file).read_text("utf-8").split("\n")[line - 1][column - 1 :]


STYLES = ["plain", "single", "double", ">-", "|", "|-", ">"]


@pytest.mark.parametrize("style", STYLES)
def test_inside_an_expression(tmp_path, style):
    bad = "客户等级 = '金卡' and stats = 'a'"
    text = CAMPAIGN.replace(WHERE, written(style, bad, "    "))
    assert character(tmp_path / "w", text, "unknown-column").startswith("stats")


@pytest.mark.parametrize("style", STYLES)
def test_inside_a_question_s_condition(tmp_path, style):
    bad = "overall <= 6 and recommend > 3"
    text = CAMPAIGN.replace("overall <= 6", written(style, bad, "        "))
    assert character(tmp_path / "w", text, "later-question").startswith("recommend")


@pytest.mark.parametrize("style", ["plain", "single", "double", ">-", "|-"])
def test_inside_hours(tmp_path, style):
    text = CAMPAIGN.replace(HOURS, written(style, "Mo-Fr 09:00-12:00,14:00-25:99", "    "))
    assert character(tmp_path / "w", text, "hours").startswith("99")


@pytest.mark.parametrize("style", ["plain", "single", "double", ">-", "|-"])
def test_inside_hours_that_the_rules_cut(tmp_path, style):
    text = CAMPAIGN.replace(HOURS, written(style, "Mo-Fr 09:00-12:00,14:00-21:00", "    "))
    assert character(tmp_path / "w", text, "hours-lost").startswith("14:00-21:00")


@pytest.mark.parametrize("style", ["plain", "single", "double", ">-", "|-"])
def test_inside_a_cron_line(tmp_path, style):
    text = CAMPAIGN.replace(CRON, written(style, "0 8 * * MOON", "    "))
    assert character(tmp_path / "w", text, "build").startswith("MOON")


@pytest.mark.parametrize(
    "source",
    [
        "您好 {{ subscriber.nam }}",
        "{# 说明 #}您好\n{% if subscriber.nam > 3 %}a{% endif %}",
        "{{ (1 + 2 * subscriber.nam) | money }}",
        "{{ subscriber.name | default(subscriber.nam) }}",
        "{% for x in answers.why %}{{ subscriber.nam }}{% endfor %}",
        "{% block a %}\n\t客户 {{- subscriber.nam -}}\n{% endblock %}",
        '{{ "subscriber.nam" }} {{ subscriber.nam }}',
    ],
)
def test_inside_a_template(tmp_path, source):
    name = "survey/agent.zh.md.j2"
    workspace = make(tmp_path / "w", **{name: f"{source}\n"})
    [(file, code, line, column)] = places(problems(workspace))
    assert (file, code) == (f"scripts/{name}", "script-variable")
    rest = source.split("\n")[line - 1][column - 1 :]
    assert rest.startswith("subscriber.nam")
    assert not rest.startswith('subscriber.nam"')


def test_a_variable_is_checked_in_every_segment_s_chain_and_language(tmp_path):
    parent = "{% block opening %}{{ subscriber.nam }}{% endblock %}\n"
    own = '{% extends "shared/base.zh.md.j2" %}\n'
    scripts = {"shared/base.zh.md.j2": parent, "survey/vip/agent.zh.md.j2": own}
    found = problems(make(tmp_path / "w", **scripts))
    assert places(found) == [("scripts/shared/base.zh.md.j2", "script-variable", 1, 23)]


def test_columns_of_a_real_base_are_the_only_ones(tmp_path):
    columns = {name: kind for name, kind in COLUMNS.items() if name != "balance"}
    found = problems(make(tmp_path / "w"), columns=columns)
    assert [p.code for p in found] == ["unknown-column"]
