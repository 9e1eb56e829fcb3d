"""The JSON Schema for editors: takes what we take, refuses what we refuse, completes names."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from outbound.campaign.about import Names
from outbound.campaign.editor import campaign_schema, centre_schema
from outbound.campaign.source import read_yaml
from outbound.campaign.workspace import Workspace

ROOT = Path(__file__).parents[2]
CAMPAIGN = campaign_schema({})
WHOLE = (
    "title: x\npurpose: survey\nschedule: {from: 2026-11-23, until: 2026-12-20, build: 0 8 * * MON}\n"
    "contact: {channels: [{call: {from: survey}}]}\nscript: satisfaction\n"
)


def refused(text: str, schema: dict = CAMPAIGN) -> list[str]:
    data = read_yaml(text, "f").data
    return [error.json_path for error in Draft202012Validator(schema).iter_errors(data)]


@pytest.mark.parametrize("schema", [CAMPAIGN, centre_schema({})])
def test_it_is_json_schema(schema):
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "x-names" not in str(schema)


FILES = sorted([*ROOT.glob("campaigns/*.yaml"), *ROOT.glob("campaigns/templates/*.yaml")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_campaign_of_the_workspace_fits(file):
    text = file.read_text(encoding="utf-8")
    part = file.parent.name == "templates" and "\nextends: " not in f"\n{text}"
    assert refused(f"extends: x\n{text}" if part else text) == []


def test_the_centre_of_the_workspace_fits():
    assert refused((ROOT / "outbound.yaml").read_text(encoding="utf-8"), centre_schema({})) == []


def test_a_small_campaign_fits():
    assert refused(WHOLE) == []


@pytest.mark.parametrize(
    "more",
    [
        "title: 2026",
        "title: {zh: 010, en: true}",
        "audience: {where: true}",
        "audience: {segments: [{name: 010}]}",
        "audience: {sample: {allocation: {north/gold: 40}}}",
        "contact: {channels: [{sms: {from: a, validity: 4h}}], retry: {busy: [20m, 1h], machine: 1d}}",
        "schedule: {from: 2026-11-23, until: 2026-12-20, build: {on: event x, after: 10m}}",
        "offers: [{id: a, script: s, value: 0.5, budget: 3, grant: department network}]",
        "survey: null",
    ],
)
def test_what_we_take_fits(more):
    key = more.partition(":")[0]
    kept = [line for line in WHOLE.splitlines() if not line.startswith(f"{key}:")]
    assert refused("\n".join([*kept, more])) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title: x", "titel: x", "$"),
        ("purpose: survey", "purpose: survy", "$.purpose"),
        ("script: satisfaction", "", "$"),
        ("script: satisfaction", "script: a b", "$.script"),
        ("title: x", "title: []", "$.title"),
        ("title: x", "title: ''", "$.title"),
        ("title: x", "title: {Chinese: x}", "$.title"),
        ("2026-12-20", "tomorrow", "$.schedule.until"),
        ("2026-12-20, build: 0 8 * * MON", "2026-12-20", "$.schedule"),
        ("channels: [{call: {from: survey}}]", "channels: []", "$.contact.channels"),
        ("{from: survey}", "{}", "$.contact.channels"),
        ("{from: survey}", "{from: survey, ring: 25}", "$.contact.channels"),
        ("{from: survey}", "{from: survey, attempts: 21}", "$.contact.channels"),
        ("title: x", "title: x\npriority: 101", "$.priority"),
        ("title: x", "title: x\npriority: high", "$.priority"),
        ("title: x", "title: x\napprovals: marketing", "$.approvals"),
        ("title: x", "title: x\naudience: {holdout: 0.05}", "$.audience.holdout"),
        ("title: x", "title: x\naudience: {wher: a}", "$.audience"),
        (
            "title: x",
            "title: x\nsurvey: {questions: [{id: a, ask: b, answer: scale}]}",
            "$.survey.questions",
        ),
        ("title: x", "title: x\noffers: [{id: a, script: s, value: b, budget: 1}]", "$.offers"),
    ],
)
def test_what_we_refuse_does_not_fit(old, new, path):
    assert any(found.startswith(path) for found in refused(WHOLE.replace(old, new)))


def test_a_file_that_extends_another_lacks_nothing_and_may_remove():
    assert refused("extends: templates/survey\ntitle: x\nevaluate: null\n") == []
    assert (
        refused("extends: a\nschedule: {until: 2026-12-20}\naudience: {sample: {completes: null}}")
        == []
    )
    assert refused("extends: a\nsurvey: {questions: [{id: b}]}") != []  # lists are whole
    assert refused("extends: a\npriority: 101") != []


KNOWN = campaign_schema(
    {
        Names.DEPARTMENTS: ["network", "marketing"],
        Names.OUTCOMES: ["busy", "no-answer"],
        Names.CALL_SENDERS: ["survey"],
        Names.SCRIPTS: ["satisfaction"],
        Names.STARTS: ["activated_on"],
        Names.COLUMNS: ["region"],
        Names.LANGUAGES: ["zh", "en"],
        Names.EXTENDABLE: ["templates/survey"],
    }
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("owner: network", "owner: netwrk"),
        ("approvals: [marketing]", "approvals: [marketin]"),
        ("extends: templates/survey", "extends: templates/survy"),
        ("audience: {sample: {per: [region]}}", "audience: {sample: {per: [regon]}}"),
        ("contact: {retry: {busy: 1d}}", "contact: {retry: {bussy: 1d}}"),
        (
            "contact: {channels: [{call: {from: survey}}]}",
            "contact: {channels: [{call: {from: x}}]}",
        ),
        ("title: {en: x}", "title: {fr: x}"),
        (
            "schedule: {build: {on: activated_on, after: 3d}}",
            "schedule: {build: {on: joined, after: 3d}}",
        ),
        (
            "schedule: {build: {on: event call, after: 3d}}",
            "schedule: {build: {on: events, after: 3d}}",
        ),
    ],
)
def test_names_that_exist_are_completed_and_others_refused(text, wrong):
    start = "" if text.startswith("extends") else "extends: templates/survey\n"
    assert refused(start + text, KNOWN) == []
    assert refused(start + wrong, KNOWN) != []


def test_the_names_of_a_workspace_are_in_its_schema():
    place = Workspace(ROOT)
    known = {Names.DEPARTMENTS: [*place.centre.departments]}
    owner = campaign_schema(known)["properties"]["owner"]
    assert owner["enum"] == [*place.centre.departments, None]
