"""B1's numpy peer: a memory-mapped Arrow file; with the campaign's hashes in it, or without."""

import hashlib
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


def select(path: Path, past: History, quota: int, *, hashes_given: bool) -> pa.Table:
    """The list as numpy finds it, with the wide columns of those chosen taken at the end."""
    with pa.memory_map(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
        return _select(table, past, quota, hashes_given=hashes_given)


def _select(table: pa.Table, past: History, quota: int, *, hashes_given: bool) -> pa.Table:
    places = _passing(table, past)
    held, release = _given(table, places) if hashes_given else _hashed(table, places)
    kept = held >= int(threshold(Decimal("0.1")) or "0", 16)
    places, release = places[kept], release[kept]
    regions = table.column("region").combine_chunks()
    codes = regions.indices.to_numpy()[places]
    order = np.lexsort((release, codes))
    begins = np.searchsorted(codes[order], np.arange(codes.max() + 1))
    drawn = order[np.arange(len(order)) - begins[codes[order]] < quota]
    spend = table.column("spend_3m").to_numpy()[places[drawn]]
    drawn = drawn[np.lexsort((release[drawn], -spend, codes[drawn]))]
    chosen = table.take(pa.array(places[drawn]))
    sizes = np.bincount(codes[drawn])
    ranks = np.arange(len(drawn)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    chosen = chosen.append_column("cell", chosen.column("region"))
    return chosen.append_column("rank", pa.array(ranks))


def _given(table: pa.Table, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return table.column("held_").to_numpy()[places], table.column("release_").to_numpy()[places]


def _hashed(table: pa.Table, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hashes of this campaign, which no file can hold beforehand; numpy has none, hashlib does."""
    ids = table.column("subscriber_id").take(pa.array(places)).to_pylist()
    digests = [hashlib.md5(f"{CAMPAIGN}:{who}".encode()).digest()[:12] for who in ids]
    octets = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 12)
    held = np.ascontiguousarray(octets[:, :4]).view(">u4").ravel()
    rest: np.ndarray = np.ascontiguousarray(octets[:, 4:]).view(">u8").ravel().astype(np.uint64)
    return held, rest


def _passing(table: pa.Table, past: History) -> np.ndarray:
    def column(name: str) -> np.ndarray:
        found: np.ndarray = table.column(name).to_numpy()
        return found

    status = table.column("status").combine_chunks()
    passes = status.indices.to_numpy() == status.dictionary.to_pylist().index("active")
    passes &= column("activated_on").astype("datetime64[D]") <= np.datetime64(date(2026, 8, 25))
    passes &= (column("spend_3m") >= 30) & (column("spend_3m") <= 400)
    passes &= (column("data_gb_3m") > 1) & (column("complaints_60d") == 0)
    places = np.flatnonzero(passes)
    plan = table.column("plan").take(pa.array(places))
    places = places[~pc.starts_with(plan, "campus").to_numpy()]
    kept: np.ndarray = places[~np.isin(column("number_")[places], _held(past))]
    return kept


def _held(past: History) -> np.ndarray:
    numbers = [t.column("number") for t in (past.suppressed, past.capped) if t is not None]
    texts = pa.chunked_array([chunk for column in numbers for chunk in column.chunks], pa.string())
    found: np.ndarray = pc.utf8_slice_codeunits(texts, 1).cast(pa.int64()).to_numpy()
    return found
