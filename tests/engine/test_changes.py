"""What changed between two contents of one campaign: the files, the keys by their dotted names, the lines."""

from typing import Any

from outbound.engine.campaigns.changes import between
from outbound.engine.campaigns.keys import changed_keys

FILE = "campaigns/survey.yaml"


def content(hours: str = "Mo 09:00-12:00", **changed: Any) -> dict[str, Any]:
    campaign = {"id": "survey", "contact": {"hours": hours, "callbacks": {"within": "7d"}}}
    given = {
        "campaign": campaign,
        "centre": {"zone": "Asia/Shanghai"},
        "scripts": {"hello/agent.zh.md.j2": "您好。\n"},
        "sources": {FILE: f"contact:\n  hours: {hours}\n  callbacks: {{within: 7d}}\n"},
    }
    return given | changed


def test_nothing_changed_where_only_a_comment_did() -> None:
    old = content()
    new = content(sources={FILE: "# a comment\n" + old["sources"][FILE]})
    assert between(old, new) == ()


def test_a_changed_key_is_named_and_its_line_shown() -> None:
    (change,) = between(content(), content("Tu 10:00-11:00"))
    assert (change.file, change.kind) == (FILE, "changed")
    (key,) = change.keys
    assert (key.key, key.before, key.after) == ("contact.hours", "Mo 09:00-12:00", "Tu 10:00-11:00")
    assert "-  hours: Mo 09:00-12:00\n+  hours: Tu 10:00-11:00\n" in change.diff


def test_a_change_of_what_is_extended_blames_the_template() -> None:
    template = "campaigns/templates/base.yaml"
    own = {FILE: "extends: templates/base\n"}
    old = content(sources={**own, template: "contact: {hours: Mo 09:00-12:00}\n"})
    new = content("Tu 10:00-11:00", sources={**own, template: "contact: {hours: Tu 10:00-11:00}\n"})
    (change,) = between(old, new)
    assert change.file == template
    assert [key.key for key in change.keys] == ["contact.hours"]


def test_of_two_changed_files_each_names_its_own_keys() -> None:
    template = "campaigns/templates/base.yaml"
    old = content(sources={FILE: "priority: 1\n", template: "contact: {hours: Mo 09:00-12:00}\n"})
    new = content("Tu 10:00-11:00", sources={FILE: "priority: 2\n", template: "contact: {hours: Tu 10:00-11:00}\n"})  # fmt: skip
    old["campaign"]["priority"], new["campaign"]["priority"] = 1, 2
    named = {change.file: [key.key for key in change.keys] for change in between(old, new)}
    assert named == {FILE: ["priority"], template: ["contact.hours"]}


def test_scripts_come_and_go() -> None:
    new = content(scripts={"hello/agent.en.md.j2": "Hello.\n"})
    assert [(change.file, change.kind) for change in between(content(), new)] == [
        ("scripts/hello/agent.en.md.j2", "added"),
        ("scripts/hello/agent.zh.md.j2", "removed"),
    ]


def test_a_content_kept_without_its_files_is_compared_by_its_meaning() -> None:
    old = content()
    del old["sources"]
    (change,) = between(old, content("Tu 10:00-11:00"))
    assert change.file == FILE
    assert "+  hours: Tu 10:00-11:00" in change.diff


def test_items_of_lists_are_named_by_their_ids() -> None:
    old = {"questions": [{"id": "a", "ask": {"zh": "一"}}, {"id": "b"}]}
    new = {"questions": [{"id": "b"}, {"id": "a", "ask": {"zh": "二"}}]}
    assert [key.key for key in changed_keys(old, new)] == [
        "questions (order)",
        "questions[a].ask.zh",
    ]


def test_a_list_without_names_changes_as_a_whole() -> None:
    (key,) = changed_keys({"order": ["a", "b"]}, {"order": ["b"]})
    assert (key.key, key.before, key.after) == ("order", ["a", "b"], ["b"])
