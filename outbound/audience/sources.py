"""Reads a file of subscribers in batches: CSV as text, Parquet with the types that it has."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from outbound.audience.encoding import read_through, refuse_empty, unreadable
from outbound.errors import InputError

_BLOCK = 8 << 20
_BATCH_ROWS = 50_000
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Batch:
    """Some rows of the file; `rows` are their numbers, `faults` why one cannot be read, else null."""

    rows: pa.Array
    table: pa.RecordBatch
    faults: pa.Array


class Source(Protocol):
    """A file of subscribers whose bytes have been found readable; `digest` is their SHA-256.

    `typed` says whether the columns' types are the file's own; else they are texts.
    """

    columns: tuple[str, ...]
    digest: str
    typed: bool

    def batches(self) -> Iterator[Batch]:
        """The rows in the file's order, in pieces that bound the memory."""
        ...


def open_source(path: Path) -> Source:
    """The reader that the extension asks for; raises InputError for a file that cannot be read."""
    kinds: dict[str, type[CsvSource] | type[ParquetSource]] = {
        ".csv": CsvSource,
        ".txt": CsvSource,
        ".parquet": ParquetSource,
        ".pq": ParquetSource,
    }
    kind = kinds.get(path.suffix.lower())
    refuse_empty(path)
    if kind is None:
        raise InputError(
            f"{path} has the unknown extension {path.suffix or '(none)'}.",
            hint="Name a .csv or a .parquet file; save a spreadsheet as CSV in UTF-8.",
            where=str(path),
        )
    return kind(path)


