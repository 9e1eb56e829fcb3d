"""Domains: the answers that one figure is made of, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from outbound.score.estimate import Estimates, Integers, estimates
from outbound.score.panel import Codes, Items, Panel


@dataclass(frozen=True)
class Domains:
    """Which items belong together: each item's domain, and each domain's process and values."""

    of: Integers
    process: Integers
    values: tuple[Mapping[str, str], ...]


def domains(data: Panel, items: Items, by: Sequence[str]) -> Domains:
    """Group items by process and the named dimensions, sorted as declared and by name."""
    columns = [Codes(data.processes, items.process + 1)]
    columns += [_of_items(data.dimension(name), items) for name in by]
    key = np.zeros(len(items.y), dtype=np.int64)
    for column in columns:
        key = key * (len(column.values) + 1) + column.of
    present, of = np.unique(key, return_inverse=True)
    values: list[dict[str, str]] = [{} for _ in present]
    rest = present.copy()
    for name, column in reversed(list(zip(by, columns[1:], strict=True))):
        rest, code = np.divmod(rest, len(column.values) + 1)
        for row, c in zip(values, code.tolist(), strict=True):
            row[name] = column.values[c]
    ordered = tuple({name: row[name] for name in by} for row in values)
    return Domains(of.astype(np.int64), rest - 1, ordered)


def _of_items(codes: Codes, items: Items) -> Codes:
    return Codes(codes.values, codes.of[items.response])


def estimate(data: Panel, items: Items, groups: Domains) -> Estimates:
    """The weighted mean of the items in each domain, equal answers leaning on their process."""
    responses = items.response
    args = (items.y, data.weight[responses])
    found = estimates(groups.of, data.unit[responses], *args, len(groups.values), data.strata)
    if not found.equal.any():
        return found
    whole = np.zeros(len(items.y), dtype=np.int64)
    everything = estimates(whole, data.unit[responses], *args, 1, data.strata)
    parents = estimates(
        items.process + 1,
        data.unit[responses],
        *args,
        len(data.processes) + 1,
        data.strata,
    )
    sd = np.where(parents.equal, everything.sd[0], parents.sd)
    return found.leaning_on(sd[groups.process + 1])


def mode_mix(data: Panel, items: Items, groups: Domains) -> list[dict[str, float]]:
    """Each domain's mode mix."""
    modes = _of_items(data.dimension("mode"), items)
    size = len(modes.values)
    counts = np.bincount(groups.of * size + modes.of, minlength=len(groups.values) * size)
    table = counts.reshape(-1, size)
    shares = table / table.sum(axis=1, keepdims=True).clip(min=1)
    return [
        {m: float(s) for m, s in zip(modes.values, row, strict=True) if s > 0 and m}
        for row in shares
    ]
