"""Small worlds for audience tests: a workspace in a temporary folder and files to import."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outbound.audience.base import Base
from outbound.audience.importing import Imported, import_base
from outbound.campaign.workspace import Workspace

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CENTRE = """\
centre: Harbour Mobile
country: CN
zone: Asia/Shanghai
languages: [zh, en]
"""

Row = dict[str, object]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "centre"
    folder.mkdir()
    (folder / "outbound.yaml").write_text(CENTRE, encoding="utf-8")
    return Workspace(folder)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of that name; text is encoded, bytes are taken as they are."""

    def write(content: str | bytes, name: str = "customers.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def imported(workspace: Workspace) -> Callable[[Path], Imported]:
    return lambda path: import_base(path, workspace, NOW, lambda rows: None)


@pytest.fixture
def base(workspace: Workspace, tmp_path: Path) -> Callable[[Sequence[Row]], Base]:
    """The base that those rows make; what a row leaves out is null."""

    def make(rows: Sequence[Row]) -> Base:
        names = list(dict.fromkeys(name for row in rows for name in row))
        lines = [",".join(names)]
        lines += [",".join(_cell(row.get(name)) for name in names) for row in rows]
        path = tmp_path / "people.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_base(path, workspace, NOW, lambda rows: None)
        return Base.open(workspace)

    return make


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value).replace('"', '""')
    return text.lower() if isinstance(value, bool) else f'"{text}"'
