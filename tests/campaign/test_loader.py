from pathlib import Path

import pytest

from outbound.campaign.loader import campaign_problems, load_campaign
from outbound.campaign.outline import known_keys
from outbound.campaign.schema import Campaign, Channel
from outbound.campaign.workspace import Workspace, load_centre, open_workspace
from outbound.errors import NotFoundError, ProblemsError

CENTRE = """\
centre: Harbour
country: CN
zone: Asia/Shanghai
languages: [zh, en]
senders: {survey: {call: "+861000000001"}}
"""
CAMPAIGN = """\
title: {zh: 调查, en: Survey}
purpose: survey
schedule: {from: 2026-11-23, until: 2026-12-20, build: "0 8 * * MON"}
audience: {where: true}
contact:
  channels: [{call: {from: survey}}]
script: satisfaction
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "outbound.yaml").write_text(CENTRE)
    (tmp_path / "campaigns" / "winter-survey.yaml").write_text(CAMPAIGN)
    return open_workspace(tmp_path)


def test_a_campaign_is_named_by_its_file(workspace):
    campaign = load_campaign(workspace, "winter-survey")
    assert campaign.id == "winter-survey"
    assert campaign.contact.channels[0].channel is Channel.CALL
    assert workspace.campaign_ids() == ["winter-survey"]


def test_plain_scalars_are_text_where_text_is_wanted(workspace):
    text = CAMPAIGN.replace("{zh: 调查, en: Survey}", "010") + "approvals: []\n"
    workspace.campaign_file("a").write_text(text)
    campaign = load_campaign(workspace, "a")
    assert campaign.title.of("zh") == "010"
    assert campaign.audience.where == "true"


def test_an_unknown_campaign_is_answered_with_the_nearest(workspace):
    with pytest.raises(NotFoundError) as caught:
        load_campaign(workspace, "winter-survy")
    assert caught.value.hint == "Did you mean winter-survey?"


@pytest.mark.parametrize(
    "name", ["../outbound", "../../etc/passwd", "a/b", "a\\b", "..", "", ".", "A", "x" * 65, "a\n"]
)
def test_an_id_never_leaves_the_folder(workspace, name):
    with pytest.raises(NotFoundError):
        load_campaign(workspace, name)


def test_loading_a_broken_campaign_raises_its_problems(workspace):
    workspace.campaign_file("a").write_text("title: x\n")
    with pytest.raises(ProblemsError) as caught:
        load_campaign(workspace, "a")
    assert {problem.code for problem in caught.value.problems} == {"missing-key"}
    assert caught.value.where == "campaigns/a.yaml"


def test_a_doubled_key_does_not_hide_other_problems(workspace):
    file = workspace.campaign_file("a")
    file.write_text(CAMPAIGN + "script: b\npriorty: 3\n")
    campaign, source, problems = campaign_problems(workspace, file)
    assert campaign is None
    assert source is not None
    assert [p.code for p in problems] == ["duplicate-key", "unknown-key"]


def test_a_file_name_that_cannot_be_an_id_is_a_problem(workspace):
    file = workspace.campaigns_dir / "Winter Survey.yaml"
    file.write_text(CAMPAIGN)
    assert [p.code for p in campaign_problems(workspace, file)[2]] == ["file-name"]


def test_the_id_is_never_written_inside(workspace):
    file = workspace.campaign_file("a")
    file.write_text(f"id: a\n{CAMPAIGN}")
    campaign, _, problems = campaign_problems(workspace, file)
    assert campaign is None
    assert [(p.line, p.column, p.code) for p in problems] == [(1, 1, "unknown-key")]


def test_no_workspace_without_a_centre_file(tmp_path):
    with pytest.raises(NotFoundError) as caught:
        open_workspace(tmp_path)
    assert "outbound init DIR" in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "code"),
    [
        ("country: CN", "country: China", 2, 10, "bad-value"),
        ("zone: Asia/Shanghai", "zone: Asia/Shangri-La", 3, 7, "bad-value"),
        ("zone: Asia/Shanghai", "zone: ../../etc/passwd", 3, 7, "bad-value"),
        ("languages: [zh, en]", "languages: []", 4, 12, "bad-value"),
        ("languages: [zh, en]", "languages: [Chinese]", 4, 13, "bad-value"),
        ('"+861000000001"', "13800138000", 5, 26, "bad-value"),
        ('call: "+861000000001"', "", 5, 19, "missing-key"),
        ("centre: Harbour\n", "", 1, 1, "missing-key"),
        ("country: CN", "contry: CN", 2, 1, "unknown-key"),
    ],
)
def test_a_broken_centre_file_is_told_at_its_place(tmp_path, old, new, line, column, code):
    file = tmp_path / "outbound.yaml"
    file.write_text(CENTRE.replace(old, new))
    with pytest.raises(ProblemsError) as caught:
        load_centre(file)
    places = [(p.line, p.column, p.code) for p in caught.value.problems]
    assert (line, column, code) in places


def test_departments_share_a_process_wholly(tmp_path):
    file = tmp_path / "outbound.yaml"
    file.write_text(CENTRE + "processes:\n  a: {title: x, departments: {b: 0.5, c: 0.4}}\n")
    with pytest.raises(ProblemsError, match=r"outbound\.yaml:7:30: bad-value .*add up to 0\.9"):
        load_centre(file)


def test_known_keys_follow_lists_choices_and_nested_parts():
    assert "id" in known_keys(Campaign, ("survey", "questions", 3))
    assert known_keys(Campaign, ("schedule", "build")) == {"on", "after", "before", "at"}
    assert known_keys(Campaign, ("contact", "channels", 0)) == {"call", "sms"}
    assert "id" not in known_keys(Campaign, ())
    assert known_keys(Campaign, ("title",)) == frozenset()
