"""People: suppressions of customers' numbers; the centre's own users, their sessions and desks."""

from datetime import datetime
from enum import Enum

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from db.columns import ByValue, Moment


class SuppressionEvent(SQLModel, table=True):
    """An append-only event about a number: suppressed or lifted, consented or withdrawn, in a scope."""

    __tablename__ = "suppression"
    __table_args__ = (Index("suppression_of_number", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=20)
    event: str = Field(max_length=16)  # suppressed, lifted, consented, withdrawn
    scope: str = Field(default="all", max_length=80)  # all, purpose:NAME, channel:NAME, campaign:ID
    reason: str = ""
    source: str = Field(max_length=32)  # command, import, sms, agent, voice, carrier, outcome
    evidence: str = ""
    expires_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    occurred_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    by: str = ""
    subscriber_id: str | None = Field(
        default=None, max_length=64
    )  # who held the number; consent is theirs


class Role(Enum):
    """What a user may see and do."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    QUALITY = "quality"
    ENGINEER = "engineer"
    APPROVER = "approver"  # signs campaigns for their department


class User(SQLModel, table=True):
    """A person who signs in."""

    __tablename__ = "user_"

    id: str = Field(primary_key=True, max_length=64)  # the sign-in name
    name: str
    role: Role = Field(sa_column=Column(ByValue(Role), nullable=False))
    department: str = ""
    languages: str = ""  # comma-separated tags an agent speaks
    station: str | None = Field(default=None, max_length=40)  # the agent's own telephone
    password_hash: str
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SessionRow(SQLModel, table=True):
    """A signed-in session; the cookie holds a secret of which only the hash is kept."""

    __tablename__ = "session"

    id: str = Field(primary_key=True, max_length=64)  # SHA-256 of the cookie's secret
    user_id: str = Field(foreign_key="user_.id", max_length=64)
    csrf: str = Field(max_length=64)
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SignIn(SQLModel, table=True):
    """A failed sign-in, by account and address, for throttling."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(max_length=64, index=True)
    address: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class DeskState(Enum):
    """What an agent is doing."""

    BREAK = "break"
    READY = "ready"  # free for the next contact
    DIALING = "dialing"  # an attempt is reserved for this agent
    TALKING = "talking"
    WRAP_UP = "wrap-up"  # the line is closed; the outcome is not yet named
    AWAY = "away"  # signed out


class DeskRow(SQLModel, table=True):
    """One agent's desk: what they are doing, since when, and on which attempt."""

    __tablename__ = "desk"

    agent_id: str = Field(primary_key=True, foreign_key="user_.id", max_length=64)
    state: DeskState = Field(sa_column=Column(ByValue(DeskState), nullable=False))
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    attempt_id: str | None = Field(default=None, max_length=32)
    last: str = ""  # what happens next with the contact just finished
    leg: str | None = Field(
        default=None, max_length=34
    )  # the call that keeps the agent's own telephone connected
    line: str | None = Field(
        default=None, max_length=34
    )  # the customer's call in the agent's room, until it is known to have left it


class StoreFact(SQLModel, table=True):
    """A fact about the store itself, such as who made it: `demo` may only overwrite its own."""

    __tablename__ = "store_fact"

    name: str = Field(primary_key=True, max_length=32)
    value: str
