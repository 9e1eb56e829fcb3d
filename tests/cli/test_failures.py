"""What goes wrong is told in one message: what, where, what to do; with its exit code, never a traceback."""

import sqlite3
from pathlib import Path

import pytest
import typer

from outbound.__main__ import main
from tests.cli.town import Run, Said, people, write_csv

HERE = "--workspace"
BAD_INPUT, WRONG_USAGE, REFUSED, FAULT = 1, 2, 3, 70
CAMPAIGN = "campaigns/first-survey.yaml"


def told(said: Said, code: int, *words: str) -> None:
    """One message with these words on standard error, and nothing on standard output."""
    assert said.code == code, said
    assert said.err.count("error") >= 1
    assert said.out == ""
    for word in words:
        assert word in said.err, (word, said.err)


# --- the command itself --------------------------------------------------------------------------


def test_wrong_usage_names_the_option_and_the_help(run: Run, fresh: Path) -> None:
    told(run("frobnicate"), WRONG_USAGE, "frobnicate", "outbound --help")
    told(run("build"), WRONG_USAGE, "campaign", "outbound build --help")
    told(run("build", "first-survey", "--loud"), WRONG_USAGE, "--loud", "outbound build --help")
    told(run("demo", "--seed", "many", HERE, fresh), WRONG_USAGE, "--seed", "integer")


def test_wrong_usage_is_json_where_json_was_asked_for(run: Run) -> None:
    said = run("build", "--json")
    assert said.code == WRONG_USAGE
    assert said.error["code"] == "usage"
    assert said.error["where"] == "outbound build"
    assert set(said.error) == {"code", "message", "hint", "where"}


def test_a_folder_that_is_no_workspace(run: Run, tmp_path: Path) -> None:
    told(
        run("check", HERE, tmp_path), BAD_INPUT, str(tmp_path), "outbound.yaml", "outbound init DIR"
    )


@pytest.mark.parametrize(
    "moment",
    [
        "yesterday",
        "2026-13-45T10:00",
        "2026-11-23T10:00+99:00",
        "0001-01-01T00:00",
        "2026-W48-1",
        "",
    ],
)
def test_a_moment_that_is_none(run: Run, fresh: Path, moment: str) -> None:
    told(
        run("build", "first-survey", "--at", moment, HERE, fresh),
        WRONG_USAGE,
        "--at",
        "2026-11-23T10:00",
    )


@pytest.mark.parametrize(
    "words",
    [("build",), ("launch",), ("pause",), ("contacts",), ("report",), ("approve", "--as", "x")],
)
def test_an_unknown_campaign_and_the_nearest(run: Run, fresh: Path, words: tuple[str, ...]) -> None:
    name, *options = words
    told(
        run(name, "first-surve", *options, HERE, fresh),
        BAD_INPUT,
        "first-surve",
        "Did you mean first-survey?",
    )


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "/etc/passwd", "first-survey/../x", "a" * 300]
)
def test_a_campaigns_name_leads_nowhere_else(run: Run, fresh: Path, name: str) -> None:
    for command in ("contacts", "build", "launch", "report"):
        told(run(command, name, HERE, fresh), BAD_INPUT, "no campaign")


def test_an_unknown_subscriber_or_campaign_of_theirs(run: Run, built: Path) -> None:
    told(run("why", "nobody", HERE, built), BAD_INPUT, "nobody", "capital letters")
    told(run("why", "S0001", "first-surve", HERE, built), BAD_INPUT, "Did you mean first-survey?")


def test_an_unknown_dimension_and_the_nearest(run: Run, built: Path) -> None:
    told(run("scores", "--by", "proces", HERE, built), WRONG_USAGE, "--by", "Did you mean process?")
    told(run("scores", "--by", "colour", HERE, built), WRONG_USAGE, "One of process, region")


# --- rules ---------------------------------------------------------------------------------------


def test_what_a_rule_forbids_says_what_would_allow_it(run: Run, fresh: Path, built: Path) -> None:
    told(
        run("launch", "first-survey", HERE, fresh),
        REFUSED,
        "outbound approve first-survey --as marketing",
    )
    told(run("build", "first-survey", HERE, fresh), REFUSED, "outbound launch first-survey")
    told(run("launch", "first-survey", HERE, built), REFUSED, "it is running")
    told(
        run("approve", "first-survey", "--as", "network", HERE, fresh), REFUSED, "It asks marketing"
    )
    early = run("build", "first-survey", "--at", "2020-01-01T10:00", HERE, fresh)
    assert early.code == REFUSED


def test_a_refusal_is_json_where_json_was_asked_for(run: Run, fresh: Path) -> None:
    said = run("launch", "first-survey", HERE, fresh, "--json")
    assert (said.code, said.error["code"]) == (REFUSED, "refused")
    assert "approve" in said.error["hint"]


