"""Fetches what a list needs of the few who are on it, and puts them in the order of calling."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outbound.audience.base import KEY, Base
from outbound.audience.compact import RELEASE, SEGMENT
from outbound.audience.decision import Decisions
from outbound.audience.draw import Drawn, Places
from outbound.audience.phones import read_numbers
from outbound.campaign.centre import Centre
from outbound.expression.tree import Type

_LISTED = pa.schema(
    [
        ("subscriber_id", pa.string()),
        ("number", pa.string()),
        ("language", pa.string()),
        ("zone", pa.string()),
        ("region", pa.string()),
        ("household", pa.string()),
        ("segment", pa.string()),
        ("cell", pa.string()),
        ("rank", pa.int64()),
        ("released", pa.bool_()),
        ("facts", pa.string()),
    ]
)
_FURTHER = "__further"
_HOUSEHOLD = 64  # as long as the store's column
_Table = Any  # an Ibis table


def listed(
    base: Base, centre: Centre, decisions: Decisions, drawn: Drawn, order: Sequence[str]
) -> pa.Table:
    """The contacts, ranked: those released by the campaign's order, then the reserve by chance.

    Cells take turns, each in proportion to its size, so that all fill at the same pace.
    """
    chosen = _picks(decisions, drawn, drawn.listed)
    released = np.repeat([True, False], [len(drawn.released), len(drawn.reserve)])
    chosen = chosen.append_column("released", pa.array(released))
    people = _ranked(_people(base, centre, chosen, order), order)
    people = people.append_column("segment", _names(people.column("__segment"), decisions.segments))
    people = people.append_column("cell", _names(people.column("__cell"), drawn.cell_names))
    told = people.select(_LISTED.names).cast(_LISTED)
    further = [name for name in people.column_names if name.startswith(_FURTHER)]
    if not further:
        return told
    return told.append_column("numbers", _numbers(people, further, centre.country))


def held_out(base: Base, decisions: Decisions, drawn: Drawn) -> pa.Table:
    """The holdout: subscriber_id, segment, cell, by id."""
    picked = base.given(_picks(decisions, drawn, drawn.held_out))
    table = base.keyed.inner_join(picked, base.keyed[KEY] == picked["__pick"])
    subscriber = table[base.meaning.id].cast("string")
    people = base.fetch(table.select("__segment", "__cell", subscriber_id=subscriber))
    people = people.sort_by("subscriber_id")
    return pa.table(
        {
            "subscriber_id": people.column("subscriber_id"),
            "segment": _names(people.column("__segment"), decisions.segments),
            "cell": _names(people.column("__cell"), drawn.cell_names),
        }
    )


def _picks(decisions: Decisions, drawn: Drawn, places: Places) -> pa.Table:
    """The keys of those chosen, with what was decided about each."""
    rows = decisions.rows.take(pa.array(places))
    chosen = {
        "__pick": rows.column(KEY),
        "__segment": rows.column(SEGMENT),
        "__cell": pa.array(drawn.cell_of[places]),
    }
    if RELEASE in rows.column_names:
        chosen["__release"] = rows.column(RELEASE)
    return pa.table(chosen)


def _people(base: Base, centre: Centre, chosen: pa.Table, order: Sequence[str]) -> pa.Table:
    """What contacting needs of those chosen; wide columns are read here and nowhere before."""
    picked = base.given(chosen)
    table = base.keyed.inner_join(picked, base.keyed[KEY] == picked["__pick"])
    engine = base.engine
    if (
        engine.name != "duckdb"
    ):  # facts are written by one engine only, so they read alike everywhere
        table, engine = ibis.memtable(base.fetch(table)), ibis.duckdb.connect()
    meaning = base.meaning
    columns = {name: table[name] for name in chosen.column_names}
    columns |= {f"__order{place}": table[name] for place, (name, _) in enumerate(_keys(order))}
    columns |= {
        f"{_FURTHER}{place}": _text(table, name)
        for place, name in enumerate(meaning.other_phones)
        if name in table.columns
    }
    columns |= {
        "subscriber_id": table[meaning.id].cast("string"),
        "number": table[meaning.phone].cast("string"),
        "language": _text(table, meaning.language).fill_null(centre.languages[0]),
        "zone": _text(table, meaning.zone),
        "region": _text(table, meaning.region).fill_null(""),
        "household": _text(table, meaning.household).left(_HOUSEHOLD),
        "facts": _facts(table, base.columns),
    }
    found: pa.Table = engine.to_pyarrow(table.select(**columns))
    return found


def _text(table: _Table, name: str | None) -> Any:
    """A column that the base may lack, as text; empty texts are null."""
    if name is None or name not in table.columns:
        return ibis.null("string")
    return table[name].cast("string").nullif("")


def _facts(table: _Table, columns: Mapping[str, Type]) -> Any:
    """All of a subscriber's columns as one JSON text; dates and moments in ISO."""
    values = {
        name: table[name].strftime("%Y-%m-%dT%H:%M:%S") if kind is Type.MOMENT else table[name]
        for name, kind in columns.items()
    }
    return ibis.struct(values).cast("json").cast("string")


