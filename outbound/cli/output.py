"""What the command prints: tables and progress for people, one JSON document for programs."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

WIDE: Final = 140
"""Columns of a table that goes into a pipe or a file, which have no width of their own."""

LONG: Final = 16
"""A column whose cells are all shorter is never folded, however narrow the terminal."""

people = Console(width=None if sys.stdout.isatty() else WIDE)
aside = Console(stderr=True)


def write_json(document: Any) -> None:
    """One JSON document on standard output; moments in ISO 8601 with offset."""
    sys.stdout.write(json.dumps(document, default=_plain, ensure_ascii=False, indent=2) + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Group:
    """A table for people: numbers to the right, nothing drawn that carries no meaning."""
    made = Table(box=None, pad_edge=False, header_style="dim")
    for index, column in enumerate(columns):
        figures = bool(rows) and all(isinstance(row[index], int | float | Decimal) for row in rows)
        side: Literal["left", "right"] = "right" if figures else "left"
        # What a row is about is never cut, however narrow the terminal; long texts are folded.
        whole = index == 0 or all(len(str(row[index])) <= LONG for row in rows)
        made.add_column(column, justify=side, no_wrap=whole, overflow="fold")
    for row in rows:
        made.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    return Group(Text(title, style="bold"), made)


def counted(count: int, noun: str) -> str:
    """A count with its noun, which has an s where there are none or several."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def local(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment as the centre's clock shows it; a dash where there is none."""
    return "–" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Any]:
    """A progress bar on a terminal, nothing in a pipe; yields a function that takes the count done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=aside, transient=True, disable=not aside.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    match value:
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal():
            return float(value)
        case Enum():
            return value.value
        case Path():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")
