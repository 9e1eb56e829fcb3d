"""The audit as commands: what they say, and how they end."""

import json
import sqlite3
from pathlib import Path

from tests.cli.town import Run


def owner(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "db" / "outbound.sqlite") as store:
        for statement in statements:
            store.execute(statement)
    store.close()


def test_a_sound_audit_says_so_and_ends_well(run: Run, built: Path) -> None:
    told = run("audit", "verify", "--workspace", built)
    assert told.code == 0
    assert "Nothing was changed" in told.out
    assert "No checkpoint was found" in told.out


def test_a_changed_step_is_told_and_ends_with_one(run: Run, built: Path) -> None:
    owner(built, "drop trigger campaign_event_no_update", "update campaign_event set by = 'nobody'")
    told = run("audit", "verify", "--workspace", built)
    assert told.code == 1
    assert "row-changed: Row 1 of the campaigns' steps" in told.out
    document = json.loads(run("audit", "verify", "--json", "--workspace", built).out)
    assert not document["sound"]
    assert document["findings"][0]["code"] == "row-changed"


def test_a_checkpoint_is_printed_to_be_kept_elsewhere(run: Run, built: Path) -> None:
    line = run("audit", "checkpoint", "--workspace", built).out
    elsewhere = built.parent / "elsewhere.jsonl"
    elsewhere.write_text(line)
    assert run("audit", "verify", "--checkpoints", elsewhere, "--workspace", built).code == 0
    (built / "db" / "checkpoints" / "checkpoints.jsonl").unlink()
    last = "(select max(seq) from audit)"
    owner(built, "drop trigger audit_no_delete", f"delete from audit where seq = {last}")
    told = run("audit", "verify", "--checkpoints", elsewhere, "--workspace", built)
    assert (told.code, "truncated" in told.out) == (1, True)
    document = json.loads(run("audit", "checkpoint", "--json", "--workspace", built).out)
    assert json.loads(document["checkpoint"])["seq"] == json.loads(line)["seq"] - 1


def test_a_number_is_handed_out_with_a_reason_only(run: Run, built: Path, tmp_path: Path) -> None:
    listed = json.loads(run("contacts", "first-survey", "--json", "--workspace", built).out)
    someone = listed["contacts"][0]["subscriber"]
    with sqlite3.connect(built / "db" / "outbound.sqlite") as store:
        [number] = store.execute("select number from contact where subscriber_id = ?", [someone]).fetchone()  # fmt: skip
    store.close()
    assert run("audit", "export", number, "--workspace", built).code == 2
    asked = ("audit", "export", number, "--reason", "her letter", "--workspace", built)
    found = json.loads(run(*asked, "--json").out)
    assert [line["kind"] for line in found["lines"]] == ["listed"]
    assert found["lines"][0]["seq"]
    assert "her letter" in run(*asked).out
    written = run(*asked, "--csv", tmp_path / "file.csv")
    assert "3 lines written" in written.out
    assert run("audit", "export", number, "--reason", "", "--workspace", built).code == 2
