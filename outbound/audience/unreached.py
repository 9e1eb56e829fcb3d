"""Numbers of the base that nobody is contacted on: of other countries, or of kinds that cost or reach nobody."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from outbound.audience.base import Base
from outbound.audience.phones import why_unreached
from outbound.campaign.centre import Centre


def unreached(base: Base, centre: Centre) -> pa.Table | None:
    """The numbers, each with its reason; None where none is known, as of a base that was never imported.

    The gate looks at every number once more; this keeps such people off the list.
    """
    if base.marks_file is None:
        return None
    marks = pq.read_table(base.marks_file)
    kinds = marks.select(["country", "kind"]).group_by(["country", "kind"]).aggregate([])
    found = []
    for kind in kinds.to_pylist():
        why = why_unreached(kind["country"], kind["kind"], centre.reached_countries)
        if why:
            mine = (pc.field("country") == kind["country"]) & (pc.field("kind") == kind["kind"])
            numbers = marks.filter(mine).column("number")
            reasons = pa.array([why] * len(numbers), pa.string())
            found.append(pa.table({"number": numbers, "reason": reasons}))
    return pa.concat_tables(found) if found else None
