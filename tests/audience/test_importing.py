"""Importing: types found, numbers in E.164, rejected rows told, the old base safe until the end."""

import csv
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outbound.audience.base import Base
from outbound.audience.importing import Imported, import_base
from outbound.audience.snapshots import current
from outbound.campaign.workspace import Workspace
from outbound.errors import InputError, NotFoundError, RefusedError, StoreError

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GOOD = "subscriber_id,phone\nH1,13800138000\nH2,+86 139-0013-9000\n"

File = Callable[..., Path]
Import = Callable[[Path], Imported]


def rejects(result: Imported) -> list[dict[str, str]]:
    assert result.rejects_file is not None
    with result.rejects_file.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_numbers_become_e164_and_the_snapshot_is_named_by_time_and_content(
    file: File, imported: Import, workspace: Workspace
) -> None:
    result = imported(file(GOOD))
    assert (result.rows, result.imported, result.rejected) == (2, 2, 0)
    assert result.rejects_file is None
    assert result.snapshot.startswith("20261123T000000Z-")
    base = Base.open(workspace)
    assert (base.snapshot, base.rows) == (result.snapshot, 2)
    assert base.row("H1") == {"subscriber_id": "H1", "phone": "+8613800138000"}
    assert base.row("H2") == {"subscriber_id": "H2", "phone": "+8613900139000"}
    assert base.row("nobody") is None


def test_types_are_found_over_the_whole_column(file: File, imported: Import) -> None:
    text = (
        "subscriber_id,phone,count,ratio,flag,day,at,code,long_id,mixed,empty\n"
        'H1,13800138000,1,1.5,true,2026-11-20,2026-11-20 10:00:00,007,12345678901234567890,1,""\n'
        "H2,13800138001,-2,,FALSE,2026/11/21,2026-11-20T10:00:00Z,8,2,x,\n"
        "H3,13800138002,,3e2,,,,,3,2,\n"
    )
    assert imported(file(text)).columns == {
        "subscriber_id": "text", "phone": "text", "count": "number", "ratio": "number",
        "flag": "boolean", "day": "date", "at": "moment", "code": "text", "long_id": "text",
        "mixed": "text", "empty": "text",
    }  # fmt: skip


def test_moments_are_kept_as_the_centres_wall_clock(
    file: File, imported: Import, workspace: Workspace
) -> None:
    imported(
        file(
            "subscriber_id,phone,at,day\n"
            "H1,13800138000,2026-11-20T23:30:00Z,2026/11/20\n"
            "H2,13800138001,2026-11-20 10:00,\n"
        )
    )
    base = Base.open(workspace)
    first, second = base.row("H1"), base.row("H2")
    assert first is not None
    assert second is not None
    assert str(first["at"]) == "2026-11-21 07:30:00+08:00"
    assert str(second["at"]) == "2026-11-20 10:00:00+08:00"
    assert (first["day"], second["day"]) == (date(2026, 11, 20), None)


def test_rejected_rows_are_told_with_row_number_and_reason(file: File, imported: Import) -> None:
    result = imported(
        file(
            "subscriber_id,phone,name\n"
            "H1,13800138000,a\n"  # row 2
            "H2,12345,b\n"
            "\n"
            "H1,13800138001,c\n"  # row 5
            ",13800138002,d\n"
            "H3,13800138003\n"
            "H4,13800138004,e,f\n"
            "H5,,has no number at all\n"
        )
    )
    assert (result.rows, result.imported, result.rejected) == (7, 2, 5)
    told = [(row["row"], row["reason"]) for row in rejects(result)]
    assert told == [
        ("3", "impossible telephone number 12345: it is too short, or its area code is missing"),
        ("5", "the subscriber id is already in row 2"),
        ("6", "the subscriber id is missing"),
        ("7", "2 cells where the header has 3"),
        ("8", "4 cells where the header has 3"),
    ]
    assert result.rejects_file is not None
    assert result.rejects_file.name == "customers.rejects.csv"