def _numbers(people: pa.Table, columns: Sequence[str], country: str) -> pa.Array:
    """Each person's other numbers as one JSON text, in their order and without repeats; null for none.

    What is no telephone number is left out.
    """
    found = [read_numbers(people.column(name).combine_chunks(), country).e164 for name in columns]
    rows = zip(
        people.column("number").to_pylist(), *(each.to_pylist() for each in found), strict=True
    )
    return pa.array([_further(*row) for row in rows], pa.string())


def _further(number: str, *others: str | None) -> str | None:
    known = dict.fromkeys(other for other in others if other and other != number)
    return json.dumps(list(known)) if known else None


def _names(places: pa.ChunkedArray, names: Sequence[str]) -> pa.Array:
    return pa.array(names, pa.string()).take(places.combine_chunks())


def _keys(order: Sequence[str]) -> list[tuple[str, str]]:
    """The columns of an `order` with their directions; a leading - is descending."""
    return [
        (name.removeprefix("-"), "descending" if name.startswith("-") else "ascending")
        for name in order
    ]


def _ranked(people: pa.Table, order: Sequence[str]) -> pa.Table:
    """The people in the order of calling, with their `rank` from 1."""
    chance = "__release" if "__release" in people.column_names else "subscriber_id"
    by_order = [(f"__order{place}", way) for place, (_, way) in enumerate(_keys(order))]
    narrow = people.select(["__cell", chance, *(name for name, _ in by_order)])
    released = people.column("released").to_numpy()
    now, later = np.flatnonzero(released), np.flatnonzero(~released)
    places = np.concatenate(
        [
            now[_taking_turns(narrow.take(pa.array(now)), [*by_order, (chance, "ascending")])],
            later[_taking_turns(narrow.take(pa.array(later)), [(chance, "ascending")])],
        ]
    )
    ranked = people.take(pa.array(places))
    return ranked.append_column("rank", pa.array(np.arange(1, len(places) + 1)))


def _taking_turns(people: pa.Table, keys: list[tuple[str, str]]) -> Places:
    """Sorted inside each cell; the n-th of a cell of m stands (n - 1/2)/m of the way down."""
    keys = [("__cell", "ascending"), *keys]
    places: Places = pc.sort_indices(people, sort_keys=keys).to_numpy().astype(np.int64)
    cells = people.column("__cell").to_numpy()[places]
    sizes = np.bincount(cells) if len(cells) else np.zeros(1, np.int64)
    nth = np.arange(len(cells)) - (np.cumsum(sizes) - sizes)[cells]
    return places[np.lexsort((cells, (nth + 0.5) / sizes[cells]))]
