"""The workspace: a folder with the centre's file, campaigns, scripts and the store."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from outbound.campaign.centre import Centre
from outbound.campaign.problems import Problem
from outbound.campaign.reading import validate
from outbound.campaign.source import Source, read_source
from outbound.errors import NotFoundError, ProblemsError

CENTRE_FILE = "outbound.yaml"


@dataclass(frozen=True)
class Workspace:
    """A folder that holds everything of one centre."""

    path: Path

    @cached_property
    def centre(self) -> Centre:
        """What the centre's file says, read once; raises ProblemsError."""
        return load_centre(self.centre_file)

    @property
    def centre_file(self) -> Path:
        """The centre's own file."""
        return self.path / CENTRE_FILE

    @property
    def campaigns_dir(self) -> Path:
        """Where the campaign files lie."""
        return self.path / "campaigns"

    @property
    def templates_dir(self) -> Path:
        """Where the files lie that campaigns may extend without being campaigns themselves."""
        return self.campaigns_dir / "templates"

    @property
    def scripts_dir(self) -> Path:
        """Where the scripts lie, a folder each."""
        return self.path / "scripts"

    @property
    def db_dir(self) -> Path:
        """Where the embedded store and the waves' ledgers lie."""
        return self.path / "db"

    @property
    def base_dir(self) -> Path:
        """Where the embedded base's snapshots lie."""
        return self.path / self.centre.base.table

    def campaign_ids(self) -> list[str]:
        """The ids of all campaign files, sorted."""
        return sorted(path.stem for path in self.campaigns_dir.glob("*.yaml") if path.is_file())

    def extendable(self) -> dict[str, Path]:
        """What a file may extend: campaigns and templates, by the names that `extends` writes."""
        templates = {f"templates/{file.stem}": file for file in self.template_files()}
        return templates | {name: self.campaign_file(name) for name in self.campaign_ids()}

    def template_files(self) -> list[Path]:
        """The templates, sorted."""
        return sorted(path for path in self.templates_dir.glob("*.yaml") if path.is_file())

    def campaign_file(self, campaign_id: str) -> Path:
        """Where the campaign of that id is, or would be."""
        return self.campaigns_dir / f"{campaign_id}.yaml"

    def name_of(self, path: Path) -> str:
        """How a file is called in problems: relative to the workspace where it lies inside."""
        full = path.absolute()
        root = self.path.absolute()
        return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(path)


def open_workspace(path: Path) -> Workspace:
    """The workspace in that folder; raises NotFoundError if there is no centre file in it."""
    if not (path / CENTRE_FILE).is_file():
        raise NotFoundError(
            f"There is no {CENTRE_FILE} here.",
            hint="Go to a workspace, name one with --workspace DIR, or make one: outbound init DIR",
            where=str(path),
        )
    return Workspace(path)


def load_centre(path: Path) -> Centre:
    """What the centre's file says; raises ProblemsError with everything wrong in it."""
    centre, _, problems = centre_problems(path)
    if centre is None:
        raise ProblemsError(problems, where=path.name)
    return centre


def centre_problems(path: Path) -> tuple[Centre | None, Source | None, list[Problem]]:
    """The centre, its document and the problems of reading it, as far as each exists."""
    source, problems = read_source(path, path.name)
    if source is None:
        return None, None, problems
    centre, more = validate(source, Centre, {})
    problems = problems + more
    return (None if problems else centre), source, problems