def test_of_a_repeated_id_the_first_good_row_stays(
    file: File, imported: Import, workspace: Workspace
) -> None:
    result = imported(
        file("subscriber_id,phone\nH1,1\nH1,13800138001\n H1 ,13800138002\nH1,13800138003\n")
    )
    assert [row["row"] for row in rejects(result)] == ["2", "4", "5"]
    base = Base.open(workspace)
    assert base.row("H1") == {"subscriber_id": "H1", "phone": "+8613800138001"}


def test_rejected_cells_are_inert_in_a_spreadsheet_and_read_back(
    file: File, imported: Import, workspace: Workspace
) -> None:
    result = imported(file("subscriber_id,phone,note\nH1,1,=1+1\n,13800138000,＠sum\nH3,,\n"))
    first, second = rejects(result)
    assert (first["note"], second["note"]) == ("'=1+1", "'＠sum")
    assert second["phone"] == "13800138000"
    imported(file("subscriber_id,phone,note\nH1,'+8613800138000,'=1+1\nH2,,'tis\n"))
    base = Base.open(workspace)
    assert base.row("H1") == {"subscriber_id": "H1", "phone": "+8613800138000", "note": "=1+1"}
    assert (base.row("H2") or {})["note"] == "'tis"


def test_a_clean_import_removes_the_rejects_of_the_last(file: File, imported: Import) -> None:
    old = imported(file("subscriber_id,phone\nH1,1\nH2,13800138000\n")).rejects_file
    assert old is not None
    assert imported(file(GOOD)).rejects_file is None
    assert not old.exists()


def test_a_byte_order_mark_quotes_and_semicolons_are_fine(file: File, imported: Import) -> None:
    result = imported(file('\ufeffsubscriber_id;phone;"客户等级"\r\nH1;13800138000;"金\r\n卡"\r\n'))
    assert (result.imported, list(result.columns)) == (1, ["subscriber_id", "phone", "客户等级"])


def test_a_file_without_one_usable_row_replaces_nothing(
    file: File, imported: Import, workspace: Workspace
) -> None:
    imported(file(GOOD))
    with pytest.raises(InputError, match="Not one row") as told:
        imported(file("subscriber_id,phone\nH1,1\nH2,2\n"))
    assert "rejects.csv" in told.value.hint
    assert Base.open(workspace).rows > 0


def test_a_header_alone_is_an_empty_base(
    file: File, imported: Import, workspace: Workspace
) -> None:
    assert imported(file("subscriber_id,phone,tier")).imported == 0
    assert Base.open(workspace).rows == 0


def test_parquet_keeps_its_own_types(
    tmp_path: Path, imported: Import, workspace: Workspace
) -> None:
    path = tmp_path / "customers.parquet"
    table = pa.table(
        {
            "subscriber_id": pa.array([1, 2]),
            "phone": pa.array([13800138000.0, None]),
            "tier": pa.array(["gold", "gold"]).dictionary_encode(),
            "score": pa.array([float("nan"), 2.5]),
            "at": pa.array(
                [datetime(2026, 11, 20, 23, tzinfo=UTC), None], pa.timestamp("us", "UTC")
            ),
        }
    )
    pq.write_table(table, path)
    assert imported(path).columns == {
        "subscriber_id": "text", "phone": "text", "tier": "text", "score": "number", "at": "moment",
    }  # fmt: skip
    row = Base.open(workspace).row("1")
    assert row is not None
    assert (row["phone"], row["tier"], row["score"]) == ("+8613800138000", "gold", None)
    assert str(row["at"]) == "2026-11-21 07:00:00+08:00"


