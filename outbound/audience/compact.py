"""Packs decisions as they stream in: hexadecimal texts become numbers, repeated texts are kept once."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from outbound.audience.holdout import CHANCE_DIGITS, DIGITS

CODE, SEGMENT, CELL, CHANCE = "code", "segment", "cell", "chance"
HELD, RELEASE = "held", "release"


def compact(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """The batches as one table, with numbers `held` and `release` instead of the text `chance`."""
    packed = [_packed(batch) for batch in batches]
    return pa.concat_tables(packed).unify_dictionaries()


def _packed(batch: pa.RecordBatch) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if name == CHANCE:
            held, release = chances(column)
            columns |= {HELD: pa.array(held), RELEASE: pa.array(release)}
        elif name == CELL:
            columns[name] = pc.dictionary_encode(column.cast(pa.string()))
        elif name in (CODE, SEGMENT):
            # A copy: one array of the engine's still in use would keep its whole batch in memory.
            columns[name] = pa.array(pc.fill_null(column, -1).to_numpy().astype(np.int16))
        elif pa.types.is_integer(column.type):
            columns[name] = column.cast(pa.uint32())  # a place in a file
        else:
            columns[name] = column
    return pa.table(columns)


def chances(texts: pa.StringArray) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint64]]:
    """The numbers that the digits of each chance stand for: the holdout's, the release's; null is 0."""
    full = pc.fill_null(texts.cast(pa.string()), "0" * CHANCE_DIGITS)
    fixed = full.cast(pa.binary()).cast(pa.binary(CHANCE_DIGITS))
    size, offset = CHANCE_DIGITS * len(fixed), CHANCE_DIGITS * fixed.offset
    letters = np.frombuffer(fixed.buffers()[1], np.uint8, size, offset).reshape(-1, CHANCE_DIGITS)
    digits = (letters & 15) + 9 * (letters >> 6)  # 0-9 and a-f in ASCII
    octets = digits[:, 0::2] << 4 | digits[:, 1::2]
    split = DIGITS // 2
    held = np.ascontiguousarray(octets[:, :split]).view(">u4").ravel().astype(np.uint32)
    release = np.ascontiguousarray(octets[:, split:]).view(">u8").ravel().astype(np.uint64)
    return held, release
