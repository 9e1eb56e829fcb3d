"""The README's first campaign, exactly as it stands there, from an empty folder to the library."""

import io
import re
import shlex
from datetime import date, timedelta
from pathlib import Path

import pandas as pd  # noqa: F401 - its C types cannot be made while time is frozen
import pytest
from freezegun import freeze_time

from tests.cli.town import Run

README = Path(__file__).parents[2] / "README.md"
CAMPAIGN = "installation-visit"
SERVE = "outbound serve"


def section() -> str:
    """The second section: from its heading to the next."""
    parts = README.read_text(encoding="utf-8").split("\n## ")
    return next(part for part in parts if part.startswith("Your first campaign"))


def files(text: str) -> dict[str, str]:
    """What the reader writes: each fenced block, under the name that its first line gives."""
    found = {}
    for block in re.findall(r"```(?:yaml|jinja)\n(.*?)```", text, re.DOTALL):
        name = re.match(r"(?:#|\{#) (\S+)", block)
        assert name, block
        found[name[1]] = block
    return found


def commands(text: str) -> list[str]:
    """What the reader types: the indented lines outside fenced blocks, without their comments."""
    typed = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = re.findall(r"^    (\S.*)$", typed, re.MULTILINE)
    return [one for line in lines for one in re.split(r"\s+#", line)[0].strip().split(" && ")]


def subscribers(file: Path, today: date) -> None:
    """The reader's own customers: installed over the last days and the coming weeks."""
    rows = ["subscriber_id,phone,name,language,status,installed_on,synthetic"]
    for n in range(1, 121):
        installed = today + timedelta(days=n % 24 - 5)
        language = "en" if n % 4 == 0 else "zh"
        rows.append(f"S{n:04},+86138{n:08},Ann,{language},active,{installed.isoformat()},true")
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, a terminal, and the day of the reader."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("9\nyes\n"))
    return tmp_path


def test_a_newcomers_own_campaign_from_the_readme(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = section()
    typed = commands(text)
    assert typed[0] == "outbound init my-centre"
    assert SERVE in typed
    said: dict[str, str] = {}
    with freeze_time("2027-01-11T02:00:00Z"):
        for command in typed:
            if command == "cd my-centre":
                monkeypatch.chdir(desk / "my-centre")
                subscribers(Path("subscribers.csv"), date(2027, 1, 11))
                for name, content in files(text).items():
                    Path(name).parent.mkdir(parents=True, exist_ok=True)
                    Path(name).write_text(content, encoding="utf-8")
                continue
            words = shlex.split(command)
            if command == SERVE:  # what the heartbeat does first: the wave that is due
                words = ["outbound", "build", CAMPAIGN]
            if "user" in words:
                words += ["--password", "a long enough password"]
            ended = run(*words[1:])
            assert ended.code == 0, (command, ended.out, ended.err)
            said[words[1]] = ended.out
    assert "0 errors, 0 warnings" in said["check"]
    assert "How do you rate the visit?" in said["rehearse"]
    assert "runs" in said["launch"]
    assert CAMPAIGN in said["library"]
    assert Path("campaigns/spring-visit.yaml").is_file()
