"""A problem on a terminal and in a pipe: the caret stands under the very character."""

from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from outbound.campaign.problems import Problem
from outbound.cli.pointing import cut, show_problems

LINE = "  where: 客户等级 = '金卡' and stats = 'active'"
PROBLEM = Problem(
    "c.yaml", 2, LINE.index("stats") + 1, "unknown-column", "error", "No.", "Mean it?"
)


def printed(tmp_path: Path, problem: Problem = PROBLEM, *, terminal: bool, width: int = 80) -> str:
    (tmp_path / "c.yaml").write_text(f"title: a\n{LINE}\n", encoding="utf-8")
    console = Console(
        file=StringIO(),
        force_terminal=terminal,
        width=width,
        color_system=None,
        legacy_windows=False,
    )
    show_problems([problem], tmp_path, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_terminal_shows_the_line_and_a_caret_below_wide_characters(tmp_path):
    head, source, caret, hint = printed(tmp_path, terminal=True).splitlines()
    assert head == f"c.yaml:2:{PROBLEM.column}: unknown-column No."
    assert source.endswith(LINE)
    assert cell_len(source[: source.index("stats")]) == caret.index("^")
    assert hint.strip() == "Mean it?"


def test_a_pipe_gets_plain_lines(tmp_path):
    head, hint = printed(tmp_path, terminal=False).splitlines()
    assert head == f"c.yaml:2:{PROBLEM.column}: unknown-column No."
    assert hint == "    Mean it?"


def test_a_warning_says_that_it_is_one(tmp_path):
    problem = Problem("c.yaml", 1, 1, "dates-over", "warning", "It is over.")
    for terminal in (True, False):
        assert "It is over. (warning)" in printed(tmp_path, problem, terminal=terminal)


@pytest.mark.parametrize("problem", [("gone.yaml", 1, 1), ("c.yaml", 99, 1), ("c.yaml", 3, 1)])
def test_a_line_that_is_not_there_is_not_shown(tmp_path, problem):
    told = Problem(*problem, "missing-file", "error", "There is no such file.")
    assert len(printed(tmp_path, told, terminal=True).splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "column"), [("a\tb", 3), ("客\t户b", 4), ("\x07b", 2), ("abc", 4)]
)
def test_the_caret_stands_under_the_character(line, column):
    source, caret = cut(line, column, 60)
    wanted = line[column - 1 :]
    assert caret.strip() == "^"
    assert source[len(source) - len(wanted) :] == wanted
    assert cell_len(source[: len(source) - len(wanted)]) == len(caret) - 1


@pytest.mark.parametrize("column", [1, 5, 150, 290, 300])
@pytest.mark.parametrize("letter", ["x", "客"])
def test_a_long_line_is_cut_around_the_column(column, letter):
    line = letter * (column - 1) + "!" + letter * (300 - column)
    source, caret = cut(line, column, 60)
    assert cell_len(source) <= 60
    assert cell_len(source[: source.index("!")]) == caret.index("^")
