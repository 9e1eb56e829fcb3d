"""Column types that both databases keep alike: aware moments, enums by value, JSON."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite has no zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive moment cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ByValue(TypeDecorator[Enum]):
    """An enum stored as its value, so that the database reads like the documentation."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind
        self._members = {member.value: member for member in kind}  # quicker than asking the enum

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> str | None:
        """The member's value."""
        if value is None:
            return None
        return str(value.value if isinstance(value, self.kind) else self.kind(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Enum | None:
        """The member."""
        return None if value is None else self._members.get(value) or self.kind(value)
