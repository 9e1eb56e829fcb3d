"""B1's numpy peer: a memory-mapped Arrow file whose hashes were computed beforehand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.b1_world import CAMPAIGN, World
from outbound.audience.holdout import threshold
from outbound.audience.nouns import History

_QUERY = f"""
    select *, substr(phone, 2)::bigint as number_,
        ('0x' || substr(md5('{CAMPAIGN}:' || subscriber_id), 1, 8))::uinteger as held_,
        ('0x' || substr(md5('{CAMPAIGN}:' || subscriber_id), 9, 16))::ubigint as release_
    from read_parquet($parquet)
"""


def prepare(world: World) -> Path:
    """Write the Arrow file; not timed, and kind to the peer: numbers are integers, hashes ready."""
    path = world.workspace.path / "base.arrow"
    with duckdb.connect() as engine:
        reader = engine.sql(_QUERY, params={"parquet": str(world.parquet)}).to_arrow_reader(500_000)
        schema = reader.schema
        for name in ("region", "status"):
            place = schema.get_field_index(name)
            schema = schema.set(place, pa.field(name, pa.dictionary(pa.int32(), pa.string())))
        batches = pa.Table.from_batches(list(reader)).cast(schema).unify_dictionaries()
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            writer.write_table(batches)
    return path


def select(path: Path, past: History, quota: int) -> pa.Table:
    """The list as numpy finds it, with the wide columns of those chosen taken at the end."""
    with pa.memory_map(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
        return _select(table, past, quota)


def _select(table: pa.Table, past: History, quota: int) -> pa.Table:
    places = np.flatnonzero(_passes(table, past))
    regions = table.column("region").combine_chunks()
    codes = regions.indices.to_numpy()[places]
    release = table.column("release_").to_numpy()[places]
    order = np.lexsort((release, codes))
    nth = (
        np.arange(len(order))
        - np.searchsorted(codes[order], np.arange(codes.max() + 1))[codes[order]]
    )
    drawn = order[nth < quota]
    spend = table.column("spend_3m").to_numpy()[places[drawn]]
    drawn = drawn[np.lexsort((release[drawn], -spend, codes[drawn]))]
    chosen = table.take(pa.array(places[drawn]))
    sizes = np.bincount(codes[drawn])
    ranks = np.arange(len(drawn)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    return chosen.append_column("cell", chosen.column("region")).append_column(
        "rank", pa.array(ranks)
    )


def _passes(table: pa.Table, past: History) -> np.ndarray:
    def column(name: str) -> np.ndarray:
        return table.column(name).to_numpy()

    bound = int(threshold(Decimal("0.1")) or "0", 16)
    status = table.column("status").combine_chunks()
    active = status.indices.to_numpy() == status.dictionary.to_pylist().index("active")
    activated = column("activated_on").astype("datetime64[D]") <= np.datetime64(date(2026, 8, 25))
    spend = column("spend_3m")
    passes = active & activated & (spend >= 30) & (spend <= 400)
    passes &= (
        (column("data_gb_3m") > 1) & (column("complaints_60d") == 0) & (column("held_") >= bound)
    )
    places = np.flatnonzero(passes)
    plan = table.column("plan").take(pa.array(places))
    places = places[~pc.starts_with(plan, "campus").to_numpy()]
    places = places[~np.isin(column("number_")[places], _held(past))]
    result = np.zeros(table.num_rows, np.bool_)
    result[places] = True
    return result


def _held(past: History) -> np.ndarray:
    numbers = [t.column("number") for t in (past.suppressed, past.capped) if t is not None]
    texts = pa.chunked_array([chunk for column in numbers for chunk in column.chunks], pa.string())
    found: np.ndarray = pc.utf8_slice_codeunits(texts, 1).cast(pa.int64()).to_numpy()
    return found
