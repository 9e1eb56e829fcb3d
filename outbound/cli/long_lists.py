"""Lists as long as they may be: all of them for programs, the first rows for people."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from outbound.cli.output import counted, people, table

SHOWN: Final = 200
"""How many rows a table for people has; all go into JSON."""

Row = dict[str, Any]


def list_rows(
    as_json: bool,
    name: str,
    noun: str,
    found: Iterator[Row],
    names: Sequence[str],
    cells: Callable[[Row], Sequence[object]],
) -> None:
    """Print what was found: as one document with a list of this name, or as a table of the first rows with the count of all."""
    if as_json:
        _stream(name, found)
        return
    first = list(islice(found, SHOWN))
    further = sum(1 for _ in found)
    rows = [cells(row) for row in first]
    people.print(table(counted(len(first) + further, noun), names, rows))
    if further:
        people.print(f"… and {further:,} more; --json gives all.", highlight=False)


def _stream(name: str, rows: Iterator[Row]) -> None:
    """A document with one list, written as it is read."""
    sys.stdout.write(f"{{{json.dumps(name)}: [")
    between = "\n  "
    for row in rows:
        sys.stdout.write(between + json.dumps(row, default=_plain, ensure_ascii=False))
        between = ",\n  "
    sys.stdout.write("\n]}\n")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
