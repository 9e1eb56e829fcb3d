"""Habits that are checked: file sizes, names, total tables, documented commands, honest documents."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from outbound.campaign.schema import Channel
from outbound.carrier.twilio.schemas import SCHEMAS
from outbound.cli.app import program
from outbound.dialing.attempt import OVER, RAISES_TO, RANK, STEPS, Event, State
from outbound.dialing.heard import Endpoint
from outbound.dialing.outcome import MEANING, Outcome
from outbound.engine.inbox.events import _HANDLERS
from outbound.policy.gate import CHECKS

ROOT = Path(__file__).parents[1]
CODE = ("outbound", "db", "bench", "proof", "tests")
LONGEST, LONG = 400, 250
BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "base_classes",
}

LONG_FOR_A_REASON = {
    "outbound/script/conversation.py": "one sans-I/O machine, whose steps are read together",
    "db/migrations/versions/0001_the_first_store.py": "generated from the tables",
    "outbound/carrier/simulator/core.py": "one network under one lock: requests, people and time",
}
"""Files of the product beyond 250 lines, each with why it is one file."""


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(
            path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
        )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Files


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    found = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in modules(*CODE)}
    exempt = "db/migrations/versions"
    assert [n for n, lines in found.items() if lines > LONGEST and not n.startswith(exempt)] == []


def test_long_files_of_the_product_have_a_reason() -> None:
    found = {
        name_of(path)
        for path in modules("outbound", "db")
        if len(path.read_text("utf-8").splitlines()) > LONG
    }
    assert found == set(LONG_FOR_A_REASON)


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert [name_of(p) for p in modules(*CODE) if BANNED & {p.stem, *p.parent.parts}] == []


@pytest.mark.parametrize(
    "path", list(modules("outbound", "db/tables", "db/queries", "bench", "proof")), ids=name_of
)
def test_every_module_says_in_a_sentence_what_it_is(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert told, "a module docstring is missing"
    assert told.splitlines()[0][-1] in ".:?", "its first line is a sentence"


def test_every_test_file_is_named_like_one_and_shadows_no_module() -> None:
    stems: dict[Path, list[str]] = {}
    for path in modules("tests"):
        stems.setdefault(path.parent, []).append(path.name)
        if "def test_" in path.read_text("utf-8"):
            assert path.name.startswith("test_"), name_of(path)


def test_nothing_unfinished_is_left_behind() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [
        f"{name_of(path)}:{number}"
        for path in modules("outbound", "db", "bench", "proof")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_only_the_clock_reads_the_clock() -> None:
    asks = re.compile(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(\)|random\.random\(")
    found = [name_of(p) for p in modules("outbound", "db") if asks.search(p.read_text("utf-8"))]
    assert found == ["outbound/clock.py"]


def test_every_ignore_carries_its_reason() -> None:
    bare = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[\w, -]+\])?)\s*$")
    allowed = re.compile(r"# noqa: E711")  # SQL's `== None`, which is no comparison
    found = [
        f"{name_of(path)}:{number}"
        for path in modules("outbound", "db")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line) and not allowed.search(line) and "migrations" not in path.parts
    ]
    assert found == []


# Total tables


def test_every_state_is_ranked() -> None:
    assert set(RANK) == set(State)
    assert {state for state, rank in RANK.items() if rank == max(RANK.values())} == OVER


def test_every_event_is_placed() -> None:
    assert set(RAISES_TO) | set(STEPS) == set(Event)


def test_every_outcome_means_something_on_every_channel() -> None:
    assert set(MEANING) == {(channel, outcome) for channel in Channel for outcome in Outcome}


def test_every_webhook_has_a_schema_and_somebody_who_applies_it() -> None:
    assert set(SCHEMAS) == set(Endpoint)
    assert set(_HANDLERS) | {Endpoint.SMS} == set(Endpoint)  # a text has no attempt


def test_every_check_of_the_gate_stands_in_its_list() -> None:
    source = ast.parse((ROOT / "outbound/policy/gate.py").read_text("utf-8"))
    checks = {
        node.name
        for node in source.body
        if isinstance(node, ast.FunctionDef)
        and [arg.arg for arg in node.args.args] == ["case", "now"]
        and node.name != "decide"
    }
    assert checks == {check.__name__ for check in CHECKS}


# Commands


def commands() -> dict[str, typer.core.TyperCommand]:
    """Every command by what one types."""
    found: dict[str, typer.core.TyperCommand] = {}

    def walk(command: object, words: tuple[str, ...]) -> None:
        for name, below in getattr(command, "commands", {}).items():
            walk(below, (*words, name))
        if not hasattr(command, "commands"):
            found[" ".join(words)] = command

    walk(typer.main.get_command(program()), ("outbound",))
    return found


COMMANDS = commands()


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_shows_an_example_of_itself(words: str) -> None:
    example = re.search(r"Example:\s*(outbound .+)", COMMANDS[words].help or "")
    assert example, "its help shows no example"
    assert example[1].startswith(words)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_flag_says_what_it_is_for(words: str) -> None:
    silent = [
        option.name
        for option in COMMANDS[words].params
        if option.name != "help" and not (getattr(option, "help", "") or "").strip()
    ]
    assert silent == []


@pytest.mark.parametrize("words", COMMANDS)
def test_an_example_uses_only_flags_that_exist(words: str) -> None:
    example = re.search(r"Example:\s*(outbound .+)", COMMANDS[words].help or "")
    assert example
    known = {flag for option in COMMANDS[words].params for flag in option.opts}
    assert set(re.findall(r"(?<=\s)--[a-z-]+", example[1])) <= known


# Documents

DOCUMENTS = sorted(ROOT.glob("*.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_documents_name_no_place_on_somebodys_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"(?:/tmp/|/home/|/root/|/Users/|C:\\)\S*", text) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_documents_link_to_files_that_exist(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_documents_name_commands_that_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    said = re.findall(r"(?m)(?:^|`)(?:\s*|\$ |\.venv/bin/)outbound ([a-z]+)(?: ([a-z]+))?", text)
    groups = {words.split()[1] for words in COMMANDS}
    assert [first for first, _ in said if first not in groups] == []


def test_architecture_fits_on_a_page() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 120
