"""The documents say what is so: commands, files, layers, libraries and versions that they name exist."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from outbound.cli.app import program

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CONTRIBUTING.md", "CHANGELOG.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


PROGRAM = program()


def commands(of: typer.Typer = PROGRAM, before: str = "") -> Iterator[str]:
    for command in of.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        yield f"{before}{name}"
    for group in of.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance, f"{group.name} ")


def named_commands(document: str) -> Iterator[str]:
    """`outbound suppress add\\|remove` names two commands; a command without words is the program."""
    for found in re.finditer(
        r"(?:`|^    (?:\.venv/bin/)?)outbound ([a-z]+)(?: ([a-z\\|]+))?", text(document), re.M
    ):
        group, words = found.groups()
        if group in {g.name for g in PROGRAM.registered_groups}:
            yield from (f"{group} {word}" for word in (words or "").split("\\|"))
        else:
            yield group


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_commands_that_are_named_exist(document: str) -> None:
    assert set(named_commands(document)) <= set(commands())


def test_the_table_of_commands_is_whole() -> None:
    shortened = {"pause", "resume", "stop"}  # named beside launch
    assert set(commands()) - set(named_commands("README.md")) == shortened
    assert all(f"`{name}`" in text("README.md") for name in shortened)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text(document)):
        assert target.startswith("https://") or (ROOT / target).is_file(), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_in_the_text_exist(document: str) -> None:
    """From the root, or from inside the package, the starter or the tests; a module without .py too."""
    made_at_work = ("reports/", "db/waves/", ".venv")
    roots = (ROOT, ROOT / "outbound", ROOT / "outbound/starter", ROOT / "tests")
    for path in re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text(document)):
        if not path.startswith(made_at_work):
            assert any((r / path).exists() or (r / f"{path}.py").exists() for r in roots), path


def test_the_layers_are_those_that_are_checked() -> None:
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]
    checked = [set(layer.split(" | ")) for layer in contract["layers"]]
    table = text("ARCHITECTURE.md").split("## Layers")[1].split("## Where")[0]
    told = [
        set(re.findall(r"`(\w+)`", row.split("|")[1]))
        for row in table.splitlines()
        if row.startswith("| `")
    ]
    assert told == checked


def test_every_library_has_its_reason() -> None:
    reasons = text("DECISIONS.md").split("Libraries")[1]
    extras = PROJECT["project"]["optional-dependencies"]
    for wanted in (*PROJECT["project"]["dependencies"], *extras["dev"]):
        name = re.split(r"[\[><=;]", wanted)[0]
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", reasons, re.I), name


def test_decisions_are_numbered_and_complete() -> None:
    numbers = [int(n) for n in re.findall(r"^## (\d+)\. ", text("DECISIONS.md"), re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    for decision in re.split(r"^## \d+\. ", text("DECISIONS.md"), flags=re.M)[1:]:
        if decision.startswith("Libraries"):
            continue  # one line each
        for part in ("Context", "Decision", "Consequences", "Refused"):
            assert f"**{part}.**" in decision, decision.splitlines()[0]


def test_the_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.M))
    for document in DOCUMENTS:
        assert set(re.findall(r"(?:`|^    )make (\w+)", text(document), re.M)) <= targets


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text("CHANGELOG.md"), re.M)
    assert versions[0] == PROJECT["project"]["version"]


def test_architecture_fits_on_a_page() -> None:
    assert len(text("ARCHITECTURE.md").split()) < 1300
