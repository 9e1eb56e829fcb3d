"""Imports a file of subscribers into the columnar base: types found, numbers in E.164, all or nothing."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import duckdb
import pyarrow.parquet as pq

from outbound.audience.column_types import Typed, declared, infer, quoted
from outbound.audience.rejects import write_rejects
from outbound.audience.snapshots import MARKS_FILE, ROWS_FILE, About, building, publish
from outbound.audience.sources import Source, open_source
from outbound.audience.staging import FAULT, MARK, ROW, stage
from outbound.campaign.centre import Columns
from outbound.campaign.workspace import Workspace
from outbound.errors import InputError, RefusedError
from outbound.expression.tree import Type

MANY: Final = 0.01
"""More numbers than this share that are of other countries need a second person's word."""

_STAGE_FILE = "stage.parquet"
_FETCH = 10_000
_MEMORY = "1GB"  # beyond it the engine spills, whatever the file's size
_REPEATED = f"""
    create temp table repeated as
    with first as (
        select {{id}} as id, min({ROW}) as row from staged
        where {FAULT} is null group by 1 having count(*) > 1
    )
    select s.{ROW} as row, 'the subscriber id is already in row ' || first.row as fault
    from staged s join first on s.{{id}} = first.id
    where s.{FAULT} is null and s.{ROW} <> first.row
"""


@dataclass(frozen=True)
class Imported:
    """What an import did; `columns` are the names and types found, `rejects_file` None if all went in.

    `foreign` counts the numbers of countries that are not contacted; `foreign_ok` says who vouched for them.
    """

    rows: int
    imported: int
    rejected: int
    rejects_file: Path | None
    columns: dict[str, str]
    snapshot: str
    foreign: int = 0
    foreign_ok: str = ""


def import_base(
    source: Path,
    workspace: Workspace,
    now: datetime,
    progress: Callable[[int], None],
    foreign_ok: str = "",
) -> Imported:
    """Replace the workspace's base by the subscribers of a CSV or Parquet file.

    `progress` is told the rows read so far. Many numbers abroad are how toll fraud begins: they need
    somebody's name, `foreign_ok`, which is kept with the base, or it is refused with RefusedError. Rows without a subscriber id, with one that stood
    before, or with an impossible number are left out and written to NAME.rejects.csv beside the
    file. Raises InputError for a file that cannot be used and StoreError for a disk that cannot;
    either way the old base stays as it was.
    """
    _refuse_foreign_base(workspace)
    columns = workspace.centre.base.columns
    reader = open_source(source)
    _require(source, reader.columns, columns)
    with building(workspace.base_dir, now, reader.digest) as folder:
        rows = stage(reader, columns, workspace.centre.country, folder / _STAGE_FILE, progress)
        with _engine(folder, workspace.centre.zone) as engine:
            engine.execute(_REPEATED.format(id=quoted(columns.id)))
            typed = _types(reader, engine, columns, folder, ZoneInfo(workspace.centre.zone))
            imported, shared = _settle(engine, typed, columns, folder)
            foreign = _marked(engine, columns, folder, workspace.centre.reached_countries)
            rejects_file, rejected = _reject(engine, source, reader.columns)
            if rejected and not imported:
                raise _nothing_left(source, rejects_file)
            if foreign > MANY * imported and not foreign_ok:
                raise _many_abroad(foreign, imported, workspace.centre.reached_countries)
        (folder / _STAGE_FILE).unlink()
        at, vouched = now.astimezone(UTC).isoformat(), foreign_ok if foreign else ""
        about = About(source.name, at, imported, shared, foreign, vouched)
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{reader.digest[:8]}"
        snapshot = publish(workspace.base_dir, folder, name, about)
    types = {name: column.type.value for name, column in typed.items()}
    return Imported(rows, imported, rejected, rejects_file, types, snapshot, foreign, vouched)


def _refuse_foreign_base(workspace: Workspace) -> None:
    source = workspace.centre.base.source
    if source != "duckdb":
        raise RefusedError(
            f"The base lies in {source.split(':')[0]}, which Outbound only reads.",
            hint="Load the subscribers there, or set base.source to duckdb in outbound.yaml.",
            where="outbound.yaml",
        )


def _require(path: Path, found: Sequence[str], columns: Columns) -> None:
    missing = [name for name in (columns.id, columns.phone) if name not in found]
    if not missing:
        return
    near = difflib.get_close_matches(missing[0], found, n=1)
    guess = f"Is {near[0]} it? " if near else ""
    raise InputError(
        f"{path} has no column {' and none called '.join(missing)}.",
        hint=f"{guess}It has {', '.join(found[:12])}. Rename the column, or name it in outbound.yaml"
        " under base.columns.",
        where=f"{path}:1",
    )


