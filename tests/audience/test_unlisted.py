"""Who is not listed whatever the audience says, and what comes with those who are."""

import dataclasses
from pathlib import Path

from outbound.audience.nouns import History
from outbound.audience.selection import select
from outbound.campaign.workspace import Workspace
from tests.audience.test_selection import MOMENT, MakeBase, campaign, ids, people


def test_who_never_agreed_is_not_listed_where_the_centre_keeps_consent(
    tmp_path: Path, base: MakeBase, workspace: Workspace
) -> None:
    rows = [
        person | {"agreed_calls": agreed}
        for person, agreed in zip(people(3), ("true", "false", None), strict=True)
    ]
    consents = workspace.centre.base.columns.model_copy(
        update={"consent": {"survey": "agreed_calls"}}
    )
    asked = dataclasses.replace(base(rows), meaning=consents)
    found = select(asked, campaign(), workspace.centre, MOMENT, History())
    assert [(d.kind, d.reason, d.count) for d in found.waterfall if d.count] == [
        ("unreachable", "no consent recorded for survey", 2)
    ]
    assert found.listed.num_rows == 1


def test_nobody_is_listed_whose_number_fraud_lives_on(workspace: Workspace, base: MakeBase) -> None:
    file = workspace.centre_file
    file.write_text(
        f"{file.read_text('utf-8')}countries: [CN, US]\nrefuse-prefixes: ['+86170']\n", "utf-8"
    )
    rows = people(200) + [
        {"subscriber_id": name, "phone": number}
        for name, number in {
            "A": "+442079460018", "B": "+19005551234", "C": "4001234567", "D": "17012345678", "E": "+12125551234",
        }.items()
    ]  # fmt: skip
    found = select(base(rows), campaign(), workspace.centre, MOMENT, History())
    assert {drop.reason: drop.count for drop in found.waterfall if drop.kind == "unreachable"} == {
        "GB is not among the countries that are contacted": 1,
        "premium-rate numbers are never contacted": 1,
        "shared-cost numbers are never contacted": 1,
        "numbers that begin with +86170 are refused": 1,
    }
    assert {"A", "B", "C", "D"}.isdisjoint(ids(found))
    assert "E" in ids(found)
    assert found.listed.num_rows == 201


def test_the_household_comes_with_the_contact(workspace: Workspace, base: MakeBase) -> None:
    file = workspace.centre_file
    file.write_text(f"{file.read_text('utf-8')}base: {{columns: {{household: home}}}}\n", "utf-8")
    rows = [row | {"home": home} for row, home in zip(people(3), ("h1", "h1", None), strict=True)]
    found = select(base(rows), campaign(), workspace.centre, MOMENT, History())
    homes = dict(zip(ids(found), found.listed.column("household").to_pylist(), strict=True))
    assert homes == {"H001": "h1", "H002": "h1", "H003": None}
