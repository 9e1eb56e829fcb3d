"""The command line over one small workspace, made once and copied for each test that wants it."""

import shutil
from pathlib import Path

import pytest

from outbound.__main__ import main
from tests.cli.town import Run, monday, people, runner, write_csv


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(capsys)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose campaign is launched and whose first list is built."""
    folder = tmp_path_factory.mktemp("cli") / "town"
    subscribers = write_csv(folder.parent / "subscribers.csv", people())
    for arguments in (
        ["init", folder],
        ["import", subscribers, "--workspace", folder],
        ["approve", "first-survey", "--as", "marketing", "--workspace", folder],
        ["launch", "first-survey", "--despite-plan", "--workspace", folder],
        ["build", "first-survey", "--at", monday().isoformat(), "--workspace", folder],
    ):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        assert not ended.value.code, arguments
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(built_once, tmp_path / "town"))


@pytest.fixture
def fresh(run: Run, tmp_path: Path) -> Path:
    """A workspace as `outbound init` leaves it."""
    folder = tmp_path / "fresh"
    assert run("init", folder).code == 0
    return folder
