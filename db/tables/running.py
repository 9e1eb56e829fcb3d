"""What running processes share: who leads, who lives, what went wrong, how fast and for how much."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, Index, Numeric
from sqlmodel import Field, SQLModel

from db.columns import Moment


class Lease(SQLModel, table=True):
    """A right that one process holds at a time. `token` rises with every new holder and fences the old."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, max_length=32)
    holder: str = Field(max_length=64)
    token: int
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ProcessRow(SQLModel, table=True):
    """A process of the service that lives, or did: who it is and when it last said so."""

    __tablename__ = "process"

    id: str = Field(primary_key=True, max_length=64)
    role: str = Field(max_length=16)  # all, web, heartbeat, worker
    host: str = Field(max_length=255)
    pid: int
    started_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    leads: bool = False


class AlarmRow(SQLModel, table=True):
    """Something a person should look at, whichever process saw it."""

    __tablename__ = "alarm"
    __table_args__ = (Index("alarm_at", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    code: str = Field(max_length=32)
    message: str
    campaign_id: str = Field(default="", max_length=64)
    process: str = Field(default="", max_length=64)


class Pace(SQLModel, table=True):
    """How fast one sender may go: its next free slot, and until when the carrier wants it to rest."""

    __tablename__ = "pace"

    name: str = Field(
        primary_key=True, max_length=40
    )  # calls, or the number that messages come from
    next_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    rests_until: datetime | None = Field(default=None, sa_column=Column(Moment))


class Spend(SQLModel, table=True):
    """Money under one cap: reserved for attempts that are under way, and settled for those that are over."""

    __tablename__ = "spend"

    name: str = Field(
        primary_key=True, max_length=96
    )  # day 2026-11-23, campaign ID, country CN 2026-11-23
    reserved: Decimal = Field(sa_column=Column(Numeric(14, 4), nullable=False))
    settled: Decimal = Field(sa_column=Column(Numeric(14, 4), nullable=False))
