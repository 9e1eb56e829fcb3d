"""Membership in a long list, given to the database as one value instead of one for each member."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Select, Text, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session


def among(session: Session, texts: Collection[str]) -> Select[Any]:
    """What `column.in_(...)` takes to mean one of these texts, however many there are.

    The statement is the same for any number of them, so that neither we nor the database compile
    it anew.
    """
    return _rows(session, list(texts), ARRAY(Text))


def among_ids(session: Session, ids: Collection[int]) -> Select[Any]:
    """The same for a column of whole numbers."""
    return _rows(session, list(ids), ARRAY(BigInteger))


def _rows(session: Session, values: list[Any], kind: ARRAY[Any]) -> Select[Any]:
    if session.get_bind().dialect.name == "postgresql":
        return select(func.unnest(literal(values, kind)))
    return select(func.json_each(json.dumps(values)).table_valued("value").c.value)
