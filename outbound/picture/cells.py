"""Quota cells as tiles that fill."""

from collections.abc import Sequence
from dataclasses import dataclass

from outbound.picture.svg import WIDTH, fitted, group, picture, rect, spans, text, text_width

ACROSS = 4
TILE = 48


@dataclass(frozen=True)
class CellProgress:
    """One quota cell: completes so far, and how many are wanted (None: as many as come)."""

    label: str
    completes: int
    target: int | None


def cells(title: str, progress: Sequence[CellProgress]) -> str:
    """A tile a cell: its name, how far it is, and a bar that fills."""
    width = WIDTH / ACROSS
    parts = [
        _tile(cell, (i % ACROSS) * width, (i // ACROSS) * TILE, width - 16)
        for i, cell in enumerate(progress)
    ]
    told = "; ".join(f"{c.label}: {_figure(c)}" for c in progress)
    return picture(title, told, -(-len(progress) // ACROSS) * TILE, parts)


def _figure(cell: CellProgress) -> str:
    return f"{cell.completes:,}" if cell.target is None else f"{cell.completes:,}/{cell.target:,}"


def _tile(cell: CellProgress, x: float, y: float, width: float) -> str:
    full = cell.target is not None and cell.completes >= cell.target
    share = min(1.0, cell.completes / cell.target) if cell.target else float(cell.completes > 0)
    room = width - text_width(_figure(cell) + (" ✓" if full else "")) - 12
    filled = [rect(x, y + 24, width * share, 8, "good" if full else "accent", round_=2)]
    return group(
        [
            text(x, y + 16, fitted(cell.label, room), "quiet"),
            spans(
                x + room + 8,
                y + 16,
                [(_figure(cell), "strong"), ("✓" if full else "", "good strong")],
            ),
            rect(x, y + 24, width, 8, "wash", round_=2),
            *(filled if share else []),
        ],
        f"{cell.label}: {_figure(cell)}",
    )
