"""Reads the chain as it is stored, however it was tampered with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, String, cast, false, or_, select
from sqlmodel import SQLModel

from outbound.audit.chain import Link
from outbound.engine.chain.rows import UNREADABLE, moment, strict_json

_audit: Final = SQLModel.metadata.tables["audit"]
_BATCH: Final = 1_000
_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)
_LINKS: Final = select(
    _audit.c.seq, cast(_audit.c.at, String), cast(_audit.c.entries, String), _audit.c.previous, _audit.c.hash
).order_by(_audit.c.seq)  # fmt: skip


def links(connection: Connection) -> Iterator[Link]:
    """Every link in order; what makes no sense in one is replaced by what its hash cannot fit."""
    return _read(connection, _LINKS)


def links_naming(connection: Connection, hashes: Sequence[str]) -> Iterator[Link]:
    """Those in whose entries one of these hashes stands."""
    text = cast(_audit.c.entries, String)
    return _read(connection, _LINKS.where(or_(false(), *(text.contains(one) for one in hashes))))


def entries_of(connection: Connection, seq: int) -> Sequence[Mapping[str, Any]]:
    """What one link tells."""
    found = list(_read(connection, _LINKS.where(_audit.c.seq == seq)))
    return found[0].entries if found else ()


def _read(connection: Connection, query: Select[Any]) -> Iterator[Link]:
    rows = connection.execute(query, execution_options={"yield_per": _BATCH})
    for seq, at, entries, previous, hashed in rows:
        place = seq if isinstance(seq, int) else -1
        yield Link(place, _moment(at), _entries(entries), str(previous), str(hashed))


def _moment(text: str | None) -> datetime:
    try:
        return moment(str(text))
    except ValueError:
        return _NEVER


def _entries(text: str | None) -> list[Mapping[str, Any]]:
    try:
        read = strict_json(str(text))
    except ValueError:
        return [UNREADABLE]
    whole = isinstance(read, list) and all(isinstance(one, dict) for one in read)
    return read if whole else [UNREADABLE]