def test_the_demo_leaves_other_peoples_work_alone(run: Run, built: Path) -> None:
    told(run("demo", HERE, built), REFUSED, "another workspace")
    assert run("why", "S0001", HERE, built, "--json").json["decisions"]


# --- files to import -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", ("is empty", "Export it again")),
        ("binary.csv", b"\x00\xff\xfe\x00garbage\x80" * 50, ("not text", "line 1", "UTF-8")),
        ("wide.csv", "subscriber_id,phone\n".encode("utf-16"), ("UTF-16", "iconv")),
        ("latin.csv", b"subscriber_id,phone,name\nA,+8613800000001,Ren\xe9\n", ("line 2", "0xe9")),
        ("sheet.xlsx", b"PK\x03\x04", (".xlsx", "CSV in UTF-8")),
        ("other.csv", b"subscriber,telephone\nA,1\n", ("no column subscriber_id", "base.columns")),
        ("twice.csv", b"phone,subscriber_id,phone\n", ("columns 1 and 3",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_imported(
    run: Run, built: Path, tmp_path: Path, name: str, content: bytes, words: tuple[str, ...]
) -> None:
    (tmp_path / name).write_bytes(content)
    told(run("import", tmp_path / name, HERE, built), BAD_INPUT, name, *words)
    assert run("why", "S0001", HERE, built).code == 0  # the old base is as it was


def test_a_missing_file_and_a_folder(run: Run, fresh: Path, tmp_path: Path) -> None:
    told(run("import", tmp_path / "none.csv", HERE, fresh), BAD_INPUT, "none.csv", "does not exist")
    told(run("import", tmp_path, HERE, fresh), BAD_INPUT, "is a folder")


def test_another_encoding_is_named_with_the_line_and_the_way_out(
    run: Run, fresh: Path, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "base.csv", people(20), encoding="gb18030")
    told(run("import", file, HERE, fresh), BAD_INPUT, "base.csv:2", "GB18030", "iconv -f GB18030")


def test_repeated_ids_and_impossible_numbers_are_kept_with_their_rows(
    run: Run, fresh: Path, tmp_path: Path
) -> None:
    rows = people(6)
    rows[2]["subscriber_id"] = rows[1]["subscriber_id"]
    rows[4]["phone"] = "12345"
    rows[5]["subscriber_id"] = ""
    said = run("import", write_csv(tmp_path / "base.csv", rows), HERE, fresh)
    assert said.code == 0
    assert "3 rows rejected" in said.out
    kept = (tmp_path / "base.rejects.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in kept] == ["4", "6", "7"]
    assert "already in row 3" in kept[0]


def test_a_file_without_one_usable_row_replaces_nothing(
    run: Run, built: Path, tmp_path: Path
) -> None:
    rows = [row | {"phone": "1"} for row in people(3)]
    said = run("import", write_csv(tmp_path / "base.csv", rows), HERE, built)
    told(said, BAD_INPUT, "Not one row", "base.rejects.csv")
    assert run("why", "S0001", HERE, built).code == 0


def test_a_suppression_list_that_cannot_be_read(run: Run, fresh: Path, tmp_path: Path) -> None:
    words = ("suppress", "import")
    told(run(*words, tmp_path / "none.csv", HERE, fresh), BAD_INPUT, "does not exist")
    (tmp_path / "binary.csv").write_bytes(b"\x00\x01")
    told(run(*words, tmp_path / "binary.csv", HERE, fresh), BAD_INPUT, "not text")
    (tmp_path / "names.csv").write_text("number\nnobody\n", encoding="utf-8")
    told(run(*words, tmp_path / "names.csv", HERE, fresh), BAD_INPUT, "no usable number")
    told(run("suppress", "add", "12", HERE, fresh), BAD_INPUT, "12", "+86")


# --- workspace files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("purpose: survey\n", "purpose: survey\npurpose: care\n", ("duplicate-key", ":4:1:")),
        ("audience:\n", "audiance:\n", ("unknown-key", "audience")),
        ("priority: 50", "priority: high", ("wrong-type", ":6:11:")),
        ("status = 'active'", "statsu = 'active'", ("unknown-column", "status")),
        ("script: first-survey", "script: frist-survey", ("missing-script",)),
        ("title: {", "title: [", (CAMPAIGN,)),
    ],
    ids=[
        "duplicate key",
        "unknown key",
        "wrong type",
        "unknown column",
        "missing script",
        "no YAML",
    ],
)
def test_a_campaign_file_with_a_mistake(
    run: Run, built: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    file = built / CAMPAIGN
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = run("check", HERE, built)
    assert said.code == BAD_INPUT
    assert f"{CAMPAIGN}:" in said.out
    for word in words:
        assert word in said.out, (word, said.out)


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ("{{ subscriber.nmae }}", "script-variable"),
        ("{% if %}", "script"),
        ("{{ ask('overal') }}", "script-variable"),
    ],
)
def test_a_script_with_a_mistake_is_told_with_line_and_column(
    run: Run, built: Path, added: str, code: str
) -> None:
    script = built / "scripts/first-survey/agent.en.md.j2"
    script.write_text(script.read_text(encoding="utf-8") + added + "\n", encoding="utf-8")
    said = run("check", HERE, built, "--json")
    assert said.code == BAD_INPUT
    faults = [p for p in said.json["problems"] if p["severity"] == "error"]
    assert [(p["file"], p["line"]) for p in faults] == [("scripts/first-survey/agent.en.md.j2", 28)]
    assert [p["code"] for p in faults] == [code]