def _nothing_left(source: Path, rejects_file: Path | None) -> InputError:
    return InputError(
        f"Not one row of {source} can be used. The old base is as it was.",
        hint=f"{rejects_file} tells why, row by row.",
        where=str(source),
    )


def _many_abroad(foreign: int, imported: int, countries: Sequence[str]) -> RefusedError:
    return RefusedError(
        f"{foreign:,} of {imported:,} numbers are not of {' or '.join(countries)}. The old base is as"
        " it was.",
        hint="If that is meant, have a second person look, and name them: --foreign-ok NAME."
        " They are not contacted before the centre file names their countries.",
    )


@contextmanager
def _engine(folder: Path, zone: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private DuckDB over the staged rows that spills beside them when memory is short."""
    with duckdb.connect() as engine:
        engine.execute("set temp_directory = ?", [str(folder)])
        engine.execute("set memory_limit = ?", [_MEMORY])
        engine.execute("set TimeZone = ?", [zone])
        engine.read_parquet(str(folder / _STAGE_FILE)).create_view("staged")
        yield engine


def _types(
    reader: Source,
    engine: duckdb.DuckDBPyConnection,
    columns: Columns,
    folder: Path,
    zone: ZoneInfo,
) -> dict[str, Typed]:
    known = (columns.id, columns.phone, *columns.other_phones)
    texts = {name: Typed(Type.TEXT, quoted(name)) for name in known if name in reader.columns}
    others = [name for name in reader.columns if name not in texts]
    if reader.typed:
        found = declared(pq.read_schema(folder / _STAGE_FILE), others, zone)
    else:
        found = infer(engine, f"staged where {FAULT} is null", others, zone)
    found |= texts
    return {name: found[name] for name in reader.columns}


def _settle(
    engine: duckdb.DuckDBPyConnection, typed: dict[str, Typed], columns: Columns, folder: Path
) -> tuple[int, int]:
    """Write the good rows in the file's order; returns their count and that of shared numbers."""
    select = ", ".join(f"{column.sql} as {quoted(name)}" for name, column in typed.items())
    target = str(folder / ROWS_FILE)
    engine.execute(
        f"copy (select {select} from staged where {FAULT} is null"
        f" and {ROW} not in (select row from repeated) order by {ROW}) to '{target.replace(chr(39), chr(39) * 2)}'"
        " (format parquet)"
    )
    engine.read_parquet(target).create_view("settled")
    phone = quoted(columns.phone)
    counts = engine.execute(
        "select (select count(*) from settled),"
        f" (select count(*) from (select 1 from settled where {phone} is not null"
        f" group by {phone} having count(*) > 1))"
    ).fetchone()
    return counts or (0, 0)


def _marked(
    engine: duckdb.DuckDBPyConnection, columns: Columns, folder: Path, countries: Sequence[str]
) -> int:
    """Write down the numbers out of the ordinary; returns how many rows have one from elsewhere."""
    good = f"{FAULT} is null and {MARK} is not null and {ROW} not in (select row from repeated)"
    target = str(folder / MARKS_FILE).replace("'", "''")
    engine.execute(
        f"copy (select distinct {quoted(columns.phone)} as number,"
        f" split_part({MARK}, ' ', 1) as country, split_part({MARK}, ' ', 2) as kind"
        f" from staged where {good} order by number) to '{target}' (format parquet)"
    )
    found = engine.execute(
        f"select count(*) from staged where {good} and split_part({MARK}, ' ', 1) not in"
        " (select unnest(?))",
        [list(countries)],
    ).fetchone()
    return int(found[0]) if found else 0


def _reject(
    engine: duckdb.DuckDBPyConnection, source: Path, columns: Sequence[str]
) -> tuple[Path | None, int]:
    """Write what was refused beside the source; a file of an earlier import does not stay."""
    cells = ", ".join(f"s.{quoted(name)}" for name in columns)
    cursor = engine.execute(
        f"select s.{ROW}, coalesce(s.{FAULT}, r.fault), {cells}"
        f" from staged s left join repeated r on s.{ROW} = r.row"
        f" where s.{FAULT} is not null or r.row is not null order by s.{ROW}"
    )
    path = source.with_suffix(".rejects.csv")
    count = write_rejects(path, columns, _rows(cursor))
    if count == 0:
        path.unlink()
    return (path if count else None), count


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Sequence[object]]:
    while rows := cursor.fetchmany(_FETCH):
        yield from rows
