"""Draws the sample of each quota cell: by hash, so that chance decides, whatever the order of calling."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outbound.audience.compact import CELL, CODE, HELD, RELEASE
from outbound.audience.decision import CELL_JOINT
from outbound.audience.holdout import RELEASE_DIGITS, threshold
from outbound.audience.nouns import Cell
from outbound.audience.sample import allocate, contacts_needed
from outbound.audience.spread import Spread
from outbound.campaign.schema import Audience, Sample

Places = npt.NDArray[np.int64]
"""Places in the table of decisions."""
_MOST = 16**RELEASE_DIGITS - 1
_SLACK = 6.0  # standard deviations above the expected number of candidates: one look suffices


@dataclass(frozen=True)
class Drawn:
    """Who was drawn, as places in the table of decisions, each with its cell in `cell_of`."""

    released: Places
    reserve: Places
    held_out: Places
    passing: Places  # all of these, and those beyond the sample
    cell_of: npt.NDArray[np.int32]
    cell_names: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def listed(self) -> Places:
        """Those released, then the reserve."""
        return np.concatenate([self.released, self.reserve])


@dataclass(frozen=True)
class _Quota:
    target: int | None  # completes
    released: int
    reserve: int


def draw(rows: pa.Table, audience: Audience, spread: Spread | None = None) -> Drawn:
    """Hold out by chance, then draw each cell's contacts and its reserve from the rest."""
    sample = audience.sample
    passing = np.flatnonzero(rows.column(CODE).to_numpy() == 0)
    everywhere, names = _cells(rows, passing)
    held = _held_out(rows, passing, audience.holdout)
    free, out = passing[~held], passing[held]
    sizes = np.bincount(everywhere[free], minlength=len(names))
    quotas = _quotas(sample, names, sizes, spread)
    if sample is None:
        released, reserve = free, free[:0]
    else:
        keys = rows.column(RELEASE).to_numpy()[free]
        first, second = _lowest(keys, everywhere[free], quotas)
        released, reserve = free[first], free[second]
    parts = {"available": free, "listed": np.concatenate([released, reserve]), "held_out": out}
    counts = {
        part: np.bincount(everywhere[who], minlength=len(names)) for part, who in parts.items()
    }
    return Drawn(
        released=released,
        reserve=reserve,
        held_out=out,
        passing=passing,
        cell_of=everywhere,
        cell_names=tuple(name.replace(CELL_JOINT, "/") for name in names),
        cells=_summary(sample, names, quotas, counts),
    )


def _cells(rows: pa.Table, passing: Places) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Each row's cell as a place in the sorted list of cells that anyone passing is in.

    One cell without name where the sample has none; the place of who does not pass means nothing.
    """
    if CELL not in rows.column_names:
        return np.zeros(rows.num_rows, np.int32), [""]
    coded = rows.column(CELL).combine_chunks()
    found, indices = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    inhabited = np.bincount(indices[passing], minlength=len(found)) > 0
    names = sorted(name for name, anyone in zip(found, inhabited, strict=True) if anyone)
    place = {name: n for n, name in enumerate(names)}
    place_of = np.array([place.get(name, 0) for name in found], np.int32)
    return place_of[indices], names


def _held_out(rows: pa.Table, passing: Places, share: Decimal) -> npt.NDArray[np.bool_]:
    if not share:
        return np.zeros(len(passing), np.bool_)
    bound = threshold(share)
    if bound is None:
        return np.ones(len(passing), np.bool_)
    held: npt.NDArray[np.bool_] = rows.column(HELD).to_numpy()[passing] < int(bound, 16)
    return held


def _quotas(
    sample: Sample | None,
    names: Sequence[str],
    sizes: npt.NDArray[np.int64],
    spread: Spread | None,
) -> list[_Quota]:
    """What is drawn from each cell: contacts enough for its completes, and as many again in reserve."""
    if sample is None:
        return [_Quota(None, int(size), 0) for size in sizes]
    shown = [name.replace(CELL_JOINT, "/") for name in names]
    size_of = dict(zip(shown, sizes.tolist(), strict=True))
    total = sample.contacts or sample.completes or sum(size_of.values())
    parts = allocate(sample, total, size_of, spread)
    return [_quota(sample, parts[name], size) for name, size in size_of.items()]


def _quota(sample: Sample, part: int, size: int) -> _Quota:
    if sample.completes is None:
        return _Quota(None, min(part, size), 0)
    needed = contacts_needed(part, sample.expect)
    released = size if needed is None else min(needed, size)
    return _Quota(part, released, min(released, size - released))


def _lowest(
    keys: npt.NDArray[np.uint64], cells: npt.NDArray[np.int32], quotas: Sequence[_Quota]
) -> tuple[Places, Places]:
    """The places with the lowest release keys of each cell: the released, then the reserve."""
    wanted = np.array([quota.released + quota.reserve for quota in quotas], np.int64)
    first = np.array([quota.released for quota in quotas], np.int64)
    places = _candidates(keys, cells, wanted)
    places = places[np.lexsort((keys[places], cells[places]))]
    sorted_cells = cells[places]
    begins = np.searchsorted(sorted_cells, np.arange(len(quotas)))
    nth = np.arange(len(places)) - begins[sorted_cells]
    released = nth < first[sorted_cells]
    return places[released], places[~released & (nth < wanted[sorted_cells])]


def _candidates(
    keys: npt.NDArray[np.uint64], cells: npt.NDArray[np.int32], wanted: npt.NDArray[np.int64]
) -> Places:
    """Places that surely hold each cell's lowest keys: a bound on the key spares sorting the rest."""
    sizes = np.bincount(cells, minlength=len(wanted))
    enough = np.minimum(wanted, sizes)
    share = (wanted + _SLACK * np.sqrt(wanted) + _SLACK) / np.maximum(sizes, 1)
    bounds = np.array([min(int(part * _MOST), _MOST) for part in share.tolist()], np.uint64)
    places = np.flatnonzero(keys <= bounds[cells])
    found = np.bincount(cells[places], minlength=len(wanted))
    return places if bool((found >= enough).all()) else np.arange(len(keys))


def _summary(
    sample: Sample | None,
    names: Sequence[str],
    quotas: Sequence[_Quota],
    counts: dict[str, npt.NDArray[np.int64]],
) -> tuple[Cell, ...]:
    if sample is None:
        return ()
    return tuple(
        Cell(
            values=dict(zip(sample.per, name.split(CELL_JOINT), strict=bool(sample.per))),
            available=int(counts["available"][place]),
            target=quotas[place].target,
            listed=int(counts["listed"][place]),
            held_out=int(counts["held_out"][place]),
        )
        for place, name in enumerate(names)
    )
