"""A problem as a terminal shows it: its line, the source below, a caret under the very column."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from outbound.campaign.problems import Problem

_MARGIN: Final = "    "
_CUT: Final = "…"
_TAB: Final = "    "
_LARGEST: Final = 1_000_000
"""Of a larger file no line is shown: reading it would take longer than finding the place by hand."""


def show_problems(problems: Iterable[Problem], root: Path, console: Console) -> None:
    """Print each problem; on a terminal with its source line and a caret, in a pipe on one line."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if not console.is_terminal:
            _plainly(console, f"{problem}{_severity(problem)}")
            if problem.hint:
                _plainly(console, f"{_MARGIN}{problem.hint}")
            continue
        if problem.file not in lines:
            lines[problem.file] = _lines(root / problem.file)
        for text in rendered(problem, lines[problem.file], console.width):
            console.print(text, soft_wrap=True)


def rendered(problem: Problem, lines: list[str], width: int) -> list[Text]:
    """The problem in lines: what it is, the source, the caret, the hint."""
    colour = "red" if problem.is_error else "yellow"
    head = Text(f"{problem.file}:{problem.line}:{problem.column}: ", style="bold")
    head.append(problem.code, style=f"bold {colour}")
    head.append(f" {problem.message}{_severity(problem)}", style="not bold")
    shown = [head]
    if problem.line <= len(lines) and lines[problem.line - 1].strip():
        source, caret = cut(lines[problem.line - 1], problem.column, width - len(_MARGIN))
        shown.append(Text(_MARGIN + source))
        shown.append(Text(_MARGIN + caret, style=colour))
    if problem.hint:
        shown.append(Text(_MARGIN + problem.hint, style="dim"))
    return shown


def cut(line: str, column: int, width: int) -> tuple[str, str]:
    """The part of the line around the column that fits the width, and the line with the caret below it.

    Columns count characters; a terminal counts cells, of which a Chinese character takes two.
    """
    before = "".join(map(_visible, line[: column - 1]))
    rest = "".join(map(_visible, line[column - 1 :]))
    room = max(width, 20)
    if cell_len(before) + cell_len(rest) <= room:
        return before + rest, " " * cell_len(before) + "^"
    if cell_len(before) > room * 2 // 3:
        before = _CUT + _last(before, room * 2 // 3 - 1)
    left = room - cell_len(before)
    if cell_len(rest) > left:
        rest = _first(rest, left - 1) + _CUT
    return before + rest, " " * cell_len(before) + "^"


def _severity(problem: Problem) -> str:
    return "" if problem.is_error else " (warning)"


def _visible(character: str) -> str:
    """One character as it is shown: tabs as blanks, what no terminal shows as a mark of its own."""
    if character == "\t":
        return _TAB
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _last(text: str, cells: int) -> str:
    while cell_len(text) > cells:
        text = text[max(1, (cell_len(text) - cells) // 2) :]
    return text


def _first(text: str, cells: int) -> str:
    while cell_len(text) > cells:
        text = text[: -max(1, (cell_len(text) - cells) // 2)]
    return text


def _lines(file: Path) -> list[str]:
    """The file's lines; none where it cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            return []
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _plainly(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
