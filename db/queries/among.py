"""Membership in a long list, given to the database as one value instead of one for each member."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Integer, Select, Text, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session


def among(session: Session, values: Collection[str] | Collection[int]) -> Select[Any]:
    """What `column.in_(...)` takes to mean one of these texts or numbers, however many there are.

    The statement is the same for any number of values, so that neither we nor the database
    compile it anew.
    """
    if session.get_bind().dialect.name == "postgresql":
        kind = Integer if values and isinstance(next(iter(values)), int) else Text
        return select(func.unnest(literal(list(values), ARRAY(kind))))
    return select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)
