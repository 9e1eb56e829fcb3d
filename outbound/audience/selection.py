"""Selects a wave's list from the base: who, in which segment and cell, and why not all the others."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outbound.audience.base import KEY, Base
from outbound.audience.criteria import read_criteria
from outbound.audience.decision import CODE, OUTSIDE, Decisions, decide
from outbound.audience.draw import Drawn, draw
from outbound.audience.listing import held_out, listed
from outbound.audience.nouns import KINDS, Drop, History, Selection
from outbound.audience.reasons import HELD_OUT, LISTED, Reasons
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign

BEYOND = ("quota", "beyond the sample")


def select(
    base: Base, campaign: Campaign, centre: Centre, moment: datetime, history: History
) -> Selection:
    """The campaign's list at a moment; the same base, campaign and history give the same list.

    Everyone in the base is counted once: as a drop of the waterfall, in the holdout, or listed.
    Raises InputError where the campaign asks for columns that the base lacks.
    """
    criteria = read_criteria(campaign, base)
    decisions = decide(base, campaign, criteria, moment, history)
    drawn = draw(decisions.rows, campaign.audience.sample)
    contacts = listed(base, centre, decisions, drawn, campaign.audience.order)
    reasons = (*decisions.reasons, BEYOND)
    codes = _outcomes(decisions, drawn, len(reasons))
    counts = np.bincount(codes, minlength=len(reasons) + 2)
    by_segment = contacts.column("segment").value_counts().to_pylist()
    listed_in = {item["values"]: item["counts"] for item in by_segment}
    return Selection(
        campaign=campaign.id,
        moment=moment,
        snapshot=base.snapshot,
        base=decisions.rows.num_rows,
        waterfall=_waterfall(reasons, counts.tolist()),
        listed=contacts,
        holdout=held_out(base, decisions, drawn),
        by_segment={name: listed_in.get(name, 0) for name in decisions.segments},
        cells=drawn.cells,
        reasons=Reasons(codes, _texts(reasons), _ids(base, decisions)),
    )


def _outcomes(decisions: Decisions, drawn: Drawn, beyond: int) -> npt.NDArray[np.int16]:
    """Everyone's code, the draw included: the n-th reason, then held out, then listed."""
    codes: npt.NDArray[np.int16] = decisions.rows.column(CODE).to_numpy().astype(np.int16)
    codes[drawn.passing] = beyond
    codes[drawn.held_out] = beyond + 1
    codes[drawn.listed] = beyond + 2
    return codes


def _waterfall(reasons: tuple[tuple[str, str], ...], counts: list[int]) -> tuple[Drop, ...]:
    """The drops in the order of deciding; what the campaign itself names shows even where it is 0."""
    drops = [Drop(kind, reason, counts[code]) for code, (kind, reason) in enumerate(reasons, 1)]
    shown = [
        drop for drop in drops if drop.count or drop.kind == "unless" or drop.reason == OUTSIDE[1]
    ]
    return tuple(sorted(shown, key=lambda drop: KINDS.index(drop.kind)))


def _texts(reasons: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """How each code reads to a person; code 0 is nobody's, once all is decided."""
    return ("", *(f"{kind}: {reason}" for kind, reason in reasons), HELD_OUT, LISTED)


def _ids(base: Base, decisions: Decisions) -> Callable[[], pa.ChunkedArray]:
    """Fetches the subscriber ids in the order of the decisions."""

    def fetch() -> pa.ChunkedArray:
        keys = decisions.rows.column(KEY)
        if not pa.types.is_integer(keys.type):
            return keys
        found = base.fetch(base.keyed.select(KEY, id=base.keyed[base.meaning.id]))
        in_file = found.column("id").take(pa.array(np.argsort(found.column(KEY).to_numpy())))
        return in_file.take(keys)

    return fetch
