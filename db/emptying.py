"""Empties a store that was made to be emptied, past the guards of what is otherwise kept for good."""

from sqlalchemy import delete, text
from sqlmodel import Session, SQLModel


def empty(session: Session) -> None:
    """Take every row out, in the caller's transaction; the guards stand again for what comes after."""
    tables = SQLModel.metadata.sorted_tables
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables)
        session.execute(text(f"truncate {names} restart identity"))
        return
    listed = text("select name, sql from sqlite_master where type = 'trigger'")
    guards = session.execute(listed).all()
    for name, _ in guards:
        session.execute(text(f"drop trigger {name}"))
    for table in reversed(tables):
        session.execute(delete(table))
    for _, sql in guards:
        session.execute(text(sql))