class CsvSource:
    """A CSV file with a header. Rows are numbered as lines, so the first subscriber is row 2."""

    typed = False

    def __init__(self, path: Path) -> None:
        self._path = path
        found = read_through(path, text=True)
        self.digest = found.digest
        self._quotes_pair = found.quotes % 2 == 0
        self._separator, self.columns, self._has_rows = _header(path)
        self._ragged: dict[int, pacsv.InvalidRow] = {}  # not yet handed on
        self._skipped: list[int] = []

    def batches(self) -> Iterator[Batch]:
        """The rows, blank lines left out; a row with too many or too few cells has a fault."""
        number, last = 2, None
        if not self._has_rows:
            return
        try:
            for table in self._reader():
                rows = self._numbers(number, table.num_rows)
                number = int(rows[-1]) + 1 if len(rows) else number
                last = table.slice(table.num_rows - 1)
                yield _without_blanks(
                    Batch(pa.array(rows), table, pa.nulls(len(rows), pa.string()))
                )
                if self._ragged:
                    yield self._ragged_rows()
        except pa.ArrowInvalid as error:
            raise self._broken(number, _first_line(error)) from error
        if self._ragged:
            yield self._ragged_rows()
        if last is not None and not self._quotes_pair and _has_line_break(last):
            # Its last cell swallowed the rest of the file: those rows must not vanish unsaid.
            raise self._broken(number - 1, "a quotation mark is never closed")

    def _reader(self) -> pacsv.CSVStreamingReader:
        return pacsv.open_csv(
            self._path,
            pacsv.ReadOptions(
                block_size=_BLOCK, column_names=list(self.columns), skip_rows=1, use_threads=False
            ),
            pacsv.ParseOptions(
                delimiter=self._separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside,
            ),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(self.columns, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )

    def _set_aside(self, row: pacsv.InvalidRow) -> str:
        self._ragged[row.number] = row
        self._skipped.append(row.number)
        return "skip"

    def _numbers(self, first: int, count: int) -> np.ndarray:
        """The next `count` row numbers from `first` on that are not those of ragged rows."""
        ahead = [number for number in self._skipped if number >= first]
        numbers = np.arange(first, first + count + len(ahead))
        self._skipped = ahead
        return numbers[~np.isin(numbers, ahead)][:count]

    def _ragged_rows(self) -> Batch:
        wide = len(self.columns)
        cells, faults = [], []
        for row in self._ragged.values():
            parts = next(csv.reader([row.text], delimiter=self._separator), [])
            cells.append([*parts, *[None] * wide][:wide])
            faults.append(_misshapen(row))
        table = pa.RecordBatch.from_arrays(
            [pa.array(column, pa.string()) for column in zip(*cells, strict=True)],
            names=list(self.columns),
        )
        rows = pa.array(list(self._ragged), pa.int64())
        self._ragged.clear()
        return Batch(rows, table, pa.array(faults, pa.string()))

    def _broken(self, row: int, why: str) -> InputError:
        return InputError(
            f"{self._path} cannot be read as CSV from row {row} on: {why}.",
            hint="Look for a quotation mark that is never closed, or a row of more than 8 MB.",
            where=f"{self._path}:{row}",
        )


class ParquetSource:
    """A Parquet file. Rows are numbered from 1."""

    typed = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self.digest = read_through(path, text=False).digest
        try:
            self.columns = _named(path, list(pq.read_schema(path).names))
        except pa.ArrowException as error:
            raise self._broken(error) from error

    def batches(self) -> Iterator[Batch]:
        """The rows with their own types, dictionaries resolved."""
        first = 1
        try:
            with pq.ParquetFile(self._path) as file:
                for table in file.iter_batches(_BATCH_ROWS):
                    rows = np.arange(first, first + table.num_rows)
                    yield Batch(pa.array(rows), table, pa.nulls(table.num_rows, pa.string()))
                    first += table.num_rows
        except pa.ArrowException as error:
            raise self._broken(error) from error

    def _broken(self, error: pa.ArrowException) -> InputError:
        return InputError(
            f"{self._path} is not a readable Parquet file: {_first_line(error)}.",
            hint="Export it again, or import the subscribers as CSV in UTF-8.",
            where=str(self._path),
        )


def _header(path: Path) -> tuple[str, tuple[str, ...], bool]:
    """The separator and the column names of a CSV file, and whether more lines follow."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(_BLOCK)
            more = bool(file.read(1))
    except OSError as error:
        raise unreadable(path, error) from error
    separator = max(_SEPARATORS, key=line.count)
    return separator, _named(path, next(csv.reader([line], delimiter=separator), [])), more


def _named(path: Path, names: list[str]) -> tuple[str, ...]:
    """The columns' names, trimmed; raises InputError for one that is missing or not unique."""
    seen: dict[str, int] = {}
    trimmed = tuple(name.strip() for name in names)
    for place, name in enumerate(trimmed, 1):
        fault = ""
        if not name:
            fault = f"column {place} has no name"
        elif name.startswith("__"):
            fault = f"column {place} is called {name}; names with __ are Outbound's own"
        elif name.lower() in seen:
            fault = f"columns {seen[name.lower()]} and {place} are both called {name}"
        if fault:
            raise InputError(
                f"{path}: {fault}.", hint="Mend the header and import again.", where=f"{path}:1"
            )
        seen[name.lower()] = place
    return trimmed


def _without_blanks(batch: Batch) -> Batch:
    """The batch less its blank lines, which are no subscribers."""
    blank = pc.is_null(batch.table.column(0))
    for column in batch.table.columns[1:]:
        if not pc.any(blank).as_py():
            return batch
        blank = pc.and_(blank, pc.is_null(column))
    keep = pc.invert(blank)
    return Batch(batch.rows.filter(keep), batch.table.filter(keep), batch.faults.filter(keep))


def _has_line_break(row: pa.RecordBatch) -> bool:
    return any("\n" in (column[0].as_py() or "") for column in row.columns if len(column))


def _misshapen(row: pacsv.InvalidRow) -> str:
    found = f"{row.actual_columns} cells where the header has {row.expected_columns}"
    return f"a quotation mark is left open ({found})" if row.text.count('"') % 2 else found


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