def test_a_campaign_whose_dates_are_over(run: Run, fresh: Path) -> None:
    file = fresh / CAMPAIGN
    lines = file.read_text(encoding="utf-8").splitlines()
    dates = {"  from:": "  from: 2020-01-06", "  until:": "  until: 2020-02-02"}
    lines = [
        next((new for old, new in dates.items() if line.startswith(old)), line) for line in lines
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    said = run("check", HERE, fresh)
    assert said.code == 0
    assert "dates-over" in said.out
    run("approve", "first-survey", "--as", "marketing", HERE, fresh)
    told(run("launch", "first-survey", HERE, fresh), REFUSED, "2020-02-02", "schedule.until")
    told(run("build", "first-survey", HERE, fresh), REFUSED, "draft")


def test_what_the_check_refuses_is_not_launched(run: Run, fresh: Path) -> None:
    script = fresh / "scripts/first-survey/sms.en.txt.j2"
    script.write_text("{{ centr }}", encoding="utf-8")
    run("approve", "first-survey", "--as", "marketing", HERE, fresh)
    said = run("launch", "first-survey", HERE, fresh)
    told(said, BAD_INPUT, "scripts/first-survey/sms.en.txt.j2:1:4", "outbound check")
    told(run("pause", "first-survey", HERE, fresh), REFUSED, "draft")


def test_a_centre_file_with_a_mistake_stops_every_command(run: Run, built: Path) -> None:
    file = built / "outbound.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Asia/Shanghai", "Asia/Shanghigh"),
        encoding="utf-8",
    )
    for words in (
        ("build", "first-survey"),
        ("import", built / "none.csv"),
        ("contacts", "first-survey"),
    ):
        told(run(*words, HERE, built), BAD_INPUT, "outbound.yaml:4")


# --- the machine ---------------------------------------------------------------------------------


def test_a_store_that_is_no_database(run: Run, built: Path) -> None:
    for file in built.glob("db/outbound.sqlite-*"):
        file.unlink()
    (built / "db/outbound.sqlite").write_bytes(b"this is a letter, not a database" * 200)
    told(run("contacts", "first-survey", HERE, built), BAD_INPUT, "outbound.sqlite", "backup")


def test_a_store_of_another_version(run: Run, built: Path) -> None:
    with sqlite3.connect(built / "db/outbound.sqlite") as store:
        store.execute("update alembic_version set version_num = 'before'")
    told(run("contacts", "first-survey", HERE, built), BAD_INPUT, "outbound db upgrade")


def test_a_file_where_a_folder_should_be(run: Run, fresh: Path) -> None:
    for file in (fresh / "db").iterdir():
        file.unlink()
    (fresh / "db").rmdir()
    (fresh / "db").write_text("", encoding="utf-8")
    told(run("contacts", "first-survey", HERE, fresh), BAD_INPUT, str(fresh / "db"))


def test_a_full_disk_under_a_list_or_a_backup(run: Run, built: Path, tmp_path: Path) -> None:
    told(
        run("contacts", "first-survey", "--csv", "/dev/full", HERE, built),
        BAD_INPUT,
        "/dev/full",
        "No space",
    )
    told(
        run("db", "backup", tmp_path / "none/copy.sqlite", HERE, built),
        BAD_INPUT,
        "copy.sqlite",
        "folder",
    )
    told(run("db", "backup", built / "outbound.yaml", HERE, built), BAD_INPUT, "exists already")
    assert not (tmp_path / "none").exists()


def test_a_fault_of_ours_is_one_line_and_a_file_with_the_details(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("outbound.cli.explaining.explain", broken)
    said = run("explain")
    told(said, FAULT, "ZeroDivisionError: by nothing", "report")
    log = Path(said.err.split("report it with ")[1].strip().removesuffix("."))
    assert "Traceback" in log.read_text(encoding="utf-8")
    log.unlink()


def test_an_interruption_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise typer.Abort

    monkeypatch.setattr("outbound.cli.explaining.explain", interrupted)
    with pytest.raises(SystemExit) as ended:
        main(["explain"])
    assert ended.value.code == 130
    assert capsys.readouterr().err.strip() == "Stopped."
