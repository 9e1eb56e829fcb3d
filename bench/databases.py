"""Databases of a bench's own on a server: made empty or as a copy, gone afterwards; others are not touched."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url


@contextmanager
def database(server: str, name: str, copied_from: str | None = None) -> Iterator[str]:
    """The URL of a new database on the server; one of that name which a killed bench left is replaced."""
    copied = "" if copied_from is None else f" template {copied_from}"
    _say(server, f"drop database if exists {name} with (force)")
    _say(server, f"create database {name}{copied}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _say(server, f"drop database {name} with (force)")


def _say(server: str, statement: str) -> None:
    engine = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
