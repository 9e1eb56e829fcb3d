"""The table of promises, as people read it and as the README quotes it."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from proof.promise import Database, Row


def show(rows: Sequence[Row], console: Console) -> None:
    """Promise, trials, violations, seed and seconds for each database; then what was noted and broken."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "promise", "database"):
        table.add_column(heading, no_wrap=heading == "database")
    for heading in ("trials", "violations", "seed", "seconds"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            str(row.promise.number), row.promise.words, row.database.value,
            f"{row.tally.trials:,} {row.promise.unit}", str(len(row.tally.violations)), str(row.seed),
            f"{row.seconds:.0f}",
        )  # fmt: skip
    console.print(table)
    for row in rows:
        for note in row.tally.notes:
            console.print(f"{row.promise.id}, {row.database.value}: {note}", markup=False)
    for row in rows:
        _tell_broken(row, console)


def as_markdown(rows: Sequence[Row]) -> str:
    """The README's table: a line for each promise, a cell for each database."""
    lines = [
        "| # | promise | SQLite | PostgreSQL | seed |",
        "|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(row.promise.id for row in rows):
        mine = [row for row in rows if row.promise.id == name]
        promise = mine[0].promise
        cells = [str(promise.number), promise.words]
        cells += [_cell(mine, database) for database in Database]
        lines.append(f"| {' | '.join([*cells, str(mine[0].seed)])} |")
    return "\n".join(lines)


def _tell_broken(row: Row, console: Console) -> None:
    """What was broken, and the command that shows it again; nothing where all was kept."""
    for words in row.tally.violations:
        said = f"BROKEN {row.promise.id}, {row.database.value}: {words}"
        console.print(said, markup=False, soft_wrap=True)
    if row.tally.violations:
        console.print(f"  again: {row.again}", markup=False, soft_wrap=True)


def _cell(rows: Iterable[Row], database: Database) -> str:
    found = next((row for row in rows if row.database is database), None)
    if found is None:
        return "–"  # it has no say in this promise, or is the only one that has
    broken = len(found.tally.violations)
    tried = f"{found.tally.trials:,} {found.promise.unit}"
    return f"{tried}, {broken} violation{'' if broken == 1 else 's'}, {found.seconds:,.0f} s"
