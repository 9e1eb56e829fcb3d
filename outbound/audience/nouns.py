"""What a selection is made from and what it yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from outbound.audience.reasons import Reasons
from outbound.audience.spread import Spread

KINDS = ("where", "unless", "suppressed", "capped", "claimed", "unreachable", "duplicate", "quota")
"""The kinds of a waterfall's drops, in the order in which they are decided."""


@dataclass(frozen=True)
class Drop:
    """Subscribers who left the list for one reason; the first that holds counts."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True)
class Cell:
    """One quota cell: who could be reached, the completes wanted, and the contacts listed.

    The cell's members, by which its answers are weighted, are the available and the held out.
    """

    values: Mapping[str, str]
    available: int
    target: int | None
    listed: int
    held_out: int = 0


@dataclass(frozen=True)
class History:
    """What the store knows of people at a moment, as Arrow tables; empty ones where nothing is known.

    people: subscriber_id and the `history.` columns of the campaign file, one row a subscriber
    suppressed, capped, claimed, unreachable: number, reason (a number may stand in several rows)
    events: subscriber_id, name, at
    spread: how far the cells' scores lie apart, where the sample is shared by that
    """

    people: pa.Table | None = None
    suppressed: pa.Table | None = None
    capped: pa.Table | None = None
    claimed: pa.Table | None = None
    unreachable: pa.Table | None = None
    events: pa.Table | None = None
    spread: Spread | None = None


@dataclass(frozen=True)
class Selection:
    """One wave's list. base = sum of drops + holdout rows + listed rows.

    listed: subscriber_id, number, language, zone, region, household, segment, cell, rank (from 1),
    released (bool: called for now, the rest is reserve), facts (JSON text of all base columns)
    holdout: subscriber_id, segment, cell
    reasons: what became of everyone in the base (listed, held out, or the drop), on demand
    """

    campaign: str
    moment: datetime
    snapshot: str
    base: int
    waterfall: tuple[Drop, ...]
    listed: pa.Table
    holdout: pa.Table
    by_segment: Mapping[str, int]
    cells: tuple[Cell, ...] = ()
    reasons: Reasons | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Sketch:
    """What a wave would be, told by counts. base = sum of drops + holdout + listed.

    people: some of those listed, with the columns of a selection's `listed`
    """

    moment: datetime
    base: int
    waterfall: tuple[Drop, ...]
    holdout: int
    listed: int
    by_segment: Mapping[str, int]
    cells: tuple[Cell, ...]
    people: pa.Table = field(repr=False)
