"""Membership in a long list, given to the database as one value instead of one for each member."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Dialect, Select, Text, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def among(name: str) -> Select[Any]:
    """What `column.in_(...)` takes to mean one of the texts given as `name` when it is executed.

    The statement is the same for any number of them, so that it is built and compiled once.
    """
    return _rows(name, Text())


def among_ids(name: str) -> Select[Any]:
    """The same for a column of whole numbers."""
    return _rows(name, BigInteger())


def _rows(name: str, kind: TypeEngine[Any]) -> Select[Any]:
    return select(_Each(bindparam(name, type_=_Members(kind))).table_valued("value").c.value)


class _Members(TypeDecorator[Collection[Any]]):
    """A whole list as one value: an array in PostgreSQL, a text of JSON in SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """How the database takes it."""
        of = ARRAY(self.kind) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(of)

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        """The list as the database takes it."""
        members = list(value or ())
        return members if dialect.name == "postgresql" else json.dumps(members)


class _Each(FunctionElement[Any]):
    """The members of a list as rows, in a column `value`."""

    name = "each"
    inherit_cache = True


@compiles(_Each, "postgresql")
def _unnest(element: _Each, compiler: Any, **given: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **given)}) AS value)"


@compiles(_Each, "sqlite")
def _json_each(element: _Each, compiler: Any, **given: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **given)})"
