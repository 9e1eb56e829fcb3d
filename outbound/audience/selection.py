"""Selects a wave's list from the base: who, in which segment and cell, and why not all the others."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from outbound.audience.base import KEY, Base
from outbound.audience.compact import CODE, SEGMENT
from outbound.audience.criteria import read_criteria
from outbound.audience.decision import OUTSIDE, Decisions, decide
from outbound.audience.draw import Drawn, Places, draw
from outbound.audience.listing import held_out, listed
from outbound.audience.nouns import KINDS, Drop, History, Selection, Sketch
from outbound.audience.reasons import HELD_OUT, LISTED, Reasons
from outbound.audience.unreached import unreached
from outbound.campaign.centre import Centre
from outbound.campaign.schema import Campaign

BEYOND = ("quota", "beyond the sample")
FEW = 200
"""How many people a sketch of a list knows more of than their number."""
_OUTSIDE = 0  # the code of `OUTSIDE`, which stands first


def select(
    base: Base, campaign: Campaign, centre: Centre, moment: datetime, history: History
) -> Selection:
    """The campaign's list at a moment; the same base, campaign and history give the same list.

    Everyone in the base is counted once: as a drop of the waterfall, in the holdout, or listed.
    Raises InputError where the campaign asks for columns that the base lacks.
    """
    decisions, drawn = _decided(base, campaign, centre, moment, history)
    contacts = listed(base, centre, decisions, drawn, campaign.audience.order)
    reasons = (OUTSIDE, *decisions.reasons, BEYOND)
    codes = _outcomes(decisions, drawn, len(reasons))
    by_segment = contacts.column("segment").value_counts().to_pylist()
    listed_in = {item["values"]: item["counts"] for item in by_segment}
    texts = (*(f"{kind}: {reason}" for kind, reason in reasons), HELD_OUT, LISTED)
    return Selection(
        campaign=campaign.id,
        moment=moment,
        snapshot=base.snapshot,
        base=base.rows,
        waterfall=_waterfall(reasons, codes, base.rows),
        listed=contacts,
        holdout=held_out(base, decisions, drawn),
        by_segment={name: listed_in.get(name, 0) for name in decisions.segments},
        cells=drawn.cells,
        reasons=Reasons(texts, lambda: _everyone(base, decisions.rows.column(KEY), codes)),
    )


def sketch(
    base: Base, campaign: Campaign, centre: Centre, moment: datetime, history: History
) -> Sketch:
    """The same list told by its counts, with a few of its people instead of all: nothing is ranked."""
    decisions, drawn = _decided(base, campaign, centre, moment, history)
    reasons = (OUTSIDE, *decisions.reasons, BEYOND)
    codes = _outcomes(decisions, drawn, len(reasons))
    few = replace(drawn, released=_few(decisions, drawn), reserve=drawn.reserve[:0])
    segments = decisions.rows.column(SEGMENT).to_numpy()[drawn.listed]
    counts = np.bincount(segments, minlength=len(decisions.segments)).tolist()
    return Sketch(
        moment=moment,
        base=base.rows,
        waterfall=_waterfall(reasons, codes, base.rows),
        holdout=len(drawn.held_out),
        listed=len(drawn.listed),
        by_segment=dict(zip(decisions.segments, counts, strict=True)),
        cells=drawn.cells,
        people=listed(base, centre, decisions, few, campaign.audience.order),
    )


def _decided(
    base: Base, campaign: Campaign, centre: Centre, moment: datetime, history: History
) -> tuple[Decisions, Drawn]:
    """What becomes of everyone before and by the draw."""
    criteria = read_criteria(campaign, base)
    known = replace(history, unreachable=unreached(base, centre))
    decisions = decide(base, campaign, criteria, moment, known, centre.refuse_prefixes)
    return decisions, draw(decisions.rows, campaign.audience, history.spread)


def _few(decisions: Decisions, drawn: Drawn) -> Places:
    """A few of those listed, the same ones each time: by a scramble of their places in the base."""
    places = drawn.listed
    if len(places) <= FEW:
        return places
    keys = decisions.rows.column(KEY).take(pa.array(places))
    if not pa.types.is_integer(keys.type):
        first = pc.sort_indices(keys).to_numpy()[:FEW]
    else:
        scrambled = keys.to_numpy().astype(np.uint64) * np.uint64(2654435761) % np.uint64(2**32)
        first = np.argpartition(scrambled, FEW)[:FEW]
    few: Places = np.sort(places[first])
    return few


def _outcomes(decisions: Decisions, drawn: Drawn, reasons: int) -> npt.NDArray[np.int16]:
    """The code of each row decided about: its reason's place, then those of held out and listed."""
    codes: npt.NDArray[np.int16] = decisions.rows.column(CODE).to_numpy().astype(np.int16)
    codes[drawn.passing] = reasons - 1
    codes[drawn.held_out] = reasons
    codes[drawn.listed] = reasons + 1
    return codes


def _waterfall(
    reasons: tuple[tuple[str, str], ...], codes: npt.NDArray[np.int16], rows: int
) -> tuple[Drop, ...]:
    """The drops in the order of deciding; what the campaign itself names shows even where it is 0."""
    counts = np.bincount(codes, minlength=len(reasons) + 2).tolist()
    counts[_OUTSIDE] = rows - len(codes)
    drops = [Drop(kind, reason, counts[code]) for code, (kind, reason) in enumerate(reasons)]
    shown = [
        drop for drop in drops if drop.count or drop.kind == "unless" or drop.reason == OUTSIDE[1]
    ]
    return tuple(sorted(shown, key=lambda drop: KINDS.index(drop.kind)))


def _everyone(
    base: Base, keys: pa.ChunkedArray, codes: npt.NDArray[np.int16]
) -> tuple[pa.ChunkedArray, npt.NDArray[np.int16]]:
    """All subscriber ids, and the code of each: outside the audience for who was not decided about."""
    subscriber = base.keyed[base.meaning.id].cast("string")
    found = base.fetch(base.keyed.select(KEY, __subscriber=subscriber))
    place = pc.index_in(found.column(KEY).cast(keys.type), value_set=keys.combine_chunks())
    known = pc.is_valid(place).to_numpy()
    all_codes = np.full(found.num_rows, _OUTSIDE, np.int16)
    all_codes[known] = codes[place.drop_null().to_numpy()]
    return found.column("__subscriber"), all_codes
