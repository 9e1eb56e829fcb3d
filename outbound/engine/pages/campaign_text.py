"""A campaign's files as text, each line with the problems that begin on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from outbound.campaign.effective import effective
from outbound.campaign.problems import Problem
from outbound.campaign.source import MAX_BYTES
from outbound.campaign.workspace import Workspace
from outbound.engine.pages.campaign_files import CheckedFile
from outbound.engine.pages.campaign_view import CampaignFiles, FileLine, ShownFile
from outbound.errors import OutboundError

AROUND: Final = 2
"""How many lines of another file are shown before and after one with a problem."""

ByLine = Mapping[int, tuple[Problem, ...]]


def campaign_files(workspace: Workspace, checked: CheckedFile) -> CampaignFiles:
    """The campaign's own file whole, of others the lines with problems, and what it amounts to."""
    own = workspace.name_of(workspace.campaign_file(checked.id))
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in checked.problems:
        by_file[problem.file].append(problem)
    others = tuple(
        _near(_shown(workspace, name, found))
        for name, found in sorted(by_file.items())
        if name != own
    )
    return CampaignFiles(
        _shown(workspace, own, by_file.get(own, ())), others, _effective(workspace, checked)
    )


def _shown(workspace: Workspace, name: str, problems: Iterable[Problem]) -> ShownFile:
    """The whole file; a problem beyond its end, or of a file that is not there, stands on its last line."""
    texts = _read(workspace.path / name).splitlines() or [""]
    by_line: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_line[min(max(1, problem.line), len(texts))].append(problem)
    return ShownFile(
        name,
        tuple(FileLine(n, text, tuple(by_line[n])) for n, text in enumerate(texts, start=1)),
    )


def _near(file: ShownFile) -> ShownFile:
    wanted = {
        number
        for line in file.lines
        if line.problems
        for number in range(line.number - AROUND, line.number + AROUND + 1)
    }
    return ShownFile(file.name, tuple(line for line in file.lines if line.number in wanted))


def _read(path: Path) -> str:
    """As much of the file as may be a campaign; what is no text is shown as well as can be."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _effective(workspace: Workspace, checked: CheckedFile) -> str:
    """The file with all that it inherits; nothing where it stands alone or cannot be put together."""
    try:
        text = effective(workspace, checked.id)
    except OutboundError:
        return ""
    return text if "\n# from " in f"\n{text}" or "# in part from " in text else ""
