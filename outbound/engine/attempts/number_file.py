"""Reads a file of numbers row by row, however large it is: which cells it has, what stands in them."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import phonenumbers
import pyarrow as pa

from outbound.audience.encoding import read_through, refuse_empty
from outbound.audience.phones import read_numbers
from outbound.errors import InputError

AT_ONCE: Final = 10_000
"""How many rows are held in memory."""

_NUMBER_COLUMNS: Final = (
    "number",
    "phone",
    "telephone",
    "mobile",
    "msisdn",
    "号码",
    "手机号",
    "电话",
)
_WRITTEN: Final = re.compile(r"[\s\d+()\-./＋－（）‐‑–\u00a0]+")
"""What numbers are written with; a word among them is none."""

_SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """One row: its line, its cells as they stand, and those that have a name."""

    line: int
    cells: Sequence[str]
    named: Mapping[str, str]
    number: str | None = None
    why_not: str = ""

    def get(self, name: str) -> str:
        """A named cell; empty where the file has none."""
        return self.named.get(name, "")


@dataclass(frozen=True)
class NumberFile:
    """A file of numbers; `columns` are the names in its first line, none where it names nothing."""

    path: Path
    columns: tuple[str, ...]
    separator: str
    skip: int

    @staticmethod
    def open(path: Path) -> "NumberFile":
        """Look at the whole file once. Raises InputError where it is no text in UTF-8, or empty."""
        refuse_empty(path)
        read_through(path, text=True)  # tells another encoding, and the line
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
        separator = max(_SEPARATORS, key=first.count)
        names = next(csv.reader([first], delimiter=separator), [])
        columns = tuple(name.strip().casefold() for name in names)
        headed = any(name in _NUMBER_COLUMNS for name in columns)
        return NumberFile(path, columns if headed else (), separator, 1 if headed else 0)

    def batches(self, region: str) -> Iterator[list[Row]]:
        """Its rows in batches, each with its number in E.164 or why it has none; empty rows are left out.

        Where no column is named, the first is the number, and a first line without one is a heading.
        """
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = self._rows(csv.reader(file, delimiter=self.separator))
            while batch := list(islice(rows, AT_ONCE)):
                yield [row for row in _numbered(batch, region) if not self._is_heading(row)]

    def _rows(self, reader: Any) -> Iterator[Row]:
        try:
            for cells in islice(reader, self.skip, None):
                if any(cell.strip() for cell in cells):
                    named = dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))
                    yield Row(reader.line_num, cells, named)
        except csv.Error as error:
            where = f"{self.path}:{reader.line_num}"
            raise InputError(f"The file is no CSV: {error}.", where=where) from error

    def _is_heading(self, row: Row) -> bool:
        return row.line == 1 and row.number is None and not self.columns


def _numbered(rows: Sequence[Row], region: str) -> Iterator[Row]:
    texts = pa.array([_number_cell(row) for row in rows], pa.string())
    numbers = read_numbers(texts, region).e164
    for row, text, number in zip(rows, texts.to_pylist(), numbers.to_pylist(), strict=True):
        if number is not None:
            yield Row(row.line, row.cells, row.named, number)
            continue
        possible, why = possible_number(text, region)
        yield Row(row.line, row.cells, row.named, possible, why)


def _number_cell(row: Row) -> str:
    named = (row.named[name] for name in _NUMBER_COLUMNS if name in row.named)
    return next(named, row.cells[0] if row.cells else "").strip().removeprefix("'")


def possible_number(text: str, region: str) -> tuple[str | None, str]:
    """A number in E.164, also one that is not in use, or why a text is none."""
    try:
        parsed = phonenumbers.parse(text if _WRITTEN.fullmatch(text) else "", region)
    except phonenumbers.NumberParseException:
        return None, "no telephone number"
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None, "no possible telephone number"
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), ""


def moment_in(text: str, zone: ZoneInfo) -> datetime:
    """A moment or a day in ISO 8601; a day is its beginning. Raises ValueError."""
    parsed = datetime.fromisoformat(text)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)


def end_in(text: str, zone: ZoneInfo) -> datetime:
    """The same for an end: a day counts to its last moment. Raises ValueError."""
    moment = moment_in(text, zone)
    if len(text.strip()) > len("2026-11-23"):
        return moment
    day = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def nothing_in(path: Path) -> InputError:
    """The words for a file in which no row could be used."""
    return InputError(
        "The file holds no usable number.",
        where=str(path),
        hint="One number a row, in the first column or in one called number.",
    )
