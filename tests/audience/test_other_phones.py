"""A person's other numbers: kept at import as they are written, read and put in order for the list."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from outbound.audience.base import Base
from outbound.audience.importing import Imported
from outbound.audience.nouns import History
from outbound.audience.selection import select
from outbound.campaign.schema import Campaign
from outbound.campaign.workspace import Workspace

MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
CAMPAIGN = Campaign.model_validate(
    {
        "id": "pulse", "title": "Pulse", "purpose": "survey", "script": "pulse",
        "schedule": {"from": "2026-11-23", "until": "2026-12-20", "build": "0 8 * * MON"},
        "audience": {"where": "true"}, "contact": {"channels": [{"sms": {"from": "survey"}}]},
    }
)  # fmt: skip

File = Callable[..., Path]
Import = Callable[[Path], Imported]


def with_columns(workspace: Workspace, columns: str) -> Workspace:
    """The workspace whose base has these further numbers."""
    file = workspace.path / "outbound.yaml"
    told = f"base: {{columns: {{other_phones: [{columns}]}}}}\n"
    file.write_text(file.read_text(encoding="utf-8") + told, encoding="utf-8")
    return Workspace(workspace.path)


def listed(workspace: Workspace) -> dict[str, list[str] | None]:
    found = select(Base.open(workspace), CAMPAIGN, workspace.centre, MOMENT, History()).listed
    rows = found.select(["subscriber_id", "numbers"]).to_pylist()
    return {row["subscriber_id"]: row["numbers"] and json.loads(row["numbers"]) for row in rows}


def test_other_numbers_are_listed_in_order_in_e164_without_repeats(
    file: File, imported: Import, workspace: Workspace
) -> None:
    with_columns(workspace, "home, work")
    imported(
        file(
            "subscriber_id,phone,work,home\n"
            "H1,13800138001,13900139001,021-6001 0001\n"
            "H2,13800138002,+8613800138002,\n"  # its own number again
            "H3,13800138003,13900139003,13900139003\n"
            "H4,13800138004,,\n"
            "H5,13800138005,none,12\n"
        )
    )
    assert listed(Workspace(workspace.path)) == {
        "H1": ["+862160010001", "+8613900139001"],
        "H2": None,
        "H3": ["+8613900139003"],
        "H4": None,
        "H5": None,
    }


def test_a_column_of_digits_stays_text(file: File, imported: Import, workspace: Workspace) -> None:
    with_columns(workspace, "home")
    found = imported(file("subscriber_id,phone,home\nH1,13800138001,13900139001\n"))
    assert found.columns["home"] == "text"


def test_numbers_that_a_file_keeps_as_numbers_are_read_too(
    file: File, imported: Import, workspace: Workspace, tmp_path: Path
) -> None:
    with_columns(workspace, "home")
    path = tmp_path / "people.parquet"
    rows = {"subscriber_id": ["H1"], "phone": ["13800138001"], "home": [13900139001]}
    pq.write_table(pa.table(rows), path)
    imported(path)
    assert listed(Workspace(workspace.path)) == {"H1": ["+8613900139001"]}


def test_a_base_without_the_columns_lists_nobody_with_them(
    file: File, imported: Import, workspace: Workspace
) -> None:
    with_columns(workspace, "home")
    imported(file("subscriber_id,phone\nH1,13800138001\n"))
    found = select(
        Base.open(workspace), CAMPAIGN, Workspace(workspace.path).centre, MOMENT, History()
    )
    assert "numbers" not in found.listed.column_names
