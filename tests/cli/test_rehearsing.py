"""`outbound rehearse` in a pipe, what it records, and the check that replays it."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.town import Run, Said

HERE = "--workspace"
Talk = Callable[..., Said]


@pytest.fixture
def talk(run: Run, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Rehearses the starter's survey with these lines piped in."""

    def piped(lines: str | bytes, *options: object) -> Said:
        data = lines.encode() if isinstance(lines, str) else lines
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        return run("rehearse", "first-survey", HERE, fresh, *options)

    return piped


def cases(folder: Path) -> Path:
    return folder / "campaigns" / "rehearsals" / "first-survey"


def test_a_talk_in_a_pipe_shows_what_was_said_and_what_it_came_to(talk: Talk) -> None:
    said = talk("8\n?\n", "--language", "en")
    assert said.code == 0
    assert "> 8" in said.out
    assert "QUESTION=ANSWER" in said.out
    assert "closed: partial" in said.out or "closed: too little" in said.out


def test_without_input_only_the_opening_is_told(talk: Talk) -> None:
    document = talk("", "--json").json
    assert document["turns"] == []
    assert document["opening"]
    assert document["end"]["closed"] == "refused"


def test_bytes_that_are_no_text_do_not_stop_it(talk: Talk) -> None:
    assert talk(b"\xff\xfe\n8\n").code == 0


def test_what_is_recorded_is_replayed_by_the_check(talk: Talk, run: Run, fresh: Path) -> None:
    assert talk("8\n", "--language", "zh", "--record", "good-zh").code == 0
    file = cases(fresh) / "good-zh.yaml"
    assert "subscriber: EXAMPLE1" in file.read_text(encoding="utf-8")
    assert run("check", "--rehearsals", HERE, fresh).code == 0
    file.write_text(file.read_text("utf-8").replace("- store: '8'", "- store: '7'"), "utf-8")
    said = run("check", "--rehearsals", HERE, fresh, "--json")
    assert said.code == 1
    (problem,) = [p for p in said.json["problems"] if p["code"] == "rehearsal"]
    assert problem["file"] == "campaigns/rehearsals/first-survey/good-zh.yaml"
    assert problem["message"] == "expected '7', got '8'."
    assert run("check", HERE, fresh).code == 0


def test_the_command_in_the_hint_accepts_the_change(talk: Talk, run: Run, fresh: Path) -> None:
    talk("8\n", "--record", "good")
    file = cases(fresh) / "good.yaml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("- store: '8'", "- store: '7'"), "utf-8")
    assert talk("", "--from", "good", "--record", "good", "--again").code == 0
    assert file.read_text("utf-8") == before


def test_a_recorded_case_is_not_replaced_unless_asked(talk: Talk, fresh: Path) -> None:
    talk("8\n", "--record", "good")
    said = talk("9\n", "--record", "good")
    assert said.code == 3
    assert "--again" in said.err
    assert "- store: '8'" in (cases(fresh) / "good.yaml").read_text("utf-8")
    assert talk("9\n", "--record", "good", "--again").code == 0
    assert "- store: '9'" in (cases(fresh) / "good.yaml").read_text("utf-8")


def test_nothing_is_recorded_where_a_line_could_not_be_taken(talk: Talk, fresh: Path) -> None:
    said = talk("eleventy\n8\n", "--record", "bad")
    assert said.code == 1
    assert "eleventy" in said.err
    assert not cases(fresh).exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--mode", "fax"), "fax"),
        (("--segment", "golden"), "golden"),
        (("--language", "xx"), "xx"),
        (("--subscriber", "S9"), "base"),
        (("--record", "../up"), "name"),
        (("--from", "nothing"), "nothing"),
        (("--fact", "nothing"), "nothing"),
    ],
)
def test_what_does_not_exist_is_named(talk: Talk, options: tuple[str, str], says: str) -> None:
    said = talk("", *options)
    assert said.code in (1, 2)
    assert says in said.err


def test_a_case_of_no_campaign_is_a_problem(talk: Talk, run: Run, fresh: Path) -> None:
    talk("8\n", "--record", "good")
    shutil.copytree(cases(fresh), cases(fresh).parent / "frist-survey")
    (cases(fresh) / "notes.txt").write_text("mine")
    said = run("check", "--rehearsals", HERE, fresh, "--json")
    told = {p["file"]: p["hint"] for p in said.json["problems"] if p["code"] == "rehearsal"}
    assert set(told) == {
        "campaigns/rehearsals/frist-survey/good.yaml",
        "campaigns/rehearsals/first-survey/notes.txt",
    }
    assert "first-survey" in told["campaigns/rehearsals/frist-survey/good.yaml"]
    campaign = fresh / "campaigns" / "first-survey.yaml"
    assert run("check", "--rehearsals", campaign, HERE, fresh).code == 0


def test_a_subscriber_of_the_base_is_spoken_to_in_their_language(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("8\n"))
    said = run("rehearse", "first-survey", "--subscriber", "S0004", "--json", HERE, built)
    document = json.loads(said.out)
    assert (document["subscriber"], document["language"]) == ("S0004", "en")
    assert "phone" not in document["facts"]
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    said = run("rehearse", "first-survey", "--language", "zh", "--json", HERE, built)
    assert json.loads(said.out)["subscriber"] == "S0001"
