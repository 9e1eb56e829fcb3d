"""The rows that an import refused, written beside the file with row number and reason."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

_DANGEROUS = tuple("=+-@\t\r\x00＝＋－＠")


def inert(cell: object) -> str:
    """A cell as text that no spreadsheet runs as a formula; `import` takes the ' off again."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def write_rejects(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write the rows (number, reason, then the file's own cells); returns how many there were."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "reason", *(inert(name) for name in columns)])
        for row in rows:
            writer.writerow([inert(cell) for cell in row])
            count += 1
    return count