@pytest.mark.parametrize(
    ("content", "name", "says", "where"),
    [
        (b"", "a.csv", "is empty", "a.csv"),
        (b"\xef\xbb\xbf\n", "a.csv", "is empty", "a.csv"),
        (b"subscriber_id,phone\nH1,1\x00", "a.csv", "zero byte in line 2", "a.csv:2"),
        (b"\x00\xff\xfe\x00garbage\x80" * 50, "a.csv", "zero byte in line 1", "a.csv:1"),
        (b"id,phone\nH1,caf\xe9\n", "a.csv", "line 2 has the byte 0xe9", "a.csv:2"),
        ("id,phone\nH1,1\n张,北京".encode("gb18030"), "a.csv", "looks like GB18030", "a.csv:3"),
        ("subscriber_id,phone\n".encode("utf-16"), "a.csv", "looks like UTF-16", "a.csv:1"),
        (b"PAR1 but not really", "a.parquet", "not a readable Parquet file", "a.parquet"),
        (b"PK\x03\x04", "a.xlsx", "unknown extension .xlsx", "a.xlsx"),
        (b"id,phone\nH1,1\n", "a.csv", "no column subscriber_id", "a.csv:1"),
        (b"subscriber_id,msisdn\nH1,1\n", "a.csv", "no column phone", "a.csv:1"),
        (b"subscriber_id,phone,\nH1,1,2\n", "a.csv", "column 3 has no name", "a.csv:1"),
        (b"subscriber_id,phone,a,A\n", "a.csv", "columns 3 and 4 are both called A", "a.csv:1"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    content: bytes, name: str, says: str, where: str, file: File, imported: Import
) -> None:
    with pytest.raises(InputError) as told:
        imported(file(content, name))
    assert says in told.value.message
    assert told.value.where.endswith(where)
    assert told.value.hint


def test_the_hint_names_the_nearest_column(file: File, imported: Import) -> None:
    with pytest.raises(InputError, match="no column phone") as told:
        imported(file("subscriber_id,phones\n"))
    assert "Is phones it?" in told.value.hint


def test_a_missing_file_and_a_folder(tmp_path: Path, imported: Import) -> None:
    with pytest.raises(InputError, match="does not exist"):
        imported(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        imported(tmp_path / "folder.csv")


def test_a_quotation_mark_left_open_names_its_row(file: File, imported: Import) -> None:
    result = imported(file('subscriber_id,phone,x\nH1,13800138000,1\nH2,"1380013,2\nH3,1,3\n'))
    assert [(row["row"], row["reason"]) for row in rejects(result)] == [
        ("3", "a quotation mark is left open (2 cells where the header has 3)")
    ]


def test_a_cell_that_swallows_the_rest_of_the_file_is_an_error(
    file: File, imported: Import
) -> None:
    with pytest.raises(InputError, match="never closed") as told:
        imported(file('subscriber_id,phone\nH1,13800138000\nH2,"13800138001\nH3,13800138002\n'))
    assert told.value.where.endswith(":3")


def test_a_failed_import_leaves_the_old_base_and_no_litter(
    file: File, imported: Import, workspace: Workspace
) -> None:
    old = imported(file(GOOD)).snapshot

    def stop(rows: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="The disk is full") as told:
        import_base(file(GOOD + "H3,13800138002\n"), workspace, NOW, stop)
    assert "old base" in told.value.message
    assert Base.open(workspace).snapshot == old
    assert sorted(path.name for path in workspace.base_dir.iterdir()) == [
        ".lock",
        old,
        "CURRENT",
    ]


def test_a_crash_before_the_pointer_moves_leaves_the_old_base(
    file: File, imported: Import, workspace: Workspace
) -> None:
    old = imported(file(GOOD)).snapshot
    (workspace.base_dir / ".building-20261123T000000Z-dead").mkdir()
    (workspace.base_dir / "20261124T000000Z-later").mkdir()  # renamed, but never pointed to
    assert Base.open(workspace).snapshot == old
    assert imported(file(GOOD)).snapshot != old
    assert not list(workspace.base_dir.glob(".building-*"))


def test_the_snapshot_before_stays_for_its_readers_and_older_ones_go(
    file: File, imported: Import, workspace: Workspace
) -> None:
    first = imported(file(GOOD)).snapshot
    reader = Base.open(workspace)
    second = imported(file("subscriber_id,phone\nH9,13800138009\n")).snapshot
    assert reader.row("H1") is not None
    third = imported(file("subscriber_id,phone\nH8,13800138008\n")).snapshot
    kept = {path.name for path in workspace.base_dir.iterdir() if path.is_dir()}
    assert kept == {second, third}
    assert first not in kept


def test_a_second_import_at_the_same_time_is_refused_and_harms_nothing(
    file: File, workspace: Workspace
) -> None:
    other = file("subscriber_id,phone\nH9,13800138009\n", "other.csv")
    refused: list[subprocess.CompletedProcess[str]] = []

    def meanwhile(rows: int) -> None:
        if not refused:
            refused.append(import_in_another_process(other, workspace))

    first = import_base(file(GOOD), workspace, NOW, meanwhile)
    assert refused[0].returncode == 3
    assert "Another import into this base is under way" in refused[0].stderr
    assert Base.open(workspace).snapshot == first.snapshot
    assert import_in_another_process(other, workspace).returncode == 0
    assert Base.open(workspace).row("H9") is not None


def import_in_another_process(
    source: Path, workspace: Workspace
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "outbound", "import", str(source)]
    command += ["--workspace", str(workspace.path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_progress_is_told_in_rows(file: File, workspace: Workspace) -> None:
    told: list[int] = []
    import_base(file(GOOD), workspace, NOW, told.append)
    assert told == [2]


def test_nothing_imported_yet_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError) as told:
        Base.open(workspace)
    assert "outbound import" in told.value.hint


def test_a_base_elsewhere_is_not_imported_into(file: File, workspace: Workspace) -> None:
    centre = workspace.centre_file.read_text() + "base: {source: 'postgres://db/base', table: t}\n"
    workspace.centre_file.write_text(centre)
    with pytest.raises(RefusedError, match="only reads"):
        import_base(file(GOOD), Workspace(workspace.path), NOW, lambda rows: None)


def abroad(home: int, *others: str) -> str:
    rows = [f"H{n:04},138{n:08}" for n in range(home)]
    rows += [f"A{n},{number}" for n, number in enumerate(others)]
    return "\n".join(["subscriber_id,phone", *rows]) + "\n"


def test_many_numbers_abroad_need_a_second_person(file: File, workspace: Workspace) -> None:
    two = abroad(150, "+442079460018", "+12125551234")
    with pytest.raises(RefusedError, match=r"2 of 152 numbers are not of CN") as refusal:
        import_base(file(two), workspace, NOW, lambda rows: None)
    assert "--foreign-ok NAME" in refusal.value.hint
    assert not list(workspace.base_dir.glob("*/base.parquet"))
    done = import_base(file(two), workspace, NOW, lambda rows: None, "Wang Li")
    assert (done.foreign, done.foreign_ok) == (2, "Wang Li")
    about = current(workspace.base_dir).about
    assert (about.foreign, about.foreign_ok) == (2, "Wang Li")


def test_a_few_numbers_abroad_are_only_counted(file: File, workspace: Workspace) -> None:
    done = import_base(file(abroad(100, "+442079460018")), workspace, NOW, lambda rows: None)
    assert (done.imported, done.foreign, done.foreign_ok) == (101, 1, "")


def test_numbers_of_countries_that_the_centre_names_are_not_abroad(
    file: File, workspace: Workspace
) -> None:
    centre = workspace.centre_file.read_text("utf-8")
    workspace.centre_file.write_text(f"{centre}countries: [CN, GB]\n", "utf-8")
    done = import_base(file(abroad(3, "+442079460018")), workspace, NOW, lambda rows: None)
    assert done.foreign == 0
