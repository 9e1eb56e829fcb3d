"""Lays a file's rows down as Parquet with their row numbers and faults, before types are known."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from outbound.audience.phones import read_numbers
from outbound.audience.sources import Batch, Source
from outbound.campaign.centre import Columns

ROW = "__row"
FAULT = "__fault"
MARK = "__mark"
"""The column that says of a number which country it is of, and of what kind, where that is out of the ordinary."""

_SHOWN = 32  # characters of a bad number that its reason repeats
_ID_LENGTH = 64  # as long as the store's key
_NEUTRALISED = "^'([=+\\-@\t\r\\x00＝＋－＠])"


def stage(
    source: Source, columns: Columns, region: str, path: Path, progress: Callable[[int], None]
) -> int:
    """Write every row of the source to a Parquet file at `path`; returns how many there were.

    Subscriber ids are trimmed texts, telephone numbers E.164 of `region`; a row that cannot be
    used keeps its cells and says why in the column `__fault`. Numbers out of the ordinary are marked. Duplicates are not looked for here.
    """
    done = 0
    writer: pq.ParquetWriter | None = None
    try:
        for batch in source.batches():
            table = _prepared(batch, source, columns, region)
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table)
            done += table.num_rows
            progress(done)
        if writer is None:
            writer = pq.ParquetWriter(path, _empty(source.columns))
    finally:
        if writer is not None:
            writer.close()
    return done


def _prepared(batch: Batch, source: Source, columns: Columns, region: str) -> pa.Table:
    table = pa.Table.from_batches([batch.table]).rename_columns(list(source.columns))
    arrays = {name: table[name].combine_chunks() for name in source.columns}
    arrays = {name: _resolved(array) for name, array in arrays.items()}
    if not source.typed:
        arrays = {name: _plain(array) for name, array in arrays.items()}
    ids = pc.utf8_trim_whitespace(_as_text(arrays[columns.id]))
    phones = _blank_to_null(pc.utf8_trim_whitespace(_as_text(arrays[columns.phone])))
    for name in (name for name in columns.other_phones if name in arrays):
        arrays[name] = _blank_to_null(pc.utf8_trim_whitespace(_as_text(arrays[name])))
    numbers = read_numbers(phones, region)
    arrays[columns.id] = _blank_to_null(ids)
    shown = pc.utf8_slice_codeunits(phones, 0, _SHOWN)
    impossible = pc.binary_join_element_wise(
        "impossible telephone number ", shown, ": ", numbers.faults, ""
    )
    fault = pc.coalesce(batch.faults, _id_faults(arrays[columns.id]), impossible)
    fault = fault.cast(pa.string())
    arrays[columns.phone] = pc.if_else(pc.is_null(fault), numbers.e164, phones)
    return pa.table({ROW: batch.rows, FAULT: fault, MARK: numbers.marks, **arrays})


def _id_faults(ids: pa.StringArray) -> pa.StringArray:
    long = pc.greater(pc.utf8_length(ids), _ID_LENGTH)
    faults = pc.if_else(long, f"the subscriber id is longer than {_ID_LENGTH} characters", None)
    return pc.if_else(pc.is_null(ids), "the subscriber id is missing", faults)


def _resolved(array: pa.Array) -> pa.Array:
    """The array with dictionaries and other encodings of text written out."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type):
        array = array.cast(pa.string())
    return array


def _as_text(array: pa.Array) -> pa.StringArray:
    """Ids and numbers that a file keeps as numbers, as the digits they stand for."""
    if pa.types.is_floating(array.type):
        array = array.cast(pa.int64())
    return array.cast(pa.string())


def _plain(texts: pa.StringArray) -> pa.StringArray:
    """The cells without the ' that keeps spreadsheets from running a text as a formula."""
    if not pc.any(pc.starts_with(texts, "'")).as_py():
        return texts
    return pc.replace_substring_regex(texts, _NEUTRALISED, "\\1")


def _blank_to_null(texts: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _empty(columns: tuple[str, ...]) -> pa.Schema:
    texts = [(name, pa.string()) for name in columns]
    return pa.schema([(ROW, pa.int64()), (FAULT, pa.string()), (MARK, pa.string()), *texts])
