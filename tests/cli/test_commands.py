"""Every command: what `--json` prints, and a help that shows how to use it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from outbound.cli.app import program
from tests.cli.town import Run, monday, people, write_csv

HERE = "--workspace"
PROBLEM = {"file", "line", "column", "code", "severity", "message", "hint"}
WAVE = {
    "campaign",
    "wave",
    "moment",
    "base",
    "waterfall",
    "holdout",
    "listed",
    "by_segment",
    "cells",
}
REPORT = {
    "campaign", "waterfall", "attempts", "by_outcome", "contacts", "responses", "rates", "scores",
    "cost", "follow_ups",
}  # fmt: skip
CONTACT = {"subscriber", "segment", "cell", "wave", "state", "outcome", "attempts", "next_at"}
DECISION = {"at", "campaign", "wave", "step", "result", "reason", "until"}


def commands() -> Iterator[tuple[str, ...]]:
    """Every command by its words."""
    app = program()
    for command in app.registered_commands:
        yield (str(command.name),)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        for command in group.typer_instance.registered_commands:
            name = command.name or getattr(command.callback, "__name__", "")
            yield str(group.name), name


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_help_says_what_it_does_and_shows_an_example(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words, "--help")
    assert said.code == 0
    assert f"outbound {' '.join(words)}" in said.out.split("Example:")[1]


def test_without_a_command_the_commands_are_shown(run: Run) -> None:
    said = run()
    assert said.code == 2
    assert "import" in said.out + said.err


def test_check_lists_problems_with_places(run: Run, fresh: Path) -> None:
    document = run("check", HERE, fresh, "--json").json
    assert document["files"] == 1
    assert all(set(problem) == PROBLEM for problem in document["problems"])


def test_import_tells_rows_types_and_rejects(run: Run, fresh: Path, tmp_path: Path) -> None:
    rows = people(10)
    rows[4]["phone"] = "12345"
    file = write_csv(tmp_path / "base.csv", rows)
    document = run("import", file, HERE, fresh, "--json").json
    assert (document["rows"], document["imported"], document["rejected"]) == (10, 9, 1)
    assert document["columns"]["activated_on"] == "date"
    assert document["snapshot"]
    rejects = Path(document["rejects_file"]).read_text(encoding="utf-8").splitlines()
    assert rejects[1].startswith("6,")  # the header is row 1
    assert (
        run("import", write_csv(tmp_path / "clean.csv", people(3)), HERE, fresh, "--json").json[
            "rejects_file"
        ]
        is None
    )


def test_a_wave_counts_everyone_once_and_building_again_changes_nothing(
    run: Run, built: Path
) -> None:
    words = ("build", "first-survey", "--at", monday().isoformat(), HERE, built, "--json")
    first, again = run(*words).json, run(*words).json
    assert first == again
    assert set(first) >= WAVE
    assert (
        first["base"]
        == sum(d["count"] for d in first["waterfall"]) + first["holdout"] + first["listed"]
    )
    assert {d["kind"] for d in first["waterfall"]} <= {
        "where", "unless", "suppressed", "capped", "claimed", "unreachable", "duplicate", "quota",
    }  # fmt: skip
    assert sum(first["by_segment"].values()) == first["listed"]
    assert all(set(cell) >= {"cell", "available", "target", "listed"} for cell in first["cells"])


def test_contacts_come_as_json_and_as_csv(run: Run, built: Path, tmp_path: Path) -> None:
    document = run("contacts", "first-survey", HERE, built, "--json").json
    assert (document["campaign"], document["holdout"]) == ("first-survey", [])
    assert all(set(contact) >= CONTACT for contact in document["contacts"])
    target = tmp_path / "list.csv"
    assert run("contacts", "first-survey", "--csv", target, HERE, built).code == 0
    lines = target.read_text(encoding="utf-8").splitlines()
    assert set(lines[0].split(",")) >= CONTACT
    assert len(lines) == 1 + len(document["contacts"])


def test_why_tells_of_the_listed_and_of_those_left_out(run: Run, built: Path) -> None:
    for subscriber, result in (("S0001", "listed"), ("S0006", "not listed")):
        document = run("why", subscriber, HERE, built, "--json").json
        assert document["subscriber"] == subscriber
        assert [d["result"] for d in document["decisions"]] == [result]
        assert set(document["decisions"][0]) >= DECISION
        assert document["decisions"][0]["reason"]
    assert run("why", "S0001", "first-survey", HERE, built, "--json").json["decisions"]


def test_why_tells_what_happens_next(run: Run, built: Path) -> None:
    at = monday().replace(hour=4, minute=30).isoformat()  # half past twelve: nobody is called
    document = run("why", "S0001", HERE, built, "--json", "--at", at).json
    [ahead] = document["next"]
    assert set(ahead) >= {
        "campaign",
        "contact",
        "step",
        "at",
        "reason",
        "holds",
        "if",
        "caps",
        "zone",
    }
    assert ahead["campaign"] == "first-survey"
    assert all(set(held) >= {"reason", "until"} for held in ahead["holds"])
    said = run("why", "S0001", HERE, built, "--at", at).out
    assert "What happens next" in said
    assert "first-survey, step 1 of" in said
    assert "Nothing: no campaign has this person waiting." in run("why", "S0006", HERE, built).out


def test_scores_and_report_hold_before_the_first_answer(run: Run, built: Path) -> None:
    scores = run("scores", "--by", "process,region", HERE, built, "--json").json
    assert scores["as_of"].endswith("+00:00")
    assert scores["scores"] == []
    report = run("report", "first-survey", HERE, built, "--json").json
    assert set(report) >= REPORT
    assert set(report["responses"]) == {"complete", "partial"}
    assert report["attempts"] == sum(report["by_outcome"].values())


def test_a_report_is_one_file_that_needs_no_other(run: Run, built: Path, tmp_path: Path) -> None:
    document = run("report", "first-survey", "--html", tmp_path / "out", HERE, built, "--json").json
    html = Path(document["files"][0]).read_text(encoding="utf-8")
    assert "<svg" in html
    assert 'src="http' not in html


def test_a_campaigns_life(run: Run, built: Path) -> None:
    def state(step: str) -> Any:
        return run(step, "first-survey", HERE, built, "--json").json["state"]

    assert [state(step) for step in ("pause", "resume", "stop")] == [
        "paused",
        "running",
        "stopping",
    ]
    assert run("resume", "first-survey", HERE, built).code == 3


def test_approval_and_launch_name_the_content(run: Run, fresh: Path) -> None:
    signed = run("approve", "first-survey", "--as", "marketing", HERE, fresh, "--json").json
    launched = run("launch", "first-survey", HERE, fresh, "--json").json
    assert signed == launched
    assert len(signed["content_hash"]) == 64


def test_suppressions_are_kept_shown_and_lifted(run: Run, fresh: Path, tmp_path: Path) -> None:
    number = "+8613800000001"
    added = run("suppress", "add", "138 0000 0001", HERE, fresh, "--json").json
    assert added == {"number": number, "event": "suppressed", "scope": "all"}
    shown = run("suppress", "list", HERE, fresh, "--json").json["suppressions"]
    assert [entry["number"] for entry in shown] == [number]
    run("suppress", "remove", number, "--reason", "form 12", HERE, fresh)
    assert run("suppress", "list", HERE, fresh, "--json").json == {"suppressions": []}
    register = tmp_path / "register.csv"
    register.write_text("number\n+8613800000002\nnobody\n+8613800000003\n", encoding="utf-8")
    done = run("suppress", "import", register, HERE, fresh, "--json").json
    assert (done["suppressed"], done["rejected"], done["left_out"]) == (2, [[3, "nobody"]], 1)


def test_people_who_sign_in(run: Run, fresh: Path) -> None:
    words = ("--role", "agent", "--name", "Li Na", "--password", "a long password", HERE, fresh)
    assert run("user", "add", "li-na", *words, "--json").json == {"user": "li-na", "role": "agent"}


def test_the_store_is_upgraded_and_copied(run: Run, fresh: Path, tmp_path: Path) -> None:
    assert run("db", "upgrade", HERE, fresh, "--json").json["version"]
    target = tmp_path / "copy.sqlite"
    document = run("db", "backup", target, HERE, fresh, "--json").json
    assert document["bytes"] == target.stat().st_size > 0


def test_people_read_tables_where_programs_read_json(run: Run, built: Path) -> None:
    for words in (
        ("check",), ("build", "first-survey", "--at", monday().isoformat()), ("contacts", "first-survey"),
        ("why", "S0001"), ("scores",), ("report", "first-survey"), ("suppress", "list"),
    ):  # fmt: skip
        said = run(*words, HERE, built)
        assert said.code == 0, words
        assert said.out.strip(), words
        assert said.err == "", words


def test_the_list_of_commands_is_typers_own() -> None:
    assert isinstance(program(), typer.Typer)
    assert len(set(commands())) == len(list(commands())) >= 22


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_a_command_is_loaded_alone(words: tuple[str, ...]) -> None:
    """Whoever asks for one command does not wait for the modules of all the others."""
    part = program([*words, "--json"])
    assert len(part.registered_commands) + len(part.registered_groups) == 1


def test_an_unknown_command_is_held_against_all(run: Run) -> None:
    said = run("plann")
    assert said.code == 2
    assert "plan" in said.err
